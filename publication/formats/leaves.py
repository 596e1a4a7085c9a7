"""Pages that stand between stories: a breath, a picture, words of a public source, a parent's quotation.

They have no heading and no line in the contents. `after` says how many of their part's stories come before.
"""

from dataclasses import dataclass

from publication.formats.checked import BadEdition, approved, one_of, plain, texts, values
from stories import tree


@dataclass(frozen=True)
class Breath:
    """A page with the thread and room; `words` is one quiet sentence, or nothing."""

    after: int
    words: str


@dataclass(frozen=True)
class PicturePage:
    """A picture of the editors, named by the SHA-256 of its bytes; without a description there is none."""

    after: int
    sha256: str
    description: str
    caption: str

    @property
    def tree(self) -> tree.StoryTree:
        """The picture as a tree, for whoever looks after the pictures of trees."""
        return tree.StoryTree("", "", "", (tree.Picture(self.sha256, self.description),))


@dataclass(frozen=True)
class QuotationPage:
    """Words of a public source, such as a law or a report. Never a parent's: those are a `PullQuote`."""

    after: int
    paragraphs: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class PullQuote:
    """A quotation that a parent approved as a text of its own, with its opaque code."""

    after: int
    code: str
    tree: tree.StoryTree


Leaf = Breath | PicturePage | QuotationPage | PullQuote
NAMES = {"breath": Breath, "picture": PicturePage, "quotation": QuotationPage, "pull_quote": PullQuote}
_NAME_OF = {kind: name for name, kind in NAMES.items()}


def to_data(leaf: Leaf) -> dict:
    """The page as JSON data; `from_data` is its exact inverse."""
    data = {"leaf": _NAME_OF[type(leaf)], **plain(leaf)}
    match leaf:
        case QuotationPage(paragraphs=paragraphs):
            data["paragraphs"] = list(paragraphs)
        case PullQuote(tree=words):
            data["tree"] = tree.to_data(words)
    return data


def from_data(data: object, where: str) -> Leaf:
    """The page that `data` describes; raises BadEdition."""
    if not isinstance(data, dict):
        raise BadEdition(f"{where} is not an object")
    one_of(data.get("leaf"), tuple(NAMES), f"{where}.leaf")
    kind = NAMES[data["leaf"]]
    held = values({name: value for name, value in data.items() if name != "leaf"}, kind, where)
    if kind is QuotationPage:
        held["paragraphs"] = texts(held["paragraphs"], f"{where}.paragraphs")
    if kind is PullQuote:
        held["tree"] = approved(held["tree"], where)
    return kind(**held)
