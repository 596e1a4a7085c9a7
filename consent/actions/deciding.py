"""What a family says: the beginning, new answers, settings, approval of exact words, stop."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from consent import dials as dial_words
from consent import keys, ledger
from consent.errors import AgreementEnded
from consent.kinds import Captured, Kind
from consent.ledger import Said
from consent.models import Agreement, Edition, Notice
from consent.uses import INSIDE, OUTSIDE, Answer, Use
from consent.weeks import week_of

# What "stop everything" stops. Keeping ends by deletion, which is another page and another word.
STOPPABLE = OUTSIDE | {Use.PANEL}


@transaction.atomic
def agree(
    *,
    answers: dict[Use, Answer],
    dials: dict[str, str],
    notice: Notice | None,
    today: datetime.date,
    captured: Captured = Captured.WEB,
) -> Agreement:
    """Begins an agreement with what was answered; uses that were not answered stay never asked.

    Raises `consent.dials.UnknownSetting` for a dial or a word that is not on its list, before
    anything is made.
    """
    settings = dial_words.check(dials)
    said = [
        Said(Kind.ANSWER, Answer(answers[use]), use=use, notice=notice, captured=captured) for use in _in_order(answers)
    ]
    said += [Said(Kind.DIAL, word, dial=dial, notice=notice, captured=captured) for dial, word in settings.items()]
    slot, slot_tag, key = keys.store().create()
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(slot=slot, slot_tag=slot_tag, week=week_of(today))
            ledger.append(agreement, said, key=key, today=today)
    except BaseException:
        # The slot file knows no transactions: without this the key of an agreement that never was would stay.
        keys.store().erase(slot, slot_tag)
        raise
    return agreement


@transaction.atomic
def answer(
    *,
    agreement: Agreement,
    use: Use,
    answer: Answer,
    notice: Notice | None = None,
    today: datetime.date,
    captured: Captured = Captured.WEB,
) -> None:
    """Records a new answer about one use. A yes does not revive approvals given before a no."""
    _record(agreement, [Said(Kind.ANSWER, Answer(answer), use=Use(use), notice=notice, captured=captured)], today)


@transaction.atomic
def set_dials(
    *, agreement: Agreement, dials: dict[str, str], today: datetime.date, captured: Captured = Captured.WEB
) -> None:
    """Sets dials anew; those not named stay as they are."""
    words = dial_words.check(dials)
    _record(agreement, [Said(Kind.DIAL, word, dial=dial, captured=captured) for dial, word in words.items()], today)


@transaction.atomic
def approve(
    *,
    agreement: Agreement,
    digest: str,
    edition: Edition,
    uses: dict[Use, bool],
    notice: Notice | None = None,
    today: datetime.date,
    captured: Captured = Captured.WEB,
) -> None:
    """Records yes or no to these exact words, for this edition, use by use.

    Raises `ValueError` for a use inside the house, which knows no exact words.
    """
    _record(agreement, _to_words(Kind.APPROVAL, agreement, digest, edition, uses, notice, captured), today)


@transaction.atomic
def answer_spans(
    *,
    agreement: Agreement,
    edition: Edition,
    spans: dict[str, dict[Use, bool]],
    notice: Notice | None = None,
    today: datetime.date,
    captured: Captured = Captured.WEB,
) -> None:
    """Records yes or no to passages that would stand alone as quotations, by their digests, use by use.

    A no closes that one quotation and nothing else. A quotation nothing is said about stays unanswered, which is no.
    Raises `ValueError` for a use inside the house.
    """
    said = [
        one
        for digest, uses in spans.items()
        for one in _to_words(Kind.SPAN, agreement, digest, edition, uses, notice, captured)
    ]
    if said:
        _record(agreement, said, today)


@transaction.atomic
def stop(*, agreement: Agreement, uses: Iterable[Use] | None = None, today: datetime.date) -> None:
    """Says no, to some uses or to all but keeping. At once, without a reason, and nothing is destroyed."""
    stopped = STOPPABLE if uses is None else uses
    _record(agreement, [Said(Kind.ANSWER, Answer.NO, use=use) for use in _in_order(stopped)], today)


def _to_words(kind, agreement, digest, edition, uses, notice, captured) -> list[Said]:
    if inside := INSIDE & uses.keys():
        raise ValueError(f"These uses need no approval of words: {', '.join(sorted(inside))}.")
    words = {"edition": edition, "digest_tag": agreement.tag(digest), "notice": notice, "captured": captured}
    return [Said(kind, Answer.YES if uses[use] else Answer.NO, use=use, **words) for use in _in_order(uses)]


def _record(agreement: Agreement, said: list[Said], today: datetime.date) -> None:
    if not agreement.is_live:
        raise AgreementEnded(f"{agreement} has been deleted; nothing can be added to it.")
    ledger.append(agreement, said, key=keys.read(agreement), today=today)


def _in_order(uses: Iterable[Use]) -> list[Use]:
    """In the order in which uses are listed, so that the ledger does not tell how a page was filled in."""
    wanted = {Use(use) for use in uses}
    return [use for use in Use if use in wanted]
