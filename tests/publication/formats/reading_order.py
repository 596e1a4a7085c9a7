"""An edition as somebody hears it from cover to imprint: what the structure of a tagged PDF must say, in turn."""

from collections.abc import Iterator

from publication.formats import wording
from publication.formats.edition import Edition, Leaf, Piece
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from stories import tree


def of(edition: Edition) -> Iterator[str]:
    """Every word of an edition as it is read, without the lists that lead to it."""
    yield from filter(None, (edition.title, edition.subtitle, wording.HARD_TO_READ, wording.CONTENTS))
    for piece in edition.front:
        yield from filter(None, (piece.tree.title, *map(heard, tree.normal(piece.tree).nodes), piece.tree.credit))
    for part in edition.parts:
        yield from filter(None, (part.title, part.intro))
        for item in part.in_order():
            yield from filter(None, _piece(item) if isinstance(item, Piece) else _leaf(item))
    for ask in edition.asks:
        yield from (ask.what, *(answer.says for answer in ask.answers))
    for line in edition.help:
        yield from filter(None, (line.name, line.phone, line.says))
    yield from (*edition.imprint, *wording.release(edition.number, edition.ledger_head))


def _piece(piece: Piece) -> Iterator[str]:
    story = tree.normal(piece.tree)
    yield from (story.title, story.credit, piece.content_note, piece.standfirst, *map(heard, story.nodes))


def _leaf(leaf: Leaf) -> tuple[str, ...]:
    match leaf:
        case Breath():
            return (leaf.words,)
        case PicturePage():
            return (leaf.caption, leaf.description)
        case QuotationPage():
            return (*leaf.paragraphs, leaf.source)
        case PullQuote():
            return (*map(heard, tree.normal(leaf.tree).nodes), leaf.tree.credit)


def heard(node: tree.Node) -> str:
    """A node in words; a picture is its description and then what is written in it."""
    match node:
        case tree.Picture():
            return f"{node.description}\n{node.transcript}".strip()
        case tree.Verse():
            return "\n".join(tree.run_text(line.runs) for stanza in node.stanzas for line in stanza.lines)
        case tree.Quotation():
            return "\n".join(tree.run_text(paragraph.runs) for paragraph in node.paragraphs)
        case tree.Heading():
            return node.text
        case tree.Break():
            return ""
    return tree.run_text(node.runs)
