"""What would be refused if the booklet were frozen now, and why: a list an editor can work through."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consent.reasons import because
from consent.uses import Use
from consent.verification import unproven
from publication import gate
from publication.composing import wanted_spans
from publication.models import BookletPage
from publication.plan import named_ids, span_ids, vanished_spans, version_ids
from publication.span_chooser import named
from stories.models import Span, StoryVersion


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
class SpanLine:
    """A parent's quotation: on a page of the plan (`use` is online), or for cards (`use` is social quote)."""

    span: Span
    use: Use
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return named(self.span)


@dataclass(frozen=True)
class Report:
    """`vanished` and `vanished_spans` count what the plan still names and families have deleted."""

    use: Use
    lines: tuple[Line, ...]
    vanished: int
    spans: tuple[SpanLine, ...] = ()
    vanished_spans: int = 0

    @property
    def refused_spans(self) -> tuple[SpanLine, ...]:
        return tuple(line for line in self.spans if line.reasons)

    @property
    def cards(self) -> int:
        """How many quotations would become cards."""
        return sum(line.use == Use.SOCIAL and not line.reasons for line in self.spans)

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
    placed = span_ids(draft.body)
    on_cards = wanted_spans(wanted, placed, Use.SOCIAL)
    spans = Span.objects.filter(pk__in={*placed, *on_cards}).select_related("story", "agreement", "edition").in_bulk()
    doubtful = unproven({text.agreement_id for text in (*found.values(), *spans.values())})
    verdicts = gate.verdicts(found.values(), use=use, day=day)
    lines, seen = [], set()
    for version in (found[pk] for pk in wanted if pk in found):
        reasons = [str(reason.sentence) for reason in verdicts[version.pk].reasons]
        if version.agreement_id in doubtful:
            reasons.append(because("incomplete").sentence)
        if version.edition_id != draft.edition_id:
            reasons.append(_other_year(version, draft))
        if version.story_id in seen:
            reasons.append(_("This story stands in the plan twice; only the first goes in."))
        seen.add(version.story_id)
        newer = newest.get(version.story_id, version.pk) != version.pk
        advice = _("A newer text of this story has been approved. Choose the newer one instead.") if newer else ""
        lines.append(Line(version, tuple(reasons), advice))
    asked = [(use, [spans[pk] for pk in placed if pk in spans]), (Use.SOCIAL, [spans[pk] for pk in on_cards])]
    said = tuple(line for one, those in asked for line in _spans(draft, those, one, day, doubtful))
    return Report(use, tuple(lines), len(named_ids(page) - found.keys()), said, vanished_spans(page))


def _spans(
    draft: BookletPage, spans: list[Span], use: Use, day: datetime.date, doubtful: frozenset[str]
) -> Iterator[SpanLine]:
    verdicts = gate.verdicts(spans, use=use, day=day) if spans else {}
    for span in spans:
        reasons = [str(reason.sentence) for reason in verdicts[span.pk].reasons]
        if span.agreement_id in doubtful:
            reasons.append(because("incomplete").sentence)
        if span.edition_id != draft.edition_id:
            reasons.append(_other_year(span, draft))
        yield SpanLine(span, use, tuple(reasons))


def _other_year(text: StoryVersion | Span, draft: BookletPage) -> str:
    says = _("These words were approved for %(theirs)d, and this booklet is %(ours)d. Ask the parent about this year.")
    return says % {"theirs": text.edition.year, "ours": draft.edition.year}
