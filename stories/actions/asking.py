"""Asks the parent about the exact words, reads the answer from the ledger, and moves the desk along."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent import ledger
from consent.models import Edition
from consent.uses import OUTSIDE, Use
from stories import tree
from stories.actions.come_back import Visit
from stories.models import Proposal, Story, StoryVersion
from stories.states import NotAllowedNow


class WordsHaveChanged(Exception):
    """The page the parent answered from does not show the words that are asked about now."""


@transaction.atomic
def ask_parent(*, story: Story, edition: Edition, uses: set[Use], user, today: date) -> Proposal:
    """Freezes the story's text as a `Proposal` and locks the story until it is answered or taken back.

    Raises `NotAllowedNow` when nothing is asked, when a proposal is open already, or when the story is empty.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    if not uses or not uses <= OUTSIDE:
        raise NotAllowedNow("Choose at least one use to ask the parent about.")
    if story.proposals.open().exists():
        raise NotAllowedNow("The parent has been asked already. Take that question back before you ask anew.")
    draft = story.get_latest_revision_as_object()
    made = draft.tree()
    if not made.nodes:
        raise NotAllowedNow("The story has no text yet. Write it before you ask the parent.")
    digest = tree.digest(made)
    proposal = Proposal.objects.create(
        story=story,
        agreement=story.agreement,
        edition=edition,
        tree=tree.to_data(made),
        digest=digest,
        tag=story.agreement.tag(digest),
        uses=sorted(uses),
        asked_by=user,
        asked_on=today,
        asked_after=ledger.newest_sequence(story.agreement),
    )
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=user)
    log(instance=story, action="stories.ask", user=user, title=story.code)
    return proposal


@transaction.atomic
def withdraw_ask(*, proposal: Proposal, user) -> None:
    """Takes the question back; the story can be edited again and the parent's page shows no question."""
    Proposal.objects.filter(pk=proposal.pk, version__isnull=True).update(withdrawn=True)
    Story.objects.filter(pk=proposal.story_id).update(locked=False, locked_by=None)
    log(instance=proposal.story, action="stories.withdraw_ask", user=user, title=proposal.story.code)


@dataclass(frozen=True)
class ProposalStanding:
    """`state` is waiting, approved, refused or withdrawn; `uses` are those approved and still allowed."""

    state: str
    uses: frozenset[Use] = frozenset()


def standing_of(proposal: Proposal, *, today: date) -> ProposalStanding:
    """Where a proposal stands, read from the ledger alone."""
    if proposal.withdrawn:
        return ProposalStanding("withdrawn")
    history = ledger.history(proposal.agreement)
    answered = history.approvals_after(proposal.asked_after, tag=proposal.tag, edition=proposal.edition.year)
    if not answered:
        return ProposalStanding("waiting")
    allowed = frozenset(
        use
        for use in map(Use, proposal.uses)
        if proposal.agreement.may_use(use, digest=proposal.digest, edition=proposal.edition, day=today).allowed
    )
    return ProposalStanding("approved" if allowed else "refused", allowed)


def answer_proposal(
    *, visit: Visit, proposal: Proposal, digest: str, uses: dict[Use, bool], change: str = "", today: date
) -> None:
    """Records the parent's answer per use, bound to the digest their page showed. Writes the ledger, nothing else in clear.

    Raises `WordsHaveChanged` when the form's digest is not the proposal's or the proposal is no longer open.
    """
    current = Proposal.objects.open().filter(pk=proposal.pk, agreement=visit.agreement).first()
    if current is None or digest != current.digest:
        raise WordsHaveChanged()
    asked = {Use(use) for use in current.uses}
    with transaction.atomic():
        if change.strip():
            visit.opened.write("message", {"from": "parent", "text": change, "about": "words"}, replace=False)
        consent.approve(
            agreement=visit.agreement,
            digest=current.digest,
            edition=current.edition,
            uses={use: bool(uses.get(use, False)) for use in asked},
            today=today,
        )


@transaction.atomic
def sign_off(*, story: Story, user, today: date) -> StoryVersion:
    """Makes the immutable `StoryVersion` from the approved proposal. The last step before a booklet may use it.

    Raises `NotAllowedNow` when no proposal is open, it was not approved, or the draft no longer has its digest.
    """
    proposal = story.proposals.open().newest_first().first()
    if proposal is None:
        raise NotAllowedNow("The parent has not been asked about these words. Ask them from the story's page.")
    if standing_of(proposal, today=today).state != "approved":
        raise NotAllowedNow("The parent has not approved these words for any use. Nothing can be signed off.")
    if story.get_latest_revision_as_object().digest != proposal.digest:
        raise NotAllowedNow("The words have changed since the parent approved them. Ask the parent again.")
    number = (story.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = StoryVersion.objects.create(
        story=story,
        proposal=proposal,
        agreement=story.agreement,
        edition=proposal.edition,
        number=number,
        tree=proposal.tree,
        digest=proposal.digest,
        tag=proposal.tag,
        signed_off_by=user,
    )
    Story.objects.filter(pk=story.pk).update(locked=False, locked_by=None)
    log(instance=story, action="stories.sign_off", user=user, title=story.code)
    return version
