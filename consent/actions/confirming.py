"""A second person confirms what was entered for a family from paper, by telephone or from a forum."""

import datetime

from django.db import transaction

from consent import keys, ledger
from consent.errors import AgreementEnded
from consent.kinds import Captured, Kind
from consent.ledger import Said
from consent.models import Agreement, Notice
from consent.uses import Answer, Use


@transaction.atomic
def confirm(
    *, agreement: Agreement, uses: set[Use], captured: Captured, notice: Notice | None, today: datetime.date
) -> None:
    """Records a yes for each of these uses that counts from the entry that it confirms.

    So whatever the family said itself in between wins. Raises `ValueError` for a use that was never entered that way,
    and `AgreementEnded`.
    """
    if not agreement.is_live:
        raise AgreementEnded(f"{agreement} has been deleted; nothing can be added to it.")
    entered = agreement.details.filter(kind=Kind.ANSWER, captured=captured, answer=Answer.LATER).order_by("decision")
    first = {}
    for use, sequence in entered.values_list("use", "decision"):
        first.setdefault(use, sequence)
    if never := sorted(use for use in uses if use not in first):
        raise ValueError(f"These uses were not entered: {', '.join(never)}.")
    said = [
        Said(Kind.ANSWER, Answer.YES, use=use, notice=notice, captured=captured, counts_from=first[use])
        for use in Use
        if use in uses
    ]
    ledger.append(agreement, said, key=keys.read(agreement), today=today)
