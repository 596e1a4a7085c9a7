"""This file knows where what a receipt says is found: the ledger's rows, its head, and the agreement's own number."""

import datetime
import hashlib
import hmac
import uuid

from consent import keys, ledger
from consent.kinds import OF_WORDS, Captured, Kind
from consent.lapsing import untils
from consent.models import Agreement, DecisionDetail
from consent.receipts import Approved, Receipt, Row, Said
from consent.rules import History
from consent.uses import Answer, Use
from consent.weeks import week_of


def receipt_of(agreement: Agreement, *, holder: str, address: str, today: datetime.date) -> Receipt:
    """The receipt for an agreement as it stands. Nothing is stored, so each has a number of its own.

    Raises `NoListMissing` and `keys.KeyGone`: half a receipt would be a promise that cannot be kept.
    """
    details = sorted(
        agreement.details.select_related("decision", "edition", "notice"),
        key=lambda detail: (detail.effective_sequence, detail.pk),
    )
    return Receipt(
        number=str(uuid.uuid4()),
        subject=_subject(agreement),
        week=week_of(today),
        holder=holder,
        address=address,
        said=tuple(_said(use, details) for use in Use),
        approved=_approved(details, agreement.history(), today),
        head=ledger.head(),
    )


def _subject(agreement: Agreement) -> str:
    """The same in every receipt of one story, and nothing to anybody without the story's own key."""
    code = hmac.new(keys.read(agreement), b"receipt|subject", hashlib.sha256).digest()
    return str(uuid.UUID(bytes=code[:16], version=4))


def _said(use: Use, details: list[DecisionDetail]) -> Said:
    answers = [detail for detail in details if detail.kind == Kind.ANSWER and detail.use == use]
    if not answers:
        return Said(use)
    *before, newest = answers
    return Said(
        use,
        Answer(newest.answer),
        _row(newest),
        withdrawn=newest.answer == Answer.NO and any(detail.answer == Answer.YES for detail in before),
    )


def _approved(details: list[DecisionDetail], history: History, today: datetime.date) -> tuple[Approved, ...]:
    """The newest answer about each text for each use. Texts and quotations of an edition are numbered as they came."""
    newest: dict[tuple[int, bool, int, int], DecisionDetail] = {}
    texts: dict[tuple[int, bool], dict[str, int]] = {}
    uses = list(Use)
    last_days = {(one.use, one.year, one.tag): one.last_day for one in untils(history, day=today)}
    for detail in details:
        if detail.kind in OF_WORDS:
            quoted = detail.kind == Kind.SPAN
            of_year = texts.setdefault((detail.edition.year, quoted), {})
            text = of_year.setdefault(detail.digest_tag, len(of_year) + 1)
            newest[detail.edition.year, quoted, text, uses.index(detail.use)] = detail
    return tuple(
        Approved(
            Use(detail.use),
            Answer(detail.answer),
            detail.edition.title,
            year,
            text,
            _row(detail),
            until=last_days.get((detail.use, year, detail.digest_tag)),
            captured=Captured(detail.captured),
            quoted=quoted,
        )
        for (year, quoted, text, _use), detail in sorted(newest.items())
    )


def _row(detail: DecisionDetail) -> Row:
    notice = detail.notice
    return Row(
        sequence=detail.pk,
        hash=bytes(detail.decision.hash).hex(),
        week=detail.decision.week,
        notice=str(notice.version) if notice else "",
        language=notice.language if notice else "",
        notice_sha256=notice.sha256 if notice else "",
    )
