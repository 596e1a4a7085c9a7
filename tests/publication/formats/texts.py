"""Texts to set: a few plainly invented ones of our own, and the real input where it lies beside the repository."""

import json
from dataclasses import dataclass
from pathlib import Path

from publication.formats.edition import Edition, FrontPiece, HelpLine, Part, Piece
from stories import reading, tree

OWN = Path(__file__).with_name("invented.jsonl")
REAL = Path(__file__).resolve().parents[4] / "shared" / "real" / "contributions.jsonl"
FILES = [file for file in (OWN, REAL) if file.exists()]


@dataclass(frozen=True)
class Around:
    """What surrounds every page of an invented site (publication/chrome.py reads the same from the database)."""

    site_name: str = "Parent Press"
    charity_name: str = "The Invented Trust"
    strapline: str = ""
    logo: None = None
    menu: tuple = ()
    footer_menu: tuple = ()
    help_lines: tuple = ()
    footer_html: str = ""
    newsletter: None = None


def sources(file: Path = OWN) -> list[dict]:
    """The texts of a file: id, kind, title, text."""
    return [json.loads(line) for line in file.read_text().splitlines()]


def piece(number: int, source: dict) -> Piece:
    story = reading.from_text(source["title"], source["text"], kind=source["kind"], credit="A parent in the north")
    note = "It tells of a night in hospital." if number % 5 == 1 else ""
    return Piece(code(number), story, "", note, max(1, tree.words(story) // 200), source["kind"])


def code(number: int) -> str:
    return f"S-27-{number:04d}"


def edition(sources: list[dict], **changes) -> Edition:
    """A booklet of these texts in two parts, the second without a title."""
    pieces = tuple(piece(number, source) for number, source in enumerate(sources, 1))
    half = (len(pieces) + 1) // 2
    foreword = reading.from_text("Before you begin", "Read slowly.\n\nStop when you like.", kind="prose")
    values = {
        "year": 2027,
        "title": "The Kettle and the Stair",
        "subtitle": "Invented words to try the press",
        "number": "2027.1",
        "opens": "18 March 2027",
        "language": "en",
        "publisher": "The Invented Trust",
        "front": (FrontPiece("foreword", foreword),),
        "parts": (Part("Evenings", "Four short pieces.", pieces[:half]), Part("", "", pieces[half:])),
        "help": (HelpLine("The Invented Line", "0808 157 0000", "Every day from nine to nine."),),
        "imprint": ("Nobody in this booklet is real.",),
        "ledger_head": "7 3f9a0c11",
    }
    return Edition(**{**values, **changes})


def one(text: str, *, kind: str = "prose", title: str = "A title") -> Edition:
    """A booklet of a single text."""
    return edition([{"id": "one", "kind": kind, "title": title, "text": text}])
