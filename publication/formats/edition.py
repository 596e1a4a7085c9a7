"""What a release is made from: one frozen value, and nothing else.

Every file that leaves (web pages, PDF, text, and later EPUB, braille, print) is a pure function of
an `Edition` and of the bytes of its pictures: same edition, same bytes. So it holds words and
codes only: no database id, no clock, no address, nothing about a person.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from publication.formats import leaves
from publication.formats.checked import BadEdition, approved, listed, one_of, plain, texts, values
from publication.formats.leaves import Leaf, PicturePage, PullQuote
from stories import tree

__all__ = ["Answer", "Ask", "BadEdition", "Edition", "FrontPiece", "HelpLine", "Leaf", "Part", "Piece", "digest"]

# How the front of the booklet is drawn (cover.py).
COVERS = ("cloth", "horizon", "spine")
FRONT_KINDS = ("foreword", "dedication", "preface", "note", "acknowledgements")
PIECE_KINDS = ("prose", "poem", "letter")


@dataclass(frozen=True)
class HelpLine:
    """Somebody to turn to: `says` is one sentence on what they do and when they answer."""

    name: str
    phone: str
    says: str


@dataclass(frozen=True)
class Answer:
    """What somebody said to an ask later: `when` is a week or a month in words, `says` the answer in short."""

    who: str
    when: str
    says: str


@dataclass(frozen=True)
class Ask:
    """Something that must change: what, who could change it, and what they have answered since."""

    what: str
    to: str
    answers: tuple[Answer, ...] = ()


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
class Quote:
    """A quotation that a parent approved as a text of its own: its opaque code and that text."""

    code: str
    tree: tree.StoryTree


@dataclass(frozen=True)
class Part:
    """Stories that belong together, with the pages between them. A part without title has no page of its own and
    no line in the contents."""

    title: str
    intro: str
    stories: tuple[Piece, ...]
    leaves: tuple[Leaf, ...] = ()

    def in_order(self) -> Iterator[Piece | Leaf]:
        """Stories and the pages between them as they are read."""
        for place in range(len(self.stories) + 1):
            yield from (leaf for leaf in self.leaves if leaf.after == place)
            yield from self.stories[place : place + 1]


@dataclass(frozen=True)
class Edition:
    """A year's booklet as it goes into one numbered release (`number` "2027.1"). `quotes` become cards."""

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
    asks_intro: str = ""
    asks: tuple[Ask, ...] = ()
    help_intro: str = ""
    quotes: tuple[Quote, ...] = ()

    def stories(self) -> Iterator[Piece]:
        """Every story in reading order."""
        for part in self.parts:
            yield from part.stories

    def trees(self) -> Iterator[tree.StoryTree]:
        """Every tree in reading order, front pieces first; a page with a picture is a tree of that picture."""
        yield from (piece.tree for piece in self.front)
        for part in self.parts:
            yield from (one.tree for one in part.in_order() if isinstance(one, Piece | PicturePage | PullQuote))

    def labelled(self) -> Iterator[tuple[Part, tuple[tuple[str, Piece | Leaf], ...]]]:
        """Each part with what stands in it, in order and by its label: a story's code, or leaf-1, leaf-2, ..."""
        number = count(1)
        for part in self.parts:
            yield part, tuple((x.code if isinstance(x, Piece) else f"leaf-{next(number)}", x) for x in part.in_order())


def to_data(edition: Edition) -> dict:
    """The edition as JSON data; `from_data` is its exact inverse.

    What editions have only since there are such blocks is absent where it is empty, so older ones keep their digest.
    """
    asks = [plain(ask) | {"answers": [plain(answer) for answer in ask.answers]} for ask in edition.asks]
    quotes = [{"code": quote.code, "tree": tree.to_data(quote.tree)} for quote in edition.quotes]
    later = {"asks_intro": edition.asks_intro, "asks": asks, "help_intro": edition.help_intro, "quotes": quotes}
    return {
        **plain(edition, skip=tuple(later)),
        "front": [{"kind": piece.kind, "tree": tree.to_data(piece.tree)} for piece in edition.front],
        "parts": [_part_out(part) for part in edition.parts],
        "help": [plain(line) for line in edition.help],
        "imprint": list(edition.imprint),
        **{name: value for name, value in later.items() if value},
    }


def _part_out(part: Part) -> dict:
    data = plain(part, skip=("leaves",))
    data["stories"] = [plain(story) | {"tree": tree.to_data(story.tree)} for story in part.stories]
    return data | ({"leaves": [leaves.to_data(leaf) for leaf in part.leaves]} if part.leaves else {})


def from_data(data: object) -> Edition:
    """The edition that `data` describes; raises BadEdition for anything missing, unknown or of another type."""
    held = values(data, Edition, "edition")
    one_of(held["cover"], COVERS, "edition.cover")

    def each(name, read):
        return tuple(read(item, f"edition.{name}[{n}]") for n, item in enumerate(listed(held[name], f"edition.{name}")))

    held.setdefault("asks", [])
    held.setdefault("quotes", [])
    held |= {"imprint": texts(held["imprint"], "edition.imprint"), "front": each("front", _front)}
    held |= {"parts": each("parts", _part), "asks": each("asks", _ask), "quotes": each("quotes", _quote)}
    held["help"] = each("help", lambda item, where: HelpLine(**values(item, HelpLine, where)))
    edition = Edition(**held)
    codes = [piece.code for piece in edition.stories()]
    if len(set(codes)) != len(codes):
        raise BadEdition("edition.parts hold one story twice")
    return edition


def digest(edition: Edition) -> str:
    """SHA-256 (hex) of the edition's canonical JSON: the public name of exactly these words in this order."""
    text = json.dumps(to_data(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _front(data: object, where: str) -> FrontPiece:
    held = values(data, FrontPiece, where)
    one_of(held["kind"], FRONT_KINDS, f"{where}.kind")
    return FrontPiece(held["kind"], approved(held["tree"], where))


def _part(data: object, where: str) -> Part:
    held = values(data, Part, where)
    stories = listed(held["stories"], f"{where}.stories")
    between = listed(held.get("leaves", []), f"{where}.leaves")
    held["stories"] = tuple(_piece(item, f"{where}.stories[{n}]") for n, item in enumerate(stories))
    held["leaves"] = tuple(leaves.from_data(item, f"{where}.leaves[{n}]") for n, item in enumerate(between))
    return Part(**held)


def _piece(data: object, where: str) -> Piece:
    held = values(data, Piece, where)
    one_of(held["kind"], PIECE_KINDS, f"{where}.kind")
    return Piece(**held | {"tree": approved(held["tree"], where)})


def _quote(data: object, where: str) -> Quote:
    held = values(data, Quote, where)
    return Quote(held["code"], approved(held["tree"], where))


def _ask(data: object, where: str) -> Ask:
    held = values(data, Ask, where)
    answers = enumerate(listed(held.get("answers", []), f"{where}.answers"))
    held["answers"] = tuple(Answer(**values(item, Answer, f"{where}.answers[{n}]")) for n, item in answers)
    return Ask(**held)
