"""The block tree: what a story is, once, for every form it takes.

A `StoryTree` is title, credit line, language and nodes. The parent approves the digest of its
canonical bytes; the web page, the PDF, the text file are functions of it. So nothing may be added
to a story outside this tree, and nothing in it may depend on a database, a clock or a request.
"""

import functools
import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from stories.characters import words_of
from stories.nodes import (
    LETTER_PARTS,
    BadTree,
    Break,
    Heading,
    LetterPart,
    Line,
    Node,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Stanza,
    StoryTree,
    Verse,
)
from stories.normal import normal

__all__ = [
    "LETTER_PARTS",
    "VERSION",
    "BadTree",
    "Break",
    "Heading",
    "LetterPart",
    "Line",
    "Node",
    "Paragraph",
    "Picture",
    "Quotation",
    "Run",
    "Stanza",
    "StoryTree",
    "Verse",
    "body_text",
    "canonical",
    "digest",
    "from_data",
    "is_named_by",
    "normal",
    "pictures",
    "plain_text",
    "run_text",
    "to_data",
    "unfinished",
    "words",
]

VERSION = 1
NAMES: dict[type, str] = {
    Paragraph: "paragraph",
    Verse: "verse",
    LetterPart: "letter_part",
    Quotation: "quotation",
    Heading: "heading",
    Picture: "picture",
    Break: "break",
}
_BY_NAME = {name: kind for kind, name in NAMES.items()}


def canonical(tree: StoryTree) -> bytes:
    """RFC 8785 JSON of the normal tree. Our keys are ASCII and our only numbers small integers, for
    which the standard library writes exactly that (a test holds it to another implementation)."""
    return _json(to_data(normal(tree)))


def _json(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")  # what lies in a table may be anything; canonical bytes hold none


def digest(tree: StoryTree) -> str:
    """SHA-256 (hex) of the canonical bytes; pictures count by the SHA-256 that names them."""
    return hashlib.sha256(canonical(tree)).hexdigest()


def is_named_by(data: Any, named: str) -> bool:
    """Whether `named` is the digest of the story in `data`, which may have been changed since it was written.

    A stored tree is mostly normal already; then its own bytes have that digest, and nothing must be parsed.
    """
    if hashlib.sha256(_json(data)).hexdigest() == named:
        return True
    try:
        return digest(from_data(data)) == named
    except BadTree:
        return False


def to_data(tree: StoryTree) -> dict[str, Any]:
    """The tree as plain lists and dicts, as it stands; what has its default value is left out."""
    nodes = [{"node": NAMES[type(node)], **_out(node)} for node in tree.nodes]
    return {"version": VERSION, **_out(tree), "nodes": nodes}


def from_data(data: Any) -> StoryTree:
    """The tree that `to_data` wrote. Raises BadTree for a missing or unknown key, a wrong type, an
    unknown piece, another version, or text that cannot be written as UTF-8."""
    if not isinstance(data, dict) or type(data.get("version")) is not int or data["version"] != VERSION:
        raise BadTree(f"not a story of version {VERSION}")
    return _in(StoryTree, {key: value for key, value in data.items() if key != "version"}, "story")


def pictures(tree: StoryTree) -> tuple[Picture, ...]:
    """The pictures in reading order."""
    return tuple(node for node in tree.nodes if isinstance(node, Picture))


def run_text(runs: Iterable[Run]) -> str:
    """The words of some runs without their appearance."""
    return unicodedata.normalize("NFC", "".join(run.text for run in runs))


def body_text(tree: StoryTree) -> str:
    """The body as plain text: blank lines part paragraphs and stanzas, spaces indent lines of verse,
    a signature follows its closing on the next line. Pictures give their description and transcript."""
    text, before = "", None
    for node in tree.nodes:
        words = _node_text(node)
        if not words:
            continue
        signed = isinstance(node, LetterPart) and node.part == "signature"
        follows = signed and isinstance(before, LetterPart) and before.part == "closing"
        text += ("\n" if follows else "\n\n" if text else "") + words
        before = node
    return text


def plain_text(tree: StoryTree) -> str:
    """Every word of the story in reading order: title, body, credit line."""
    return "\n\n".join(part for part in (tree.title, body_text(tree), tree.credit) if part)


def words(tree: StoryTree) -> int:
    """How many words a reader meets."""
    return len(words_of(plain_text(tree)))


def unfinished(tree: StoryTree) -> tuple[str, ...]:
    """What an editor must still do before anybody is asked to approve this, each as a sentence."""
    tree = normal(tree)
    reasons = []
    if not tree.title:
        reasons.append("The story has no title.")
    if not tree.nodes:
        reasons.append("The story has no words.")
    if any(not picture.description for picture in pictures(tree)):
        reasons.append("A picture has no description.")
    return tuple(reasons)


def _node_text(node: Node) -> str:
    match node:
        case Paragraph(runs) | LetterPart(_, runs):
            return run_text(runs)
        case Verse(stanzas):
            return "\n\n".join(
                "\n".join(" " * line.indent + run_text(line.runs) for line in stanza.lines) for stanza in stanzas
            )
        case Quotation(paragraphs):
            return "\n\n".join(run_text(paragraph.runs) for paragraph in paragraphs)
        case Heading(text):
            return text
        case Picture(_, description, transcript):
            return "\n\n".join(part for part in (description, transcript) if part)
        case _:
            return ""


def _out(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    if not is_dataclass(value):
        return value
    items = ((name, default, getattr(value, name)) for name, default in _defaults(type(value)))
    return {name: _out(item) for name, default, item in items if item != default}


@functools.cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def _in(kind: Any, data: Any, where: str) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise BadTree(f"{where} is not a list")
        return tuple(_in(get_args(kind)[0], item, f"{where}[{number}]") for number, item in enumerate(data))
    if kind == Node:
        return _node_in(data, where)
    if is_dataclass(kind):
        return _piece_in(kind, data, where)
    if type(data) is not kind:
        raise BadTree(f"{where} is not of the right type")
    if kind is str and not _can_be_written(data):
        raise BadTree(f"{where} cannot be written as UTF-8")
    return data


def _node_in(data: Any, where: str) -> Node:
    name = data.get("node") if isinstance(data, dict) else None
    kind = _BY_NAME.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadTree(f"{where} is no piece of a story")
    return _piece_in(kind, {key: value for key, value in data.items() if key != "node"}, where)


def _can_be_written(text: str) -> bool:
    """Half a pair of surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _shape(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    """The types of a piece's fields by name, and the names of those that must be there."""
    return get_type_hints(kind), frozenset(field.name for field in fields(kind) if field.default is MISSING)


def _piece_in(kind: type, data: Any, where: str) -> Any:
    hints, needed = _shape(kind)
    if not isinstance(data, dict) or not needed <= data.keys() <= hints.keys():
        raise BadTree(f"{where} has not the right keys")
    return kind(**{key: _in(hints[key], value, f"{where}.{key}") for key, value in data.items()})
