"""From the editors' plan to the frozen value that every file is made of.

`freeze_plan` (frozen_plan.py) keeps what staff wrote and the ids of texts, which is all that a release row may hold.
`compose` joins them with the parents' words for one use and day, asking the gate for each text; what
it refuses is left out without a gap, so that nothing shows that a story is missing.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from consent.models import Edition
from consent.uses import Use
from publication import between, gate
from publication.formats import edition as formats
from publication.frozen_plan import freeze_plan, placed_span_ids, planned_ids
from publication.models import BookletPage, Release
from stories import notation, tree
from stories.models import Span, StoryVersion
from stories.normal import normal
from stories.tree import Paragraph, StoryTree

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Composed:
    """An edition for one use, with the versions and quotations that are in it, in reading order."""

    edition: formats.Edition
    versions: tuple[StoryVersion, ...]
    spans: tuple[Span, ...] = ()


def compose(release: Release, *, use: Use, day: datetime.date) -> Composed:
    """What a build puts into a release's files of one use: all of its plan that the gate lets out on that day."""
    spans = wanted_spans(planned_ids(release.frozen), placed_span_ids(release.frozen), use)
    return _compose(release, wanted_versions(release.frozen, use), spans, use=use, day=day, ask=gate.provable)


def wanted_versions(plan: dict, use: Use) -> list[int]:
    """The texts that files of this use would hold: no story stands on a card."""
    return [] if use == Use.SOCIAL else planned_ids(plan)


def wanted_spans(versions: list[int], placed: list[int], use: Use) -> list[int]:
    """The quotations that files of this use would hold, of a plan with these texts and with these quotations on pages
    of their own: those; on cards, each that was approved with the newest words of a story in the plan, whether that
    story itself may stand in a booklet or not."""
    if use != Use.SOCIAL:
        return placed
    order = {pk: place for place, pk in enumerate(versions)}
    stories = dict(StoryVersion.objects.filter(pk__in=order).values_list("story", "pk"))
    found = Span.objects.of_the_newest_words().filter(Q(story__in=stories) | Q(pk__in=placed))
    rows = found.values_list("pk", "code", "story")
    return [pk for pk, *_ in sorted(rows, key=lambda row: (order.get(stories.get(row[2]), len(order)), row[1]))]


def served(release: Release, *, use: Use, day: datetime.date, also: tuple[Use, ...] = ()) -> Composed:
    """What readers may see today of a release that was built.

    Never more than the release holds: a text approved since then waits for the next one, and one that is
    no longer allowed is gone with the next request. Of the uses in `also`, each must be allowed besides.
    """
    ids = release.stories.in_files_of(use).values_list("version_id", flat=True)
    spans = release.spans.in_files_of(use).values_list("span_id", flat=True)
    for another in also:
        ids = gate.allowed_ids(ids, use=another, edition=release.edition, day=day)
        spans = gate.allowed_ids(spans, use=another, edition=release.edition, day=day, of=Span)
    return _compose(release, ids, spans, use=use, day=day)


def planned(page: BookletPage, *, day: datetime.date, use: Use = Use.ONLINE) -> formats.Edition:
    """A draft as readers would get it if it were released now: for the editors' preview."""
    release = Release(page=page, edition=page.edition, number=0, frozen=freeze_plan(page))
    frozen = release.frozen
    return _compose(release, planned_ids(frozen), placed_span_ids(frozen), use=use, day=day).edition


def _compose(release: Release, ids, span_ids, *, use: Use, day: datetime.date, ask=gate.let_out) -> Composed:
    span_ids = list(span_ids)
    frozen, asked = release.frozen, {"use": use, "edition": release.edition, "day": day}
    found = ask(ids, **asked)
    pieces = {pk: piece(version) for pk, version in found.items()}
    spans = ask(span_ids, of=Span, **asked)
    quotes = {pk: formats.Quote(span.code, span.story_tree()) for pk, span in spans.items()}
    in_order = [pk for pk in span_ids if pk in spans]
    on_cards = use == Use.SOCIAL
    made = formats.Edition(
        year=release.edition.year,
        title=frozen["title"],
        subtitle=frozen["subtitle"],
        number=release.name,
        opens=opening_date(release.edition),
        language="en",
        publisher=frozen["publisher"],
        front=() if on_cards else tuple(front_piece(data) for data in frozen["front"]),
        parts=() if on_cards else between.parts(frozen, pieces, quotes),
        help=tuple(formats.HelpLine(**line) for line in frozen["help"]),
        imprint=tuple(frozen["imprint"]),
        ledger_head=release.ledger_head,
        # Plans that were frozen before there was a choice say nothing of it.
        cover=frozen.get("cover", formats.COVERS[0]),
        asks_intro=frozen.get("asks_intro", ""),
        asks=tuple(_ask(data) for data in frozen.get("asks", ())),
        help_intro=frozen.get("help_intro", ""),
        quotes=tuple(quotes[pk] for pk in in_order) if on_cards else (),
    )
    versions = tuple(found[pk] for pk in planned_ids(frozen) if pk in found)
    return Composed(made, versions, tuple(spans[pk] for pk in in_order))


def _ask(data: dict) -> formats.Ask:
    return formats.Ask(data["what"], data["to"], tuple(formats.Answer(**answer) for answer in data["answers"]))


def piece(version: StoryVersion) -> formats.Piece:
    """One story for the formats: the approved tree, and the staff's words beside it."""
    approved = version.story_tree()
    story = version.story
    return formats.Piece(
        code=story.code,
        tree=approved,
        standfirst=story.standfirst,
        content_note=story.content_note,
        minutes=max(1, round(tree.words(approved) / WORDS_A_MINUTE)),
        kind=story.kind,
    )


def front_piece(data: dict) -> formats.FrontPiece:
    """Staff's own front matter as a tree, in the notation its box speaks of, signed where it has a signature."""
    words = (Paragraph(notation.runs_from(data["text"])),)
    made = StoryTree(title=data["title"], credit=data["signature"], language="en", nodes=words)
    return formats.FrontPiece(data["kind"], normal(made))


def opening_date(edition: Edition) -> str:
    """The opening day in full, such as 18 March 2027."""
    opens = timezone.localtime(edition.opens_at)
    return f"{opens.day} {opens:%B %Y}"
