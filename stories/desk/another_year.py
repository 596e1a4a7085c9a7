"""Who is asked anew about the coming booklet and who has answered, by code and week alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consent import lapsing, ledger
from consent.kinds import Kind
from consent.models import Agreement, DecisionDetail, Edition
from consent.rules import History
from consent.uses import Answer
from stories import actions
from stories.models import Story, StoryVersion

STATES = {
    "yes": _("Said yes again: can be made final"),
    "asked": _("No answer yet"),
    "desk": _("The desk asks about words for this booklet"),
    "not_asked": _("Not asked: they have stopped, or something stands against it"),
    "final": _("Final for this booklet"),
}


@dataclass(frozen=True)
class Line:
    """One story of an earlier booklet, and how it stands with the coming one. `weeks` are those of its yes."""

    story: Story
    year: int
    state: str
    weeks: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        return str(STATES[self.state])


def coming(today: date) -> Edition | None:
    """The edition of the window that is open, or else of the next one whose dates are known."""
    return Edition.objects.asking_anew(today) or Edition.objects.not_over(today).order_by("year").first()


def lines(edition: Edition, *, today: date) -> list[Line]:
    """Every story that an earlier edition has words of, those with a yes first."""
    versions = list(
        StoryVersion.objects.filter(edition__year__lt=edition.year, agreement__in=Agreement.objects.live())
        .order_by("story", "-number")
        .select_related("story", "proposal", "edition", "agreement")
    )
    newest = {version.story_id: version for version in reversed(versions)}
    histories = ledger.histories([version.agreement for version in newest.values()])
    final = set(StoryVersion.objects.for_edition(edition).values_list("story", flat=True))
    weeks = _weeks_of_a_yes(edition)
    found = []
    for version in newest.values():
        history = histories[version.agreement_id]
        yes = actions.said_yes_again(version, edition, history, today=today)
        state = "final" if version.story_id in final else "yes" if yes else _state(version, edition, history, today)
        when = weeks[version.agreement_id, version.tag] if yes else ()
        found.append(Line(version.story, version.edition.year, state, when))
    return sorted(found, key=lambda line: (list(STATES).index(line.state), line.story.code))


def _state(version: StoryVersion, edition: Edition, history: History, today: date) -> str:
    if version.story.proposals.open().filter(edition=edition).exists():
        return "desk"
    asked = set(lapsing.to_ask_anew(history, edition=edition.facts)) & set(version.proposal.uses)
    return "asked" if asked else "not_asked"


def _weeks_of_a_yes(edition: Edition) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = DecisionDetail.objects.filter(kind=Kind.APPROVAL, answer=Answer.YES, edition=edition)
    found = defaultdict(tuple)
    for agreement, tag, week in rows.order_by("decision").values_list("agreement", "digest_tag", "decision__week"):
        found[agreement, tag] = tuple(dict.fromkeys((*found[agreement, tag], week)))
    return found
