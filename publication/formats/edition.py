"""What a release is made from: one frozen value, and nothing else.

Every file that leaves (web pages, PDF, text, and later EPUB, braille, print) is a pure function of
an `Edition` and of the bytes of its pictures: same edition, same bytes. So it holds words and
codes only: no database id, no clock, no address, nothing about a person.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

from stories import tree

# How the front of the booklet is drawn (cover.py).
COVERS = ("cloth", "horizon", "spine")
FRONT_KINDS = ("foreword", "dedication", "preface", "note", "acknowledgements")
PIECE_KINDS = ("prose", "poem", "letter")


class BadEdition(ValueError):
    """The data is not an edition; the message says where and why, and quotes no words of a story."""


@dataclass(frozen=True)
class HelpLine:
    """Somebody to turn to: `says` is one sentence on what they do and when they answer."""

    name: str
    phone: str
    says: str


@dataclass(frozen=True)
class FrontPiece:
    """A piece before the stories, by the editors; `kind` is one of FRONT_KINDS. Its tree has title and signature."""

    kind: str
    tree: tree.StoryTree


@dataclass(frozen=True)
class Piece:
    """One story: its opaque code, the approved tree, and the staff's words beside it."""

    code: str
    tree: tree.StoryTree
    standfirst: str
    content_note: str
    minutes: int
    kind: str


@dataclass(frozen=True)
class Part:
    """Stories that belong together. A part without title has no page of its own and no line in the contents."""

    title: str
    intro: str
    stories: tuple[Piece, ...]


@dataclass(frozen=True)
class Edition:
    """A year's booklet as it goes into one numbered release (`number` "2027.1")."""

    year: int
    title: str
    subtitle: str
    number: str
    opens: str
    language: str
    publisher: str
    front: tuple[FrontPiece, ...]
    parts: tuple[Part, ...]
    help: tuple[HelpLine, ...]
    imprint: tuple[str, ...]
    ledger_head: str
    cover: str = COVERS[0]

    def stories(self) -> Iterator[Piece]:
        """Every story in reading order."""
        for part in self.parts:
            yield from part.stories

    def trees(self) -> Iterator[tree.StoryTree]:
        """Every tree in reading order, front pieces first."""
        yield from (piece.tree for piece in self.front)
        yield from (piece.tree for piece in self.stories())


def to_data(edition: Edition) -> dict:
    """The edition as JSON data; `from_data` is its exact inverse."""
    return {
        **_plain(edition, skip=("front", "parts", "help", "imprint")),
        "front": [{"kind": piece.kind, "tree": tree.to_data(piece.tree)} for piece in edition.front],
        "parts": [
            {
                **_plain(part, skip=("stories",)),
                "stories": [{**_plain(s, skip=("tree",)), "tree": tree.to_data(s.tree)} for s in part.stories],
            }
            for part in edition.parts
        ],
        "help": [_plain(line) for line in edition.help],
        "imprint": list(edition.imprint),
    }


def from_data(data: object) -> Edition:
    """The edition that `data` describes; raises BadEdition for anything missing, unknown or of another type."""
    values = _values(data, Edition, "edition")
    _one_of(values["cover"], COVERS, "edition.cover")
    for name in ("front", "parts", "help", "imprint"):
        if not isinstance(values[name], list):
            raise BadEdition(f"edition.{name} is not a list")
    for number, paragraph in enumerate(values["imprint"]):
        if not isinstance(paragraph, str):
            raise BadEdition(f"edition.imprint[{number}] is not text")
    edition = Edition(
        **{
            **values,
            "front": tuple(_front(item, f"edition.front[{n}]") for n, item in enumerate(values["front"])),
            "parts": tuple(_part(item, f"edition.parts[{n}]") for n, item in enumerate(values["parts"])),
            "help": tuple(
                HelpLine(**_values(item, HelpLine, f"edition.help[{n}]")) for n, item in enumerate(values["help"])
            ),
            "imprint": tuple(values["imprint"]),
        }
    )
    codes = [piece.code for piece in edition.stories()]
    if len(set(codes)) != len(codes):
        raise BadEdition("edition.parts hold one story twice")
    return edition


def digest(edition: Edition) -> str:
    """SHA-256 (hex) of the edition's canonical JSON: the public name of exactly these words in this order."""
    text = json.dumps(to_data(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _front(data: object, where: str) -> FrontPiece:
    values = _values(data, FrontPiece, where)
    _one_of(values["kind"], FRONT_KINDS, f"{where}.kind")
    return FrontPiece(values["kind"], _tree(values["tree"], where))


def _part(data: object, where: str) -> Part:
    values = _values(data, Part, where)
    if not isinstance(values["stories"], list):
        raise BadEdition(f"{where}.stories is not a list")
    stories = tuple(_piece(item, f"{where}.stories[{n}]") for n, item in enumerate(values["stories"]))
    return Part(values["title"], values["intro"], stories)


def _piece(data: object, where: str) -> Piece:
    values = _values(data, Piece, where)
    _one_of(values["kind"], PIECE_KINDS, f"{where}.kind")
    return Piece(**{**values, "tree": _tree(values["tree"], where)})


def _tree(data: object, where: str) -> tree.StoryTree:
    try:
        return tree.from_data(data)
    except tree.BadTree as wrong:
        raise BadEdition(f"{where}.tree: {wrong}") from None


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise BadEdition(f"{where} is none of {', '.join(allowed)}")


def _plain(thing, skip: tuple[str, ...] = ()) -> dict:
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in skip}


def _values(data: object, kind: type, where: str) -> dict:
    """The values of `kind`'s fields, each present, none unknown, text and numbers of the right type."""
    names = {field.name: field.type for field in fields(kind)}
    if not isinstance(data, dict):
        raise BadEdition(f"{where} is not an object")
    if set(data) != set(names):
        raise BadEdition(f"{where} has the fields {sorted(map(str, data))} instead of {sorted(names)}")
    for name, wanted in names.items():
        if wanted in (str, int) and type(data[name]) is not wanted:
            raise BadEdition(f"{where}.{name} is not {'text' if wanted is str else 'a whole number'}")
    return dict(data)
