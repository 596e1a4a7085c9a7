"""The recorded answer of the desk: the checks were asked again, and nothing stands against what is in the booklet."""

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent.models import Agreement
from publication import rechecking
from publication.actions.freezing import NotNow
from publication.models import BookletPage, Build, CheckedAgain


@transaction.atomic
def check_again(*, page: BookletPage, seen: str, user, day: datetime.date) -> CheckedAgain:
    """Records that `user` has asked about every text of the page with the mark `seen` (`Standing.mark`).

    Raises `NotNow` when a story has come in since that page was opened, when it is too early to ask or when they were
    asked already. It allows nothing and closes no hold.
    """
    Build.objects.lock(page.edition)
    found = rechecking.standing(page, day=day)
    if found.moment is None:
        first = rechecking.moments(page.edition)[0]
        raise NotNow(
            _("It is too early: what is asked today may be wrong by then. The checks are asked again from %s on.")
            % date_format(first.begins, "j F Y")
        )
    if found.mark != seen:
        raise NotNow(
            _("The stories in this booklet have changed since you opened the list. Look at it again, then answer.")
        )
    if not found.unasked:
        raise NotNow(_("They were asked again already, and no story has come in since. Nothing more is to be done."))
    # Locked: a deletion that begins at this moment comes before this, or finds the row and takes its text out of it.
    staying = Agreement.objects.live().filter(pk__in=[one.agreement_id for one in found.texts]).order_by("pk")
    staying = {one.pk for one in staying.select_for_update(no_key=True)}
    made = CheckedAgain.objects.create(page=page, asked_by=user, asked_on=day)
    made.versions.set([one.pk for one in found.texts if one.agreement_id in staying])
    log(instance=page, action="publication.check_again", user=user)
    return made
