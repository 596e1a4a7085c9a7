"""Exact words were read aloud to a family: one person notes what was answered, a second one confirms each yes.

A no counts from the note on. A yes is noted as “later”, which opens nothing; its confirmation counts from the note, so
that whatever the family said itself in between wins.
"""

import datetime

from django.db import transaction

from consent import keys, ledger
from consent.errors import AgreementEnded
from consent.kinds import ALOUD, Captured, Kind
from consent.ledger import Said
from consent.models import Agreement, Edition, Notice
from consent.uses import INSIDE, Answer, Use


@transaction.atomic
def note_answers(
    *,
    agreement: Agreement,
    digest: str,
    edition: Edition,
    uses: dict[Use, bool],
    captured: Captured,
    notice: Notice,
    today: datetime.date,
) -> tuple[int, int]:
    """Notes what was answered to these exact words; returns the first and the last sequence of the note.

    A yes to words is a yes to the use too, when the family had put that off: so that is noted beside it. Raises
    `ValueError` for a use inside the house, for a way in which nothing is said aloud, and when nothing was answered.
    """
    if not uses or INSIDE & uses.keys() or captured not in ALOUD:
        raise ValueError(f"This cannot have been answered aloud: {sorted(uses)}, {captured}.")
    words = {"edition": edition, "digest_tag": agreement.tag(digest), "notice": notice, "captured": captured}
    said = []
    for use in (one for one in Use if one in uses):
        said.append(Said(Kind.APPROVAL, Answer.LATER if uses[use] else Answer.NO, use=use, **words))
        if uses[use] and agreement.standing(use) != Answer.YES:
            said.append(Said(Kind.ANSWER, Answer.LATER, use=use, captured=captured))
    sequences = _append(agreement, said, today)
    return sequences[0], sequences[-1]


@transaction.atomic
def confirm_note(*, agreement: Agreement, first: int, last: int, digest: str, today: datetime.date) -> None:
    """Records each yes of a note as confirmed; raises `ValueError` when there is none about these words in it."""
    noted = agreement.details.filter(
        decision__gte=first, decision__lte=last, captured__in=ALOUD, answer=Answer.LATER
    ).order_by("decision")
    rows = list(noted.select_related("edition", "notice"))
    tags = {row.digest_tag for row in rows if row.kind == Kind.APPROVAL}
    if tags != {agreement.tag(digest)}:
        raise ValueError("This note holds no yes to these words.")
    said = [
        Said(
            Kind(row.kind),
            Answer.YES,
            use=Use(row.use),
            edition=row.edition,
            digest_tag=row.digest_tag,
            notice=row.notice,
            captured=Captured(row.captured),
            counts_from=row.effective_sequence,
        )
        for row in rows
    ]
    _append(agreement, said, today)


def _append(agreement: Agreement, said: list[Said], today: datetime.date) -> list[int]:
    if not agreement.is_live:
        raise AgreementEnded(f"{agreement} has been deleted; nothing can be added to it.")
    return ledger.append(agreement, said, key=keys.read(agreement), today=today)
