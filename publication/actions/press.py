"""Press links: made for one person and some days, and taken back at any moment."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent.uses import Use
from publication.actions.freezing import NotNow
from publication.composing import served
from publication.models import BookletPage, PressLink
from publication.models.press import hashed


@transaction.atomic
def make_link(*, page: BookletPage, for_whom: str, days: int, user, now: datetime.datetime) -> tuple[PressLink, str]:
    """A new link and its secret, which is kept nowhere and can be shown this once. Raises `NotNow` when it is too late.

    The days are counted from `now`; from the opening on, the link leads to what everybody can read.
    """
    if page.is_open():
        raise NotNow(_("The booklet is open: send the press its public address."))
    if not _anything_to_see(page, day=timezone.localdate(now)):
        raise NotNow(
            _(
                "The press may see no story of this booklet yet, so a link would lead to an empty one."
                " Build a release first, and ask families about the press from their stories' pages."
            )
        )
    token = secrets.token_urlsafe(32)
    link = PressLink.objects.create(
        page=page,
        for_whom=for_whom,
        sha256=hashed(token),
        made_on=now.date(),
        made_by=user,
        expires_at=now + datetime.timedelta(days=days),
    )
    log(instance=page, action="publication.press_link", user=user, data={"link": link.pk})
    return link, token


def _anything_to_see(page: BookletPage, *, day: datetime.date) -> bool:
    release = page.newest_release()
    return release is not None and bool(served(release, use=Use.ONLINE, also=(Use.PRESS,), day=day).versions)


@transaction.atomic
def revoke_link(*, link: PressLink, user, day: datetime.date) -> None:
    """From the next request on the link leads nowhere. Raises `NotNow` when it was taken back before."""
    if not PressLink.objects.filter(pk=link.pk, revoked_on=None).update(revoked_on=day, revoked_by=user):
        raise NotNow(_("That link has been taken back already, and leads nowhere."))
    log(instance=link.page, action="publication.press_revoked", user=user, data={"link": link.pk})


@transaction.atomic
def rename_link(*, link: PressLink, for_whom: str, user) -> None:
    """Corrects whose link it is; from the next look on, each page says the new name. The address stays the same."""
    if not PressLink.objects.filter(pk=link.pk).update(for_whom=for_whom):
        raise NotNow(_("A colleague has taken this link away meanwhile. Look at the list again."))
    log(instance=link.page, action="publication.press_renamed", user=user, data={"link": link.pk})


@transaction.atomic
def drop_link(*, link: PressLink, user) -> None:
    """Ends a link that was made by mistake, and takes it off the list. Whoever has it finds nothing from now on."""
    # By its number, since a name that was written down by mistake must not stay in the log.
    log(instance=link.page, action="publication.press_dropped", user=user, data={"link": link.pk})
    PressLink.objects.filter(pk=link.pk).delete()
