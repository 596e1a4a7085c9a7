"""The verbs of consent. Each is one change of the world, in one transaction, announced after it.

Every verb that a parent's act may cause takes `today` and writes no time finer than its week.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction

from consent import dials as dial_words
from consent import keys, ledger
from consent.errors import AgreementEnded, NotAllowed, SecondPersonNeeded
from consent.kinds import Captured, Kind
from consent.ledger import Said
from consent.models import Agreement, DecisionDetail, Edition, Hold, Notice, Shown, TakeDown
from consent.signals import consent_changed
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
    agreement = Agreement.objects.create(slot=slot, slot_tag=slot_tag, week=week_of(today))
    ledger.append(agreement, said, key=key, today=today)
    _announce(agreement)
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
    if inside := INSIDE & uses.keys():
        raise ValueError(f"These uses need no approval of words: {', '.join(sorted(inside))}.")
    tag = agreement.tag(digest)
    _record(
        agreement,
        [
            Said(
                Kind.APPROVAL,
                Answer.YES if uses[use] else Answer.NO,
                use=use,
                edition=edition,
                digest_tag=tag,
                notice=notice,
                captured=captured,
            )
            for use in _in_order(uses)
        ],
        today,
    )


@transaction.atomic
def stop(*, agreement: Agreement, uses: Iterable[Use] | None = None, today: datetime.date) -> None:
    """Says no, to some uses or to all but keeping. At once, without a reason, and nothing is destroyed."""
    stopped = STOPPABLE if uses is None else uses
    _record(agreement, [Said(Kind.ANSWER, Answer.NO, use=use) for use in _in_order(stopped)], today)


@transaction.atomic
def hold(*, agreement: Agreement, kind: str, reason: str, by=None, today: datetime.date) -> Hold:
    """Opens a hold. Without `by` it was opened by an answer of the parent."""
    opened = Hold.objects.create(
        agreement=agreement, kind=Hold.Kind(kind), reason=reason, opened_by=by, week=week_of(today)
    )
    _announce(agreement)
    return opened


@transaction.atomic
def release_hold(*, hold: Hold, by, today: datetime.date) -> None:
    """Closes a hold; one already closed stays as it was closed."""
    closed = Hold.objects.open().filter(pk=hold.pk).update(closed_week=week_of(today), closed_by=by)
    hold.refresh_from_db()
    if closed:
        _announce(hold.agreement)


@transaction.atomic
def take_down(*, agreement: Agreement, reason: str, by, today: datetime.date) -> TakeDown:
    """Takes a story off everything at once. One person is enough, and nothing is asked."""
    taken = TakeDown.objects.create(agreement=agreement, reason=TakeDown.Reason(reason), by=by, week=week_of(today))
    _announce(agreement)
    return taken


@transaction.atomic
def put_back(*, take_down: TakeDown, by, second, today: datetime.date) -> None:
    """Ends a take-down; raises `SecondPersonNeeded` unless two different people say so."""
    if by is None or second is None or by.pk == second.pk:
        raise SecondPersonNeeded("Putting a story back takes two people. Ask a colleague to confirm it.")
    closed = TakeDown.objects.open().filter(pk=take_down.pk)
    if closed.update(closed_week=week_of(today), closed_by=by, closed_second=second):
        take_down.refresh_from_db()
        _announce(take_down.agreement)


@transaction.atomic
def show(*, agreement: Agreement, digest: str, use: Use, edition: Edition, release: str, today: datetime.date) -> Shown:
    """Records that a release shows this text, so that it may stay when consent has lapsed.

    Asks the rule under the ledger's lock and raises `NotAllowed` when it says no: a text that came
    to be shown without leave must not earn the right to stay. The same release may say it twice.
    """
    head = ledger.lock_head()
    agreement.refresh_from_db(fields=["state", "length"])
    verdict = agreement.may_use(use, digest=digest, edition=edition, day=today)
    if not verdict.allowed:
        raise NotAllowed(verdict)
    shown, _ = Shown.objects.get_or_create(
        agreement=agreement,
        digest_tag=agreement.tag(digest),
        use=use,
        edition=edition,
        release=release,
        defaults={"sequence": head.sequence},
    )
    return shown


def forget(*, agreement: Agreement, today: datetime.date) -> None:
    """Erases an agreement: from the first step on the rule says no, at the end nothing tells what was said.

    Each step can be repeated, so a deletion that was cut short is finished by calling this again.
    Must not be called inside a transaction: the no has to be on the disk before the key goes, and
    the key cannot come back when a transaction is rolled back.
    """
    begin_erasing(agreement)
    if agreement.state == Agreement.State.ERASED:
        return
    keys.store().erase(agreement.slot, bytes(agreement.slot_tag))
    _let_go(agreement, today)


@transaction.atomic(durable=True)
def begin_erasing(agreement: Agreement) -> None:
    # The ledger's lock puts this before or after every append, never in the middle of one.
    ledger.lock_head()
    if Agreement.objects.live().filter(pk=agreement.pk).update(state=Agreement.State.ERASING):
        _announce(agreement)
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
        let_go = Said(Kind.RELEASED, "", setting={"sequences": sequences})
        ledger.append(None, [let_go], key=b"", today=today)
        for rows in (details, *(model.objects.filter(agreement=agreement) for model in (Shown, Hold, TakeDown))):
            rows.delete()
        _announce(agreement)
    agreement.refresh_from_db()


def install_notices(today: datetime.date) -> list[Notice]:
    """Puts our own wording in force where there is none; what staff wrote stays. Returns what it made."""
    from consent import wording

    made = []
    with transaction.atomic():
        for language, words in wording.NOTICES.items():
            if Notice.objects.filter(key=wording.KEY, language=language).exists():
                continue
            notice = Notice(key=wording.KEY, version=1, language=language, title=words.title, body=words.body)
            notice.put_in_force(today)
            made.append(notice)
    return made


def _record(agreement: Agreement, said: list[Said], today: datetime.date) -> None:
    if not agreement.is_live:
        raise AgreementEnded(f"{agreement} has been deleted; nothing can be added to it.")
    ledger.append(agreement, said, key=keys.read(agreement), today=today)
    _announce(agreement)


def _in_order(uses: Iterable[Use]) -> list[Use]:
    """In the order in which uses are listed, so that the ledger does not tell how a page was filled in."""
    wanted = {Use(use) for use in uses}
    return [use for use in Use if use in wanted]


def _announce(agreement: Agreement) -> None:
    transaction.on_commit(lambda: consent_changed.send_robust(Agreement, agreement=agreement))
