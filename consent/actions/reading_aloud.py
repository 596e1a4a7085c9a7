"""Exact words were read aloud to a family: one person notes what was answered, a second one confirms each yes.

A no counts from the note on. A yes is noted as “later”, which opens nothing; its confirmation counts from the note, so
that whatever the family said itself in between wins.
"""

import datetime
from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.db import transaction

from consent import keys, ledger
from consent.errors import AgreementEnded
from consent.kinds import ALOUD, OF_WORDS, Captured, Kind
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
    spans: Mapping[str, Mapping[Use, bool]] = MappingProxyType({}),
    captured: Captured,
    notice: Notice,
    today: datetime.date,
) -> tuple[int, int]:
    """Notes what was answered to these exact words; returns the first and the last sequence of the note.

    A yes to words is a yes to the use too, when the family had put that off: so that is noted beside it. `spans` are
    answers to passages that would stand alone, by their digests; they follow the text, so that no no to it reaches
    them. Raises `ValueError` for a use inside the house, for a way in which nothing is said aloud, and when nothing was
    answered.
    """
    answered = [uses, *spans.values()]
    if not any(answered) or any(INSIDE & one.keys() for one in answered) or captured not in ALOUD:
        raise ValueError(f"This cannot have been answered aloud: {[sorted(one) for one in answered]}, {captured}.")
    about = {"edition": edition, "notice": notice, "captured": captured}
    said = []
    for one in _noted(Kind.APPROVAL, uses, digest_tag=agreement.tag(digest), **about):
        said.append(one)
        if one.answer == Answer.LATER and agreement.standing(one.use) != Answer.YES:
            said.append(Said(Kind.ANSWER, Answer.LATER, use=one.use, captured=captured))
    for quoted, places in spans.items():
        said += _noted(Kind.SPAN, places, digest_tag=agreement.tag(quoted), **about)
    sequences = _append(agreement, said, today)
    return sequences[0], sequences[-1]


def _noted(kind: Kind, uses: Mapping[Use, bool], **words) -> list[Said]:
    return [Said(kind, Answer.LATER if uses[use] else Answer.NO, use=use, **words) for use in Use if use in uses]


@transaction.atomic
def confirm_note(
    *,
    agreement: Agreement,
    first: int,
    last: int,
    digest: str,
    spans: Collection[str] = (),
    today: datetime.date,
) -> None:
    """Records each yes of a note as confirmed; `spans` are the digests of the passages that were asked about.

    Raises `ValueError` when there is no yes to words in the note, or one to other words than these.
    """
    noted = agreement.details.filter(decision__gte=first, decision__lte=last, captured__in=ALOUD, answer=Answer.LATER)
    rows = list(noted.select_related("edition", "notice").order_by("decision"))
    asked = {(Kind.APPROVAL, agreement.tag(digest)), *((Kind.SPAN, agreement.tag(one)) for one in spans)}
    noted_yes = {(row.kind, row.digest_tag) for row in rows if row.kind in OF_WORDS}
    if not noted_yes or not noted_yes <= asked:
        raise ValueError("This note holds no yes to these words, or one to others.")
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
