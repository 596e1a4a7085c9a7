"""Keeps a whole edition from opening, and lets it open again. One publisher is enough for either."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent.models import Edition
from publication.actions.freezing import NotNow
from publication.models import BookletPage, Build


@transaction.atomic
def keep_shut(*, page: BookletPage, reason: str, user) -> None:
    """From the next request on, nobody outside sees anything of the edition, even if it had opened already.

    Raises `NotNow` without a reason. Who did it and why stands in the page's history as well.
    """
    reason = reason.strip()
    if not reason:
        raise NotNow(_("Say why the booklet must not open, so that the next person knows."))
    Build.objects.lock(page.edition)
    Edition.objects.filter(pk=page.edition_id).update(do_not_open=True, do_not_open_reason=reason)
    log(instance=page, action="publication.keep_shut", user=user, data={"reason": reason})


@transaction.atomic
def let_open(*, page: BookletPage, user) -> None:
    """Takes it back: the edition opens at its second, or at once when that has passed.

    Raises `NotNow` when nobody had shut it.
    """
    Build.objects.lock(page.edition)
    if not Edition.objects.filter(pk=page.edition_id, do_not_open=True).update(
        do_not_open=False, do_not_open_reason=""
    ):
        raise NotNow(_("Nobody has said that this edition must not open, so there is nothing to take back."))
    log(instance=page, action="publication.let_open", user=user)
