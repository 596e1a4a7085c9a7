"""What a story is made of: frozen pieces, nothing else. Import them from `stories.tree`.

Nothing here may depend on a database, a clock or a request.
"""

from dataclasses import dataclass


class BadTree(ValueError):
    """Data that is no story. It says where and why, and never quotes: messages reach logs."""


@dataclass(frozen=True)
class Run:
    """Words that share one appearance. A line feed in `text` is a line break the writer made."""

    text: str
    emphasis: bool = False
    strong: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """One line of verse; `indent` counts the spaces the writer put before it. Runs hold no line feed."""

    runs: tuple[Run, ...]
    indent: int = 0


@dataclass(frozen=True)
class Stanza:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Verse:
    stanzas: tuple[Stanza, ...]


@dataclass(frozen=True)
class LetterPart:
    """A salutation, closing or signature; `part` is one of LETTER_PARTS."""

    part: str
    runs: tuple[Run, ...]


LETTER_PARTS = ("salutation", "closing", "signature")


@dataclass(frozen=True)
class Quotation:
    """Somebody else's words set apart: one or more paragraphs."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture by the SHA-256 (hex) of its re-encoded bytes, with its description and transcript."""

    sha256: str
    description: str
    transcript: str = ""


@dataclass(frozen=True)
class Break:
    """A pause between parts of a story, shown as the mended thread."""


Node = Paragraph | Verse | LetterPart | Quotation | Heading | Picture | Break


@dataclass(frozen=True)
class StoryTree:
    title: str
    credit: str
    language: str
    nodes: tuple[Node, ...]
