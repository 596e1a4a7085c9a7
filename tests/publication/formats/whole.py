"""A booklet with one of everything, and each PDF that its release holds."""

import functools
import io

import pikepdf

from publication.formats import epub, pdf
from publication.formats.edition import Edition, Part, Piece
from publication.formats.pdf import LaidOut
from publication.formats.printing import PrintSet
from stories.tree import Break, Heading, LetterPart, Line, Paragraph, Picture, Quotation, Run, Stanza, StoryTree, Verse
from tests.publication.formats import leafy

PICTURES = leafy.PICTURES


def every_node(sha256: str = leafy.SHA256) -> StoryTree:
    """A story with every kind of block that there is."""
    nodes = (
        LetterPart("salutation", (Run("Dear reader,"),)),
        Paragraph((Run("It was "), Run("late", emphasis=True), Run(" and "), Run("dark", strong=True), Run("."))),
        Heading("What came after"),
        Verse((Stanza((Line((Run("Up the stair,"),), 0), Line((Run("and down it again."),), 4))),)),
        Quotation((Paragraph((Run("Hold the rail."),)),)),
        Break(),
        Paragraph((Run("She said "), Run("nos da", lang="cy"), Run("."))),
        Picture(sha256, "A drawing of a gate", "The gate is shut."),
        LetterPart("closing", (Run("With love,"),)),
        LetterPart("signature", (Run("A parent"),)),
    )
    return StoryTree("Of every kind", "A parent", "en", nodes)


# As long as the real one is (consent/heads.py).
LEDGER_HEAD = f"161 {'276c70295c6abefb' * 4} 12 {'0f7e' * 16}"


def edition() -> Edition:
    """The leafy booklet, and a story of every kind with all that staff may write beside it."""
    made = leafy.edition()
    piece = Piece("S-27-0900", every_node(), "A few words before.", "It is sad.", 1, "letter")
    parts = (*made.parts, Part("Letters", "Two more.", (piece,)))
    return leafy.edition(parts=parts, ledger_head=LEDGER_HEAD)


@functools.cache
def laid() -> LaidOut:
    return pdf.laid_out(edition(), pictures=PICTURES)


@functools.cache
def pdfs() -> dict[str, bytes]:
    """Every PDF by its name in the release."""
    paper = PrintSet(edition(), PICTURES)
    return {
        "booklet.pdf": laid().data,
        "large-print.pdf": pdf.pdf(edition(), pictures=PICTURES, variant="large"),
        "print/inner.pdf": paper.inner,
        "print/cover.pdf": paper.cover,
        "print/imposed-a4.pdf": paper.imposed,
    }


@functools.cache
def book() -> bytes:
    return epub.epub(edition(), pictures=PICTURES, laid=laid())


def spoilt(data: bytes, spoil) -> bytes:
    """The file after `spoil` had it open."""
    with pikepdf.open(io.BytesIO(data)) as document:
        spoil(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()
