"""Words of an earlier booklet for the coming one: who is asked anew, the yes, and the version that it allows.

Nothing here waits for a job: who is asked follows from the day and the ledger, and a yes writes only the ledger. When
the desk then makes the version for the coming edition, it finds that yes, as it finds one given when sending.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent import notices, rules
from consent.errors import NotAskedAnew
from consent.kinds import Kind
from consent.lapsing import to_ask_anew
from consent.models import Edition
from consent.uses import Answer, Use
from stories.actions.asking import WordsHaveChanged, made_final
from stories.actions.come_back import Visit
from stories.models import Contribution, Proposal, Story, StoryVersion
from stories.states import NotAllowedNow


@dataclass(frozen=True)
class Renewal:
    """Exact words that were signed off for an earlier edition, the coming one, and the uses in question."""

    version: StoryVersion
    edition: Edition
    uses: tuple[Use, ...]

    @property
    def name(self) -> str:
        """What a page that shows it asks about; another edition, text or list of uses has another name."""
        return " ".join([str(self.edition.year), self.version.digest, *self.uses])


def renewal_for(contribution: Contribution, *, today: date) -> Renewal | None:
    """What the family is asked about the coming edition today, or None.

    Words that the desk asks about already are not asked about twice, and what a changed notice asks comes first.
    """
    edition = Edition.objects.asking_anew(today)
    if edition is None or notices.asks_again(contribution.agreement):
        return None
    history = contribution.agreement.history()
    for version in _before(contribution, edition):
        asked = set(to_ask_anew(history, edition=edition.facts)) & set(version.proposal.uses)
        already = version.story.proposals.open().filter(edition=edition).exists()
        if asked and not already and version.is_exact():
            return Renewal(version, edition, tuple(use for use in Use if use in asked))
    return None


def renewed_for(contribution: Contribution, *, today: date) -> Renewal | None:
    """What the family has said yes to again for a later edition, while the rule lets it count; or None."""
    history = contribution.agreement.history()
    for edition in Edition.objects.not_over(today).order_by("year"):
        for version in _before(contribution, edition):
            if uses := said_yes_again(version, edition, history, today=today):
                return Renewal(version, edition, uses)
    return None


def said_yes_again(version: StoryVersion, edition: Edition, history: rules.History, *, today: date) -> tuple[Use, ...]:
    """The uses for which the rule lets these words into a later edition than their own."""
    asked = {"tag": version.tag, "edition": edition.facts, "day": today}
    return tuple(use for use in Use if use in version.proposal.uses and _allows(history, use, asked))


def renew(*, visit: Visit, name: str, today: date) -> None:
    """Records her yes to what her page showed under this name; in clear only the ledger is written.

    Raises `WordsHaveChanged` when it is not what she is asked about now.
    """
    renewal = renewal_for(visit.contribution, today=today)
    if renewal is None or renewal.name != name:
        raise WordsHaveChanged()
    try:
        consent.renew(
            agreement=visit.agreement,
            digest=renewal.version.digest,
            edition=renewal.edition,
            uses=set(renewal.uses),
            notice=notices.current(),
            today=today,
        )
    except NotAskedAnew as refusal:
        raise WordsHaveChanged from refusal


@transaction.atomic
def carry_over(*, story: Story, user, today: date) -> StoryVersion:
    """Makes the version of the same words for the edition for which the family has said yes again.

    The Proposal stands beside it as for every version: asked, so to speak, just before the yes came. The draft is not
    looked at, since editors may be writing other words meanwhile. Raises `NotAllowedNow`.
    """
    story = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    renewed = renewed_for(story.contribution, today=today)
    if renewed is None or renewed.version.story_id != story.pk:
        raise NotAllowedNow("The family has not said yes to these words for another booklet, or has ended that since.")
    version, edition = renewed.version, renewed.edition
    if not version.is_exact():
        raise NotAllowedNow(
            "These are not the words that the parent approved: they were changed in the database. "
            "Tell whoever looks after the server, and use nothing of this story."
        )
    if story.proposals.open().exists():
        raise NotAllowedNow("The parent is being asked about other words of this story. Take that question back first.")
    proposal = Proposal.objects.create(
        story=story,
        agreement=story.agreement,
        edition=edition,
        tree=version.tree,
        digest=version.digest,
        tag=version.tag,
        uses=list(renewed.uses),
        asked_by=user,
        asked_on=today,
        asked_after=_first_yes(story, version, edition) - 1,
    )
    made = made_final(proposal, user=user)
    log(instance=story, action="stories.carry_over", user=user, title=story.code)
    return made


def _before(contribution: Contribution, edition: Edition) -> list[StoryVersion]:
    """The newest version of each story, where it was made for an earlier edition."""
    newest = StoryVersion.objects.filter(story__contribution=contribution).newest_of_each_story()
    return list(
        newest.filter(edition__year__lt=edition.year).select_related("story", "proposal", "edition", "agreement")
    )


def _allows(history: rules.History, use: str, asked: dict) -> bool:
    return rules.may_use(history, use=Use(use), **asked).allowed


def _first_yes(story: Story, version: StoryVersion, edition: Edition) -> int:
    return min(
        entry.sequence
        for entry in story.agreement.history().entries
        if (entry.kind, entry.answer) == (Kind.APPROVAL, Answer.YES)
        and (entry.tag, entry.edition) == (version.tag, edition.year)
    )
