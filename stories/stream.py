"""A story between its tree and the editors' StreamField, without loss in either direction."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from stories.notation import runs_from, runs_to
from stories.tree import (
    BadTree,
    Break,
    Heading,
    LetterPart,
    Line,
    Node,
    Paragraph,
    Picture,
    Quotation,
    Stanza,
    StoryTree,
    Verse,
    normal,
)


def tree_from_stream(stream: Iterable[Any], *, title: str, credit: str, language: str) -> StoryTree:
    """The normal tree of a StreamValue of `StoryBody`. A picture block without its picture, as in a
    draft, is left out; one without a description is kept, and `tree.unfinished` tells of it."""
    nodes = tuple(node for child in stream for node in nodes_from_block(child.block_type, child.value))
    return normal(StoryTree(title=title, credit=credit, language=language, nodes=nodes))


def stream_from_tree(tree: StoryTree, *, picture_key: Callable[[str], Any] | None = None) -> list[dict[str, Any]]:
    """The raw data of the StreamField for a tree. `picture_key` gives an image's primary key for the
    SHA-256 of its bytes; without it a tree with pictures is a BadTree."""
    return [_raw(node, picture_key) for node in normal(tree).nodes]


def nodes_from_block(name: str, value: Any) -> tuple[Node, ...]:
    """The nodes one block stands for, not yet normal. Raises BadTree for a block we do not know."""
    match name:
        case "paragraph":
            return (Paragraph(runs_from(value or "")),)
        case "verse":
            return (_verse(value or ""),)
        case "quotation":
            return (Quotation((Paragraph(runs_from(value or "")),)),)
        case "heading":
            return (Heading(value or ""),)
        case "letter_part":
            return _letter_part(value)
        case "picture":
            return _picture(value)
        case "break":
            return (Break(),)
    raise BadTree("a story has no such block")


def _verse(text: str) -> Verse:
    return Verse((Stanza((Line(runs_from(text)),)),))


def _letter_part(value: Mapping[str, Any]) -> tuple[Node, ...]:
    # A draft may not have chosen its part yet; until then its words are a paragraph.
    runs = runs_from(value.get("text") or "")
    return (LetterPart(value["part"], runs) if value.get("part") else Paragraph(runs),)


def _picture(value: Mapping[str, Any]) -> tuple[Node, ...]:
    image = value.get("image")
    if image is None:
        return ()
    return (Picture(image.sha256, value.get("description") or "", value.get("transcript") or ""),)


def _raw(node: Node, picture_key: Callable[[str], Any] | None) -> dict[str, Any]:
    match node:
        case Paragraph(runs):
            return {"type": "paragraph", "value": runs_to(runs)}
        case Verse(stanzas):
            return {"type": "verse", "value": "\n\n".join(_stanza_text(stanza) for stanza in stanzas)}
        case Quotation(paragraphs):
            return {"type": "quotation", "value": "\n\n".join(runs_to(each.runs) for each in paragraphs)}
        case Heading(text):
            return {"type": "heading", "value": text}
        case LetterPart(part, runs):
            return {"type": "letter_part", "value": {"part": part, "text": runs_to(runs)}}
        case Picture(sha256, description, transcript):
            if picture_key is None:
                raise BadTree("this tree has a picture, and nothing says which image it is")
            value = {"image": picture_key(sha256), "description": description, "transcript": transcript}
            return {"type": "picture", "value": value}
        case _:
            return {"type": "break", "value": None}


def _stanza_text(stanza: Stanza) -> str:
    """A stanza in the notation, its lines apart from each other so that stars pair within a line."""
    return "\n".join(" " * line.indent + runs_to(line.runs) for line in stanza.lines)
