"""What would be refused if the booklet were frozen now, and why: a list an editor can work through."""

import datetime
from dataclasses import dataclass

from consent.uses import Use
from publication import gate
from publication.models import BookletPage
from publication.models.booklets import version_ids
from stories.models import StoryVersion


@dataclass(frozen=True)
class Line:
    """One story in the plan, with every reason against it; no reasons means that it may go in."""

    version: StoryVersion
    reasons: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.version.story.code


@dataclass(frozen=True)
class Report:
    use: Use
    lines: tuple[Line, ...]
    vanished: int

    @property
    def refused(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.reasons)

    @property
    def allowed(self) -> int:
        return len(self.lines) - len(self.refused)


def preflight(page: BookletPage, *, day: datetime.date, use: Use = Use.ONLINE) -> Report:
    """Asks the gate about each story of the newest draft, for one use.

    A newer approved text of the same story is a reason too: the plan holds an old one.
    """
    draft = page.draft()
    wanted = version_ids(draft.body)
    found = StoryVersion.objects.filter(pk__in=wanted).select_related("story", "agreement", "edition").in_bulk()
    newest = dict(
        StoryVersion.objects.newest_of_each_story()
        .filter(story__in=[version.story_id for version in found.values()])
        .values_list("story_id", "pk")
    )
    lines, seen = [], set()
    for pk in wanted:
        if pk not in found:
            continue
        version = found[pk]
        reasons = [str(reason.sentence) for reason in gate.may_use(version, use=use, day=day).reasons]
        if version.edition_id != draft.edition_id:
            reasons.append(
                f"These words were approved for {version.edition.year}, and this booklet is {draft.edition.year}. "
                "Ask the parent about this year."
            )
        if newest[version.story_id] != pk:
            reasons.append("A newer text of this story has been approved. Choose the newer one instead.")
        if version.story_id in seen:
            reasons.append("This story stands in the booklet twice. Take one of the two out.")
        seen.add(version.story_id)
        lines.append(Line(version, tuple(reasons)))
    return Report(use, tuple(lines), vanished=len(wanted) - len([pk for pk in wanted if pk in found]))
