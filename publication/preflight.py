"""What would be refused if the booklet were frozen now, and why: a list an editor can work through."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consent.reasons import because
from consent.uses import Use
from consent.verification import unproven
from publication import gate
from publication.models import BookletPage
from publication.plan import vanished, version_ids
from stories.models import StoryVersion


@dataclass(frozen=True)
class Line:
    """One text in the plan. With reasons it is left out, each said; with advice it goes in, but look at it first."""

    version: StoryVersion
    reasons: tuple[str, ...]
    advice: str = ""

    @property
    def code(self) -> str:
        return self.version.story.code


@dataclass(frozen=True)
class Report:
    """`vanished` counts the texts that the plan still names and their families have deleted."""

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
    """Asks the gate about each text of the newest draft, for one use, and says what the build would do."""
    draft = page.draft()
    wanted = version_ids(draft.body)
    found = StoryVersion.objects.filter(pk__in=wanted).select_related("story", "agreement", "edition").in_bulk()
    # A newer version for another edition is the same story's next year, and no reason to change this one.
    newest = dict(
        StoryVersion.objects.newest_of_each_story()
        .filter(story__in=[version.story_id for version in found.values()], edition=draft.edition_id)
        .values_list("story_id", "pk")
    )
    doubtful = unproven({version.agreement_id for version in found.values()})
    verdicts = gate.verdicts(found.values(), use=use, day=day)
    lines, seen = [], set()
    for version in (found[pk] for pk in wanted if pk in found):
        reasons = [str(reason.sentence) for reason in verdicts[version.pk].reasons]
        if version.agreement_id in doubtful:
            reasons.append(because("incomplete").sentence)
        if version.edition_id != draft.edition_id:
            reasons.append(
                _(
                    "These words were approved for %(theirs)d, and this booklet is %(ours)d. "
                    "Ask the parent about this year."
                )
                % {"theirs": version.edition.year, "ours": draft.edition.year}
            )
        if version.story_id in seen:
            reasons.append(_("This story stands in the plan twice; only the first goes in."))
        seen.add(version.story_id)
        newer = newest.get(version.story_id, version.pk) != version.pk
        advice = _("A newer text of this story has been approved. Choose the newer one instead.") if newer else ""
        lines.append(Line(version, tuple(reasons), advice))
    return Report(use, tuple(lines), vanished=vanished(page))
