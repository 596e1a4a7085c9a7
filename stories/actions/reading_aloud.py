"""The final words read aloud to a parent, in person or by telephone: noted by one person, confirmed by another.

Until then no yes counts, and the parent is still asked on her own page; a no counts from the note on. Nothing is logged
when it is noted: the log keeps minutes, and she was there at that minute. The row says who, and the week.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent import ledger
from consent.errors import AgreementEnded
from consent.kinds import Captured
from consent.models import Notice
from consent.uses import LABELS, Answer, Use
from consent.weeks import week_of
from stories.actions import quoting
from stories.actions.asking import standing_of
from stories.models import AskedSpan, Proposal, ReadAloud
from stories.states import NotAllowedNow

GONE = "These words are not asked about any more. Open the story again, and read aloud what is asked about now."


@transaction.atomic
def note_what_was_said(
    *,
    proposal: Proposal,
    digest: str,
    uses: dict[Use, bool],
    quotations: Mapping[str, bool] = MappingProxyType({}),
    captured: Captured,
    notice: Notice,
    user,
    today: date,
) -> ReadAloud | None:
    """Notes the answers to the words that the page showed. Returns what a second person must confirm, if anything.

    `quotations` are yes or no to passages, by the digest of each. Raises `NotAllowedNow` when other words are asked
    about by now, when nothing was answered, and for a yes: when the parent has answered herself, has said no to that
    use or that quotation, said nothing to the text that it stands in, or another yes waits to be confirmed.
    """
    # First the question, then the ledger, as an answer of hers takes them: none comes between the look and the note.
    asked = Proposal.objects.open().select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    ledger.lock_head()
    if asked is None or digest != asked.digest or not asked.is_exact():
        raise NotAllowedNow(GONE)
    spans = {span.digest: span for span in asked.asked_spans()}
    if not quotations.keys() <= spans.keys():
        raise NotAllowedNow(GONE)
    if not (uses or quotations) or not set(uses) <= set(map(Use, asked.uses)):
        raise NotAllowedNow("Nothing was answered, so there is nothing to note.")
    said = {spans[named]: yes for named, yes in quotations.items()}
    passages = quoting.use_by_use(said, refused={use for use, yes in uses.items() if not yes})
    if any(uses.values()) or any(said.values()):
        _refuse_a_yes(asked, {use for use, yes in uses.items() if yes}, today)
        _refuse_a_yes_to(asked, [span for span, yes in said.items() if yes], beside=uses)
    with _unless_they_leave():
        first, last = consent.note_answers(
            agreement=asked.agreement,
            digest=asked.digest,
            edition=asked.edition,
            uses=uses,
            spans=passages,
            captured=captured,
            notice=notice,
            today=today,
        )
    if any(uses.values()) or any(True in places.values() for places in passages.values()):
        return ReadAloud.objects.create(proposal=asked, first=first, last=last, week=week_of(today), read_by=user)
    return None


def _refuse_a_yes(asked: Proposal, yes: set[Use], today: date) -> None:
    if waiting_reading(asked):
        raise NotAllowedNow("An answer was noted already and waits for a second person. Settle that one first.")
    if standing_of(asked, today=today).state != "waiting":
        raise NotAllowedNow("The parent has answered these words already. A yes after that is theirs to give.")
    refused = [str(LABELS[use]) for use in Use if use in yes and asked.agreement.standing(use) == Answer.NO]
    if refused:
        names = ", ".join(f"“{name}”" for name in refused)
        raise NotAllowedNow(f"The parent has said no to {names}. Only they can allow it again, on their own page.")


def _refuse_a_yes_to(asked: Proposal, spans: list[AskedSpan], *, beside: Mapping[Use, bool]) -> None:
    """A yes to a quotation is given beside its text, as on her own page, where a later no to the text would end it."""
    if spans and not beside:
        raise NotAllowedNow(
            "They said nothing about the text itself, so a yes to a quotation cannot be noted yet. Ask about the text "
            "first, or leave the quotation to their own page."
        )
    history, wanted = asked.agreement.history(), {span.digest for span in spans}
    for number, span in enumerate(asked.asked_spans(), start=1):
        if span.digest in wanted and quoting.said_to(span, asked.edition, history) == Answer.NO:
            raise NotAllowedNow(
                f"The parent has said no to quotation {number}. Only they can allow it again, on their own page."
            )


def waiting_reading(proposal: Proposal) -> ReadAloud | None:
    return proposal.readings_aloud.filter(state=ReadAloud.State.WAITING).select_related("read_by").first()


@transaction.atomic
def confirm_reading(*, reading: ReadAloud, user, today: date) -> None:
    """The second person has heard it too, or has asked the parent: each yes counts, from the note on.

    Raises `NotAllowedNow` for whoever noted it, and when the words are not asked about any more.
    """
    reading = _locked(reading)
    if reading.read_by_id is None:
        raise NotAllowedNow("Whoever noted this has no account any more. Refuse it, and read the words aloud again.")
    if reading.read_by_id == user.pk:
        raise NotAllowedNow("You noted this yourself. A second person must confirm it; ask a colleague.")
    proposal = Proposal.objects.open().filter(pk=reading.proposal_id).first()
    if proposal is None or not proposal.is_exact():
        raise NotAllowedNow(GONE)
    with _unless_they_leave():
        consent.confirm_note(
            agreement=proposal.agreement,
            first=reading.first,
            last=reading.last,
            digest=proposal.digest,
            spans=[span.digest for span in proposal.asked_spans()],
            today=today,
        )
    _settle(reading, ReadAloud.State.CONFIRMED, user, "stories.confirm_reading")


@transaction.atomic
def refuse_reading(*, reading: ReadAloud, user) -> None:
    """It was not so, or nobody can tell: nothing of it counts, and the parent is asked as before.

    Whoever noted it may take it back by this too. Raises `NotAllowedNow` when it does not wait any more.
    """
    _settle(_locked(reading), ReadAloud.State.REFUSED, user, "stories.refuse_reading")


@contextmanager
def _unless_they_leave() -> Iterator[None]:
    """Their deletion may have begun while the page was open."""
    try:
        yield
    except AgreementEnded as ended:
        raise NotAllowedNow(GONE) from ended


def _locked(reading: ReadAloud) -> ReadAloud:
    waiting = ReadAloud.objects.select_for_update(of=("self",)).filter(state=ReadAloud.State.WAITING)
    if found := waiting.select_related("proposal__story").filter(pk=reading.pk).first():
        return found
    raise NotAllowedNow("This does not wait for a second person any more. Open the story again to see where it stands.")


def _settle(reading: ReadAloud, state: str, user, action: str) -> None:
    ReadAloud.objects.filter(pk=reading.pk).update(state=state, second=user)
    story = reading.proposal.story
    log(instance=story, action=action, user=user, title=story.code)
