"""Asks the parent about the exact words, reads the answer from the ledger, and moves the desk along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent import ledger, rules
from consent.dials import Dial
from consent.kinds import Kind
from consent.models import Edition
from consent.notices import current as current_notice
from consent.uses import LABELS, OUTSIDE, Answer, Use
from stories import family_pictures, thread, tree
from stories.actions import moving, quoting
from stories.actions.come_back import Visit
from stories.actions.talking import write_message
from stories.models import Proposal, ReadAloud, Story, StoryVersion
from stories.states import NotAllowedNow


class WordsHaveChanged(Exception):
    """The page the parent answered from does not show the words that are asked about now."""


@transaction.atomic
def ask_parent(
    *, story: Story, edition: Edition, uses: set[Use], quotations: Sequence[str] = (), user, today: date
) -> Proposal:
    """Freezes the story's text as a `Proposal` and locks the story until it is answered or taken back.

    `quotations` are passages as an editor copied them out of the text; each is asked about as its own text. A yes that
    the parent gave to exactly these words when she sent them is the answer already, and leaves no room for quotations.
    Raises `NotAllowedNow` when nothing is asked, when a proposal is open already, when the story is empty, or when a
    quotation cannot be asked about.
    """
    story = _held(story)
    if not uses or not uses <= OUTSIDE:
        raise NotAllowedNow("Choose at least one use to ask the parent about.")
    history = story.agreement.history()
    refused = [LABELS[use] for use in sorted(uses) if rules.standing(history, use) == Answer.NO]
    if refused:
        names = ", ".join(f"“{name}”" for name in refused)
        raise NotAllowedNow(f"The parent has said no to {names}. Leave it out and ask about the other uses.")
    if story.proposals.open().exists():
        raise NotAllowedNow("The parent has been asked already. Take that question back before you ask anew.")
    draft = story.get_latest_revision_as_object()
    made = draft.tree()
    if holes := tree.unfinished(made):
        raise NotAllowedNow(" ".join((*holes, "Mend that, then ask the parent.")))
    if family_pictures.of_others(made, story.contribution):
        raise NotAllowedNow("This story shows a picture that another family sent. Take it out, then ask the parent.")
    digest = tree.digest(made)
    before = approved_when_sent(story=story, edition=edition, uses=uses, digest=digest, today=today)
    if before and quotations:
        raise NotAllowedNow(
            "The parent said yes to exactly these words when sending them, so they are not asked again. "
            "Take the quotations out."
        )
    proposal = Proposal.objects.create(
        story=story,
        agreement=story.agreement,
        edition=edition,
        tree=tree.to_data(made),
        digest=digest,
        tag=story.agreement.tag(digest),
        uses=[use for use in Use if use in uses],
        spans=quoting.frozen(made, quotations, agreement=story.agreement),
        asked_by=user,
        asked_on=today,
        asked_after=before.sequence - 1 if before else ledger.head().sequence,
    )
    # Locked by nobody, so for everybody: Wagtail lets the one who locked go on editing.
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=None)
    moving.parent_is_asked(story=story, user=user)
    log(instance=story, action="stories.ask", user=user, title=story.code)
    return proposal


def _held(story: Story) -> Story:
    """The story's row, locked: asking, taking back, signing off, saving and deleting come one after the other."""
    held = Story.objects.present().select_for_update(of=("self",)).filter(pk=story.pk).first()
    if held is None:
        raise NotAllowedNow("This story is not here any more: its family has taken it back.")
    return held


def approved_when_sent(
    *, story: Story, edition: Edition, uses: set[Use], digest: str, today: date
) -> rules.Entry | None:
    """Her first yes to exactly these words, when she sent them with “publish it exactly as I see it”; else None.

    It counts only if the rule lets these words out today for every use in question: the same digest, the same year,
    no no since, and nothing held.
    """
    history, tag = story.agreement.history(), story.agreement.tag(digest)
    if rules.dial(history, Dial.EXACT) != "yes" or not uses:
        return None
    if not all(rules.may_use(history, use=use, tag=tag, edition=edition.facts, day=today).allowed for use in uses):
        return None
    given = (
        entry
        for entry in history.entries
        if entry.kind == Kind.APPROVAL and entry.tag == tag and entry.edition == edition.year
    )
    return min(given, key=lambda entry: entry.sequence, default=None)


@transaction.atomic
def withdraw_ask(*, proposal: Proposal, user) -> None:
    """Takes the question back; the story can be edited again and the parent's page shows no question.

    Raises `NotAllowedNow` when it is not open any more.
    """
    story = _held(proposal.story)
    if not Proposal.objects.filter(pk__in=story.proposals.open(), pk=proposal.pk).update(withdrawn=True):
        raise NotAllowedNow("This question was taken back or signed off already. Look where the story stands.")
    Story.objects.filter(pk=story.pk).update(locked=False, locked_by=None)
    moving.back_to_editing(story=story, user=user)
    log(instance=story, action="stories.withdraw_ask", user=user, title=story.code)


@dataclass(frozen=True)
class ProposalStanding:
    """`state` is waiting, approved, refused or withdrawn; `uses` are those approved and still allowed."""

    state: str
    uses: frozenset[Use] = frozenset()


def standing_of(proposal: Proposal, *, today: date) -> ProposalStanding:
    """Where a proposal stands, read from the ledger alone."""
    if proposal.withdrawn:
        return ProposalStanding("withdrawn")
    history = proposal.agreement.history()
    if not _answered(proposal, history):
        return ProposalStanding("waiting")
    edition = proposal.edition.facts
    allowed = frozenset(
        use
        for use in map(Use, proposal.uses)
        if rules.may_use(history, use=use, tag=proposal.tag, edition=edition, day=today).allowed
    )
    return ProposalStanding("approved" if allowed else "refused", allowed)


def _answered(proposal: Proposal, history: rules.History) -> bool:
    """Whether the ledger holds an answer to exactly this question, given after it was asked.

    A yes that one person has noted, and nobody confirmed, is none: then she is asked still, whatever else was noted.
    """
    said = newest_to(proposal, history).values()
    return bool(said) and Answer.LATER not in said


def newest_to(proposal: Proposal, history: rules.History) -> dict[Use, Answer]:
    """What was said last to exactly this question, by use; “later” is a yes that waits for a second person."""
    return {
        entry.use: Answer(entry.answer)
        for entry in sorted(history.entries, key=lambda entry: (entry.effective, entry.sequence))
        if entry.kind == Kind.APPROVAL
        and entry.sequence > proposal.asked_after
        and (entry.tag, entry.edition) == (proposal.tag, proposal.edition.year)
    }


@transaction.atomic
def answer_proposal(
    *,
    visit: Visit,
    proposal: Proposal,
    digest: str,
    uses: dict[Use, bool],
    quotations: Mapping[str, bool] = MappingProxyType({}),
    change: str = "",
    today: date,
) -> None:
    """Records the parent's answer per use, bound to the digest their page showed; in clear only the ledger is written.

    `quotations` are her yes or no to passages, by the digest of each; one that is not among them she decides later.
    Raises `WordsHaveChanged` when a digest is not of this proposal or the proposal is no longer open.
    """
    # Locked, or the question could be taken back between being looked for and being answered.
    question = Proposal.objects.open().select_for_update(of=("self",))
    current = question.filter(pk=proposal.pk, agreement=visit.agreement).first()
    if current is None or digest != current.digest or not current.is_exact():
        raise WordsHaveChanged()
    # What she says herself settles what somebody noted for her: also a quotation that she puts off now.
    current.readings_aloud.filter(state=ReadAloud.State.WAITING).update(state=ReadAloud.State.REFUSED)
    asked = {Use(use) for use in current.uses}
    spans = {span.digest: span for span in current.asked_spans()}
    if not quotations.keys() <= spans.keys():
        raise WordsHaveChanged()
    if change.strip():
        write_message(visit=visit, text=change, today=today, about=thread.WORDS, digest=current.digest)
    history = visit.agreement.history()
    for use in sorted(asked):
        # A yes to these words is a yes to the use, when the parent had put that off until she saw them.
        if uses.get(use) and rules.standing(history, use) != Answer.YES:
            consent.answer(agreement=visit.agreement, use=use, answer=Answer.YES, today=today)
    consent.approve(
        agreement=visit.agreement,
        digest=current.digest,
        edition=current.edition,
        uses={use: bool(uses.get(use, False)) for use in asked},
        notice=current_notice(),
        today=today,
    )
    said = {spans[named]: yes for named, yes in quotations.items()}
    # What she puts off stands by no yes from before: one given aloud may have been confirmed at this very moment.
    left = [span for named, span in spans.items() if named not in quotations]
    said |= {span: False for span in left if quoting.said_to(span, current.edition, history) == Answer.YES}
    # After the text: a no to it reaches every quotation that was approved before, and none of these.
    quoting.record(
        agreement=visit.agreement,
        edition=current.edition,
        said=said,
        refused={use for use in asked if not uses.get(use)},
        today=today,
    )


@transaction.atomic
def sign_off(*, story: Story, user, today: date) -> StoryVersion:
    """Makes the immutable `StoryVersion`, and the `Span`s, of what was approved. The last step before a booklet.

    Raises `NotAllowedNow` when no proposal is open, it was not approved, it was tampered with, or the draft no
    longer has its digest.
    """
    story = _held(story)
    proposal = story.proposals.open().newest_first().first()
    if proposal is None:
        raise NotAllowedNow(
            "Nothing waits to be signed off: these words were signed off already, or the parent has not been asked "
            "about them. Look below to see where the story stands."
        )
    state = standing_of(proposal, today=today).state
    if state == "waiting":
        raise NotAllowedNow(
            "The parent has not answered yet. Wait for them, or read the words to them and note what they say."
        )
    if state != "approved":
        raise NotAllowedNow(
            "The parent has not approved these words for any use. Leave the story out, or change it and ask again."
        )
    if not proposal.is_exact():
        raise NotAllowedNow(
            "These are not the words that the parent was asked about: the question was changed in the database. "
            "Tell whoever looks after the server, take the question back, and ask the parent again."
        )
    if story.get_latest_revision_as_object().digest != proposal.digest:
        raise NotAllowedNow("The words have changed since the parent approved them. Ask the parent again.")
    version = made_final(proposal, user=user)
    quoting.make_spans(proposal=proposal, today=today)
    Story.objects.filter(pk=story.pk).update(locked=False, locked_by=None)
    moving.signed_off(story=story, user=user)
    log(instance=story, action="stories.sign_off", user=user, title=story.code)
    return version


def made_final(proposal: Proposal, *, user) -> StoryVersion:
    """The next version of the story, with the proposal's words. Whoever calls has asked the rule."""
    story = proposal.story
    number = (story.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return StoryVersion.objects.create(
        story=story,
        proposal=proposal,
        agreement=proposal.agreement,
        edition=proposal.edition,
        number=number,
        tree=proposal.tree,
        digest=proposal.digest,
        tag=proposal.tag,
        signed_off_by=user,
    )
