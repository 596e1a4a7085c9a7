"""What the no-list says of a restored database is done here: whoever deleted is deleted, whoever stopped is stopped."""

import datetime

from consent import actions as consent
from consent import marks, no_list
from consent.models import Agreement
from stories import actions as stories
from stories.models import Contribution


def follow(today: datetime.date) -> int:
    """Brings contributions and register up to the no-list; returns how many families it changed. May be repeated.

    Raises `NoListMissing`.
    """
    # What was said while the list was waited for stands in the register alone.
    marks.mend()
    unfinished = set(Agreement.objects.filter(state=Agreement.State.ERASING).values_list("pk", flat=True))
    erased = list(Contribution.objects.filter(agreement__in=no_list.read().erased))
    for contribution in erased:
        stories.erase(contribution=contribution, today=today)
    changed = consent.follow_the_no_list(today=today)
    stories.finish_erasing(today=today)
    return len(unfinished | {contribution.agreement_id for contribution in erased}) + changed
