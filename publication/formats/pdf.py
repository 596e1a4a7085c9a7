"""The booklet as PDF: tagged (PDF/UA-1 and PDF/A-2a), the same bytes for the same edition.

Typst sets it from `publication/typst/`. Words reach Typst as JSON strings, never as markup, and
fonts come from the folder beside the templates, never from the machine. Typst keeps the memory that
a book took, so releases are built in a short-lived child process.
"""

import datetime
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import typst

from publication.formats import picture_files
from publication.formats.edition import Edition
from publication.formats.page_ends import paragraphs_at, torn_pages
from publication.formats.setting_booklet import outside, whole
from publication.formats.workplace import workplace

STANDARDS = ["ua-1", "a-2a"]
ROUNDS = 6  # at most, to free the ends of pages from hyphens
# Each with the characters of a title that have room at the head of a page.
VARIANTS = {"screen": 56, "large": 40, "print": 56}
# A printer's file is never read aloud, and its colours are inks, which the archive's standard wants a profile for.
PLAIN = ["1.7"]


@dataclass(frozen=True)
class LaidOut:
    """A finished file, and the page (from 1) on which each piece opens, by its label: a story's code, front-0, ...

    `spare` says how many of its last pages were added until folded sheets were full: none but in print.
    """

    data: bytes
    openings: Mapping[str, int]
    spare: int = 0

    @property
    def pages(self) -> int:
        return _pages(self.data)


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
    with workplace("booklet.typ") as (home, compiler):
        booklet = whole(edition, _lay_out(edition, pictures, home), VARIANTS[variant])
        made = _without_torn_words(compiler, booklet, edition.year, variant)
        over = spare(_pages(made)) if variant == "print" else 0
        if over:
            made = _compiled(compiler, booklet | {"spare": over}, edition.year, variant)
        (openings,) = json.loads(compiler.query("<openings>", field="value"))
        return LaidOut(made, dict(openings), over)


def spare(pages: int) -> int:
    """How many pages are wanting until folded sheets are full."""
    return -pages % 4


def cover(edition: Edition) -> bytes:
    """The four pages that a printer binds around the inside: front, inside front, inside back, back."""
    with workplace("print-cover.typ") as (_home, compiler):
        return _compiled(compiler, outside(edition), edition.year, "print")


def _without_torn_words(compiler: typst.Compiler, booklet: dict, year: int, variant: str) -> bytes:
    paragraphs = list(_paragraphs(booklet))
    for _ in range(1 if variant == "large" else ROUNDS):  # large print parts no word anywhere
        made = _compiled(compiler, booklet, year, variant)
        torn = torn_pages(made)
        again = paragraphs_at(torn, _beginnings(compiler)) if torn else set()
        if not (again := {number for number in again if not paragraphs[number]["whole"]}):
            break
        for number in again:
            paragraphs[number]["whole"] = True
    return made


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def _compiled(compiler: typst.Compiler, booklet: dict, year: int, variant: str) -> bytes:
    return compiler.compile(
        sys_inputs={"edition": json.dumps(booklet, ensure_ascii=False), "variant": variant},
        format="pdf",
        pdf_standards=PLAIN if variant == "print" else STANDARDS,
        timestamp=int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp()),
    )


def _paragraphs(data: object) -> Iterator[dict]:
    """Every paragraph of the booklet's data in reading order, numbered on the way."""
    counter = itertools.count()

    def walk(value):
        if isinstance(value, dict) and value.get("k") == "p":
            value |= {"number": next(counter), "whole": False}
            yield value
        elif isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from walk(inner)

    return walk(data)


def _beginnings(compiler: typst.Compiler) -> list[tuple[int, int]]:
    """The page on which each paragraph begins, by the template's own account."""
    (found,) = json.loads(compiler.query("<beginnings>", field="value"))
    return [(number, page) for number, page in found]


def _lay_out(edition: Edition, pictures: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Write each picture that the edition uses into the folder; returns the file name of each SHA-256."""
    files = picture_files.used(edition, pictures)
    for file in files.values():
        (folder / file.name).write_bytes(file.data)
    return {sha256: file.name for sha256, file in files.items()}
