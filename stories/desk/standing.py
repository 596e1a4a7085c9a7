"""Where a story stands: its step, what the parent says to each use, and every reason against one."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consent import notices, rules
from consent.dials import Dial
from consent.uses import LABELS, OUTSIDE, Answer, Use
from stories.actions import standing_of
from stories.desk.quoting import UNANSWERED, Quoted, quoted
from stories.models import Proposal, Story, StoryVersion

ANSWERS = {Answer.YES: _("Yes"), Answer.NO: _("No"), Answer.LATER: _("Later"), None: _("Not asked")}
STATES = {
    "editing": _("Being edited"),
    "waiting": _("Waiting for the parent"),
    "approved": _("The parent has approved these words"),
    "refused": _("The parent has said no to these words"),
    "signed": _("Signed off"),
}
# What somebody can do who came to sign the words off and cannot.
INSTEAD = {
    "editing": _("Nothing can be signed off before the parent has been asked. Ask them from the story’s page."),
    "waiting": _("Nothing can be signed off before they answer. Come back then, or read the words to them."),
    "refused": _("So nothing can be signed off. Leave the story out, or take the question back and ask anew."),
    "signed": _("Nothing is left to be done here. Place the story in its booklet."),
}


@dataclass(frozen=True)
class UseStanding:
    """One use: what the parent answered, and for the words in question whether the rule lets them out, or why not."""

    label: str
    answer: str
    asked: bool
    allowed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    state: str
    says: str
    proposal: Proposal | None
    version: StoryVersion | None
    uses: tuple[UseStanding, ...]
    # The parent said, when sending, to publish it exactly as it stood there.
    exact: bool = False
    # A notice has changed what families agree to, and this family has not answered it.
    asked_again: bool = False
    quotations: tuple[Quoted, ...] = ()

    @property
    def can_ask(self) -> bool:
        return self.proposal is None

    @property
    def can_sign_off(self) -> bool:
        return self.state == "approved"

    @property
    def next_step(self) -> str:
        """In place of signing off; empty when that can be done."""
        return str(INSTEAD.get(self.state, ""))


def standing(story: Story, *, today: date) -> Standing:
    """Reads proposal, versions and ledger; writes nothing."""
    proposal = story.proposals.open().newest_first().select_related("edition", "agreement").first()
    version = story.versions.order_by("-number").select_related("edition", "agreement").first()
    state = _state(proposal, version, today)
    uses = tuple(_uses(story, proposal or version, today))
    exact = rules.dial(story.agreement.history(), Dial.EXACT) == "yes"
    asked_again = notices.asks_again(story.agreement) is not None
    quotations = quoted(proposal or (version.proposal if version else None), today=today)
    return Standing(state, str(STATES[state]), proposal, version, uses, exact, asked_again, quotations)


def _state(proposal: Proposal | None, version: StoryVersion | None, today: date) -> str:
    if proposal:
        return standing_of(proposal, today=today).state
    return "signed" if version else "editing"


def _said(verdict, *, waiting: bool):
    """The rule's reasons; while the parent is being asked, "ask them" would be the wrong advice."""
    for reason in verdict.reasons:
        yield str(_("Asked. There is no answer yet.")) if waiting and reason.code in UNANSWERED else reason.sentence


def _uses(story: Story, words: Proposal | StoryVersion | None, today: date):
    asked_about = words if isinstance(words, Proposal) or words is None else words.proposal
    for use in Use:
        if use not in OUTSIDE:
            continue
        answer = story.agreement.standing(use)
        asked = bool(asked_about) and use in asked_about.uses
        allowed, reasons = False, ()
        if words is not None and asked:
            verdict = story.agreement.may_use(use, digest=words.digest, edition=words.edition, day=today)
            allowed, reasons = verdict.allowed, tuple(_said(verdict, waiting=isinstance(words, Proposal)))
        yield UseStanding(str(LABELS[use]), str(ANSWERS[answer]), asked, allowed, reasons)
