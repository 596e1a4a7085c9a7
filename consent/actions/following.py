"""After a restore: brings the register up to what the no-list remembers."""

import datetime

from django.db import transaction

from consent import marks, no_list
from consent.actions.deciding import stop
from consent.actions.forgetting import forget
from consent.actions.stopping import hold
from consent.models import Agreement, Hold
from consent.no_list import Listed

REASON = "Noted outside the database before it was restored. Find out what it was before anything is used."


def follow_the_no_list(*, today: datetime.date) -> int:
    """Deletes whoever had deleted, and stops every use of whoever had said no, since this database was as it is.

    Their use stays closed until they allow it and approve the words again. Returns how many families it changed; run
    again after a crash it finishes, and changes nothing twice. Raises `NoListMissing`.
    """
    erased = no_list.read().erased
    closed = list(Agreement.objects.filter(pk__in=marks.closed()))
    for agreement in closed:
        if agreement.pk in erased:
            forget(agreement=agreement, today=today)
        else:
            _catch_up(agreement, today)
    return len(closed)


@transaction.atomic
def _catch_up(agreement: Agreement, today: datetime.date) -> None:
    missing = marks.missing(agreement)
    if Listed.HOLD in missing.values():
        hold(agreement=agreement, kind=Hold.Kind.OTHER, reason=REASON, today=today)
    stop(agreement=agreement, today=today)
    # Only once the no that takes their place is on the disk: before that the old marks must go on closing.
    transaction.on_commit(lambda: [marks.lift(agreement, mark) for mark in missing])
