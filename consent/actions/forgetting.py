"""Deletion of what a family said, so that the chain still holds and nothing tells what it was."""

import datetime

from django.db import transaction

from consent import keys, ledger, marks
from consent.announcing import announce
from consent.kinds import Kind
from consent.ledger import Said
from consent.models import Agreement, DecisionDetail, Hold, Shown, TakeDown
from consent.no_list import Listed


def forget(*, agreement: Agreement, today: datetime.date) -> None:
    """Erases an agreement: from the first step on the rule says no, at the end nothing tells what was said.

    Each step can be repeated, so a deletion that was cut short is finished by calling this again.
    Must not be called inside a transaction: the no has to be on the disk before the key goes, and
    the key cannot come back when a transaction is rolled back. Raises `NoListMissing` when no copy of the no-list is in
    reach: the no stands and the key is gone by then, and the next call lets go of what is left.
    """
    begin_erasing(agreement)
    if agreement.state == Agreement.State.ERASED:
        return
    keys.store().erase(agreement.slot, bytes(agreement.slot_tag))
    marks.note_erased(agreement)
    _let_go(agreement, today)


@transaction.atomic(durable=True)
def begin_erasing(agreement: Agreement) -> None:
    """The no, at once and for good. Whoever erases more than the consent calls this first and `forget` last."""
    # The ledger's lock puts this before or after every append, never in the middle of one.
    ledger.lock_head()
    if Agreement.objects.live().filter(pk=agreement.pk).update(state=Agreement.State.ERASING):
        announce(agreement, Listed.ERASED, [marks.new_mark()])
    agreement.refresh_from_db()


@transaction.atomic(durable=True)
def _let_go(agreement: Agreement, today: datetime.date) -> None:
    """In one transaction, so that a list of what was let go exists whenever something was."""
    ledger.lock_head()
    details = DecisionDetail.objects.filter(agreement=agreement)
    sequences = list(details.order_by("decision").values_list("pk", flat=True))
    if Agreement.objects.filter(pk=agreement.pk, state=Agreement.State.ERASING).update(
        state=Agreement.State.ERASED, length=0
    ):
        let_go = Said(Kind.RELEASED, "", setting=marks.note_let_go(agreement, sequences))
        ledger.append(None, [let_go], key=b"", today=today)
        for rows in (details, *(model.objects.filter(agreement=agreement) for model in (Shown, Hold, TakeDown))):
            rows.delete()
        announce(agreement)
    agreement.refresh_from_db()
