"""What was sent to a printer or a partner, and that they were told of its end."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from publication.actions.freezing import NotNow
from publication.models import HandedOut, Release


@transaction.atomic
def hand_out(*, release: Release, to: str, files: list[str], sent_on: datetime.date, user) -> HandedOut:
    """Writes down that files of a release were sent to somebody. Raises `NotNow` for one that was never built."""
    if release.state not in (Release.State.READY, Release.State.SUPERSEDED):
        raise NotNow(_("Release %s was never built, so nothing of it can have been sent.") % release.name)
    made = HandedOut.objects.create(release=release, to=to, files=", ".join(files), sent_on=sent_on, sent_by=user)
    log(instance=release.page, action="publication.hand_out", user=user, data={"release": release.name, "to": to})
    return made


@transaction.atomic
def told(*, sending: HandedOut, how: str, user, day: datetime.date) -> HandedOut:
    """Closes what is to be told: somebody was told not to use the files any more. Raises `NotNow` the second time."""
    row = HandedOut.objects.select_for_update().select_related("release__page", "release__edition").get(pk=sending.pk)
    if row.told_on:
        raise NotNow(_("It was written down already that %s has been told.") % row.to)
    row.told_on, row.told_by, row.told_how = day, user, how
    row.save(update_fields=["told_on", "told_by", "told_how"])
    log(
        instance=row.release.page,
        action="publication.told",
        user=user,
        data={"release": row.release.name, "to": row.to},
    )
    return row
