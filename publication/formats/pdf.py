"""The booklet as PDF: tagged (PDF/UA-1 and PDF/A-2a), the same bytes for the same edition.

Typst sets it from `publication/typst/`. Words reach Typst as JSON strings, never as markup, and
fonts come from the folder beside the templates, never from the machine.
"""

import datetime
import io
import itertools
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf

from publication.formats import page_words, picture_files, typesetting
from publication.formats.edition import Edition
from publication.formats.page_ends import paragraphs_at, torn_pages
from publication.formats.setting_booklet import outside, whole
from publication.formats.typesetting import CannotBuild, Run, Told
from publication.formats.workplace import workplace

__all__ = ["CannotBuild", "LaidOut", "cover", "laid_out", "pdf"]

STANDARDS = ("ua-1", "a-2a")
ROUNDS = 6  # at most, to free the ends of pages from hyphens
# Each with the characters of a title that have room at the head of a page.
VARIANTS = {"screen": 56, "large": 40, "print": 56}
# A printer's file is never read aloud, and its colours are inks, which the archive's standard wants a profile for.
PLAIN = ("1.7",)
# What is asked of the template: where each piece opens, and where each paragraph begins.
MARKS = ("openings", "beginnings")
# What earlier runs of the same booklet found, for the templates.
SETTLED = "settled.json"
# A booklet of more stories than FEW is set in a process of its own, one of more than MANY in a new one for each run:
# to keep what was set makes the next run short, and takes a tenth of the memory again.
FEW, MANY = 12, 400


@dataclass(frozen=True)
class LaidOut:
    """A finished file, and the page (from 1) on which each piece opens, by its label: a story's code, front-0, ...

    `spare` says how many of its last pages were added until folded sheets were full: none but in print.
    """

    data: bytes
    openings: Mapping[str, int]
    spare: int = 0

    @cached_property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.data)) as document:
            return len(document.pages)

    @cached_property
    def words(self) -> list[list[str]]:
        """What stands on each page, glyph by glyph; read from the file once."""
        return list(page_words.pages(self.data))


def pdf(edition: Edition, *, pictures: Mapping[str, bytes], variant: str = "screen") -> bytes:
    """The finished file alone; see `laid_out`."""
    return laid_out(edition, pictures=pictures, variant=variant).data


def laid_out(edition: Edition, *, pictures: Mapping[str, bytes], variant: str = "screen") -> LaidOut:
    """The finished file with its openings.

    `variant` is "screen" (A5), "large" (A4, 18 pt, ragged right, no italic blocks, no word in two) or "print" (the
    inside of the booklet in inks, with room and marks for the cut; its pages come to a multiple of four). `pictures`
    maps the SHA-256 of each picture in the edition to its bytes.

    Raises CannotSet if a story holds a character or a picture that cannot be printed, by name.
    """
    if variant not in VARIANTS:
        raise ValueError(f"{variant} is none of {', '.join(VARIANTS)}")
    with workplace() as home, _typesetter(sum(1 for _ in edition.stories())) as typeset:
        run, pieces = _written(edition, pictures, home, variant)
        return _settled(lambda: typeset(run), home / SETTLED, variant, pieces)


def _written(edition: Edition, pictures: Mapping[str, bytes], home: Path, variant: str) -> tuple[Run, list[str]]:
    """What Typst is given, and the label of the piece of each paragraph."""
    booklet = whole(edition, _lay_out(edition, pictures, home), VARIANTS[variant])
    pieces = number_paragraphs(booklet)
    return _run(home / "booklet.typ", booklet, edition.year, variant), pieces


def _typesetter(stories: int) -> AbstractContextManager[Callable[[Run], Told]]:
    if stories <= FEW:
        return nullcontext(typesetting.here)
    return typesetting.apart() if stories <= MANY else nullcontext(typesetting.anew)


def spare(pages: int) -> int:
    """How many pages are wanting until folded sheets are full."""
    return -pages % 4


def cover(edition: Edition) -> bytes:
    """The four pages that a printer binds around the inside: front, inside front, inside back, back."""
    with workplace() as home:
        return typesetting.here(_run(home / "print-cover.typ", outside(edition), edition.year, "print", asks=())).data


def _settled(typeset: Callable[[], Told], settled: Path, variant: str, pieces: list[str]) -> LaidOut:
    """Sets the booklet until no word is torn by the turn of a page and, for a printer, its last sheet is full.

    Either can be seen in a finished file only, and both are mended in the same next run. What was found goes into the
    file `settled` and not among the words: Typst keeps every page whose inputs are the same, so that the next run takes
    a fraction of the first.
    """
    rounds = 1 if variant == "large" else ROUNDS  # large print parts no word anywhere
    whole: set[int] = set()
    added = 0
    for number in itertools.count(1):
        by_piece: dict[str, list[int]] = {}
        for paragraph in sorted(whole):
            by_piece.setdefault(pieces[paragraph], []).append(paragraph)
        settled.write_text(json.dumps({"whole": by_piece, "spare": added}))
        told = typeset()
        made = LaidOut(told.data, dict(told.marks["openings"]), added)
        torn = torn_pages(page_words.last_glyphs(made.data)) if number < rounds else set()
        again = paragraphs_at(torn, told.marks["beginnings"]) - whole
        over = spare(made.pages - added) if variant == "print" else 0
        if not again and over == added:
            return made
        whole |= again
        added = over


def _run(template: Path, booklet: dict, year: int, variant: str, asks: tuple[str, ...] = MARKS) -> Run:
    return Run(
        str(template),
        variant,
        json.dumps(booklet),
        PLAIN if variant == "print" else STANDARDS,
        int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp()),
        asks,
    )


def number_paragraphs(booklet: dict) -> list[str]:
    """Numbers every paragraph of the booklet's data in reading order; returns the label of the piece of each."""
    pieces: list[str] = []

    def walk(value, label: str = ""):
        if isinstance(value, dict):
            if value.get("k") == "p":
                value["number"] = len(pieces)
                pieces.append(label)
            for inner in value.values():
                walk(inner, value.get("label", label))
        elif isinstance(value, list):
            for inner in value:
                walk(inner, label)

    walk(booklet)
    return pieces


def _lay_out(edition: Edition, pictures: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Write each picture that the edition uses into the folder; returns the file name of each SHA-256."""
    files = picture_files.used(edition, pictures)
    for file in files.values():
        (folder / file.name).write_bytes(file.data)
    return {sha256: file.name for sha256, file in files.items()}
