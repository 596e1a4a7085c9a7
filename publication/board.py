"""The contents of a booklet's draft as a board: order, length, tone and notes, and where two of the hardest meet."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from consent.uses import Use
from publication import gate
from publication.composing import WORDS_A_MINUTE
from publication.formats import openings
from publication.formats.files import PDF
from publication.models import BookletPage
from publication.span_chooser import named
from stories import tree
from stories.models import StoryVersion
from stories.states import Severity


@dataclass
class Between:
    """A page of the editors' own inside a part."""

    kind: str
    title: str


@dataclass
class Card:
    """One story. `pages` is its length as just counted, or in the newest built release, if it is in there; `then` are
    the editors' pages behind it."""

    version: StoryVersion
    words: int
    pages: int | None
    allowed: bool
    first: bool = False
    last: bool = False
    after_another_of_the_hardest: bool = False
    then: list[Between] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return self.version.story.contribution.get_severity_display()

    @property
    def is_one_of_the_hardest(self) -> bool:
        return self.version.story.contribution.severity == Severity.HARDEST

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE))


@dataclass
class Row:
    """One block of the plan: a part (`number` from 0) with its stories and the pages before the first (`opening`), or a
    page of the editors' own."""

    kind: str
    title: str
    number: int | None = None
    cards: list[Card] = field(default_factory=list)
    opening: list[Between] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(card.words for card in self.cards)


# Blocks of the editors that give a reader room between two stories.
ROOM = {"breath", "picture", "quotation", "pull_quote"}


def board(page: BookletPage, *, day: datetime.date, lengths: Mapping[str, int] | None = None) -> list[Row]:
    """The newest draft, block by block. Texts that their families deleted are not there any more.

    `lengths` are the pages of each story, where somebody has just counted them.
    """
    draft = page.draft()
    lengths = _lengths(page) if lengths is None else lengths
    found = _texts(draft)
    allowed = gate.allowed_ids(found, use=Use.ONLINE, edition=page.edition, day=day)
    rows, before = [], None
    for block in draft.body:
        if block.block_type != "part":
            rows.append(Row(block.block_type, _title(block)))
            before = None if block.block_type in ROOM else before
            continue
        row = Row("part", block.value["title"], number=sum(one.kind == "part" for one in rows))
        room = _room_inside(block.value)
        row.opening = room.get(0, [])
        for place, version in enumerate(found[v.pk] for v in block.value["stories"] if v is not None and v.pk in found):
            pages = lengths.get(version.story.code)
            card = Card(version, tree.words(version.story_tree()), pages, version.pk in allowed)
            before = None if place in room else before
            card.then = room.get(place + 1, [])
            card.after_another_of_the_hardest = bool(
                before and before.is_one_of_the_hardest and card.is_one_of_the_hardest
            )
            row.cards.append(card)
            before = card
        if len(row.cards) in room:
            before = None
        rows.append(row)
    _mark_the_ends([card for row in rows for card in row.cards])
    return rows


def _texts(draft: BookletPage) -> dict[int, StoryVersion]:
    wanted = [v.pk for block in draft.body if block.block_type == "part" for v in block.value["stories"] if v]
    return (
        StoryVersion.objects.filter(pk__in=wanted)
        .select_related("story__contribution", "agreement", "edition")
        .in_bulk()
    )


def _room_inside(part) -> dict[int, list[Between]]:
    """The editors' pages inside a part, by how many of its stories stand before them."""
    stories = sum(version is not None for version in part["stories"])
    room = defaultdict(list)
    for page in part.get("between") or ():
        room[min(page.value["after"] or 0, stories)].append(Between(page.block_type, _title(page)))
    return room


def _mark_the_ends(cards: list[Card]) -> None:
    if cards:
        cards[0].first = cards[-1].last = True


def _title(block) -> str:
    value = block.value
    if block.block_type == "pull_quote":
        return named(value["span"])
    return next((str(value[name]) for name in ("title", "words", "caption", "intro") if value.get(name)), "")


def _lengths(page: BookletPage) -> dict[str, int]:
    """From the file of the newest release; a file that is being renewed tells nothing."""
    release = page.newest_release()
    if release is None or not (release.folder / PDF).exists():
        return {}
    return openings.lengths(release.folder / PDF)
