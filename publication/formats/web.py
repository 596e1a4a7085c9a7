"""The booklet as web pages: the contents, and one page for each story.

The live view and the baked files call the very same functions, so a page cannot differ from its
release. `chrome` is what surrounds every page of the site (publication/chrome.py); the words inside
come from the edition alone.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from publication.formats import wording
from publication.formats.edition import Edition, Leaf, Piece
from publication.formats.leaves import NAMES, PicturePage, PullQuote
from publication.formats.quote_cards import SHAPES, said
from stories import render


@dataclass(frozen=True)
class File:
    """A file that readers can take: what it is, where, and how big, in words."""

    title: str
    url: str
    size: str = ""


@dataclass(frozen=True)
class Urls:
    """Where this edition's pages and files are. `story` gives the address of a code, `card` that of a card's file by
    its name in the release; `cards` is the page that shows them, or nothing."""

    contents: str
    story: Callable[[str], str]
    files: tuple[File, ...] = ()
    cards: str = ""
    card: Callable[[str], str] = str


@dataclass(frozen=True)
class Issue:
    """A release that readers could get, and the Monday of the week in which it was made."""

    name: str
    monday: datetime.date


@dataclass(frozen=True)
class Colophon:
    """What is known of a release only once it is built: its public digest, and those before it, first to last."""

    digest: str
    issues: tuple[Issue, ...]

    @property
    def again(self) -> Issue | None:
        """The newest, if readers could get another before it."""
        return self.issues[-1] if len(self.issues) > 1 else None


class NoSuchStory(KeyError):
    """The edition holds no story with this code."""


def pages(
    edition: Edition,
    chrome: object,
    picture_url: Callable[[str], str],
    urls: Urls,
    *,
    cover: str = "",
) -> dict[str, str]:
    """Every page of the edition by its path: `index.html`, and `S-27-0042/index.html` for each story."""
    made = {"index.html": contents_page(edition, chrome, picture_url, urls, cover=cover)}
    for piece in edition.stories():
        made[f"{piece.code}/index.html"] = story_page(edition, piece.code, chrome, picture_url, urls)
    return made


def contents_page(
    edition: Edition,
    chrome: object,
    picture_url: Callable[[str], str],
    urls: Urls,
    *,
    cover: str = "",
    colophon: Colophon | None = None,
) -> str:
    """The booklet's own page: cover beside the contents, files to take, the pieces before the stories, and the asks.

    `cover` is the SVG that publication/formats/cover.py draws; nothing of a person is in it.
    """
    stories = list(edition.stories())
    context = {
        "edition": edition,
        "chrome": chrome,
        "urls": urls,
        "cover": mark_safe(cover),  # noqa: S308  drawn by us from numbers
        "first": _entry(stories[0], urls) if stories else None,
        "front": [
            {
                "id": f"before-{number}",
                "piece": piece,
                "html": _words(piece.tree, picture_url, level=3),
                "quiet": piece.kind == "dedication",
            }
            for number, piece in enumerate(edition.front, 1)
        ],
        "between": _leaves(edition, "", picture_url),
        "colophon": colophon,
        "parts": [{"part": part, "entries": [_entry(piece, urls) for piece in part.stories]} for part in edition.parts],
    }
    return render_to_string("publication/booklet_contents.html", context)


def story_page(
    edition: Edition,
    code: str,
    chrome: object,
    picture_url: Callable[[str], str],
    urls: Urls,
) -> str:
    """One story: title, credit, content note with a way past it, text, and the stories beside it.

    Raises NoSuchStory if the edition does not hold the code.
    """
    stories = list(edition.stories())
    place = next((number for number, piece in enumerate(stories) if piece.code == code), None)
    if place is None:
        raise NoSuchStory(code)
    piece = stories[place]
    context = {
        "edition": edition,
        "chrome": chrome,
        "urls": urls,
        "entry": _entry(piece, urls),
        "html": _words(piece.tree, picture_url, level=2),
        "between": _leaves(edition, code, picture_url),
        "before": _entry(stories[place - 1], urls) if place else None,
        "after": _entry(stories[place + 1], urls) if place + 1 < len(stories) else None,
    }
    return render_to_string("publication/booklet_story.html", context)


def cards_page(edition: Edition, chrome: object, urls: Urls, *, made: Callable[[str, str], bool] | None = None) -> str:
    """The page where the cards can be seen, saved and read out. `made` says whether a card (its code, the shape) is
    there, since some words fit one shape alone; without it, all are."""
    shown = []
    for quote in edition.quotes:
        shapes = [shape for shape in SHAPES if made is None or made(quote.code, shape)]
        cards = [
            {"name": wording.SHAPES[shape], "url": urls.card(f"{quote.code}-{shape}.png"), "size": SHAPES[shape][:2]}
            for shape in shapes
        ]
        text = urls.card(f"{quote.code}.txt")
        shown.append({"quote": quote, "words": said(quote, edition).strip(), "cards": cards, "text": text})
    return render_to_string(
        "publication/booklet_cards.html", {"edition": edition, "chrome": chrome, "urls": urls, "shown": shown}
    )


def _entry(piece: Piece, urls: Urls) -> dict:
    return {
        "piece": piece,
        "url": urls.story(piece.code),
        "kind": wording.KINDS[piece.kind],
        "minutes": wording.minutes(piece.minutes),
    }


def _leaves(edition: Edition, code: str, picture_url: Callable[[str], str]) -> list[dict]:
    """The editors' pages between this story and the next; those before the first story for no code."""
    found, last = [], ""
    for part in edition.parts:
        for item in part.in_order():
            if isinstance(item, Piece):
                last = item.code
            elif last == code:
                found.append(_leaf(item, picture_url))
    return found


def _leaf(leaf: Leaf, picture_url: Callable[[str], str]) -> dict:
    kind = next(name for name, each in NAMES.items() if isinstance(leaf, each))
    made = {"kind": kind, "leaf": leaf}
    match leaf:
        case PicturePage(sha256=sha256):
            made["url"] = picture_url(sha256)
        case PullQuote(tree=words):
            made["html"] = _words(words, picture_url, level=2)
    return made


def _words(story, picture_url: Callable[[str], str], *, level: int) -> SafeString:
    # stories/render.py escapes every word of the tree; nothing else may come in here.
    return mark_safe(render.html(story, picture_url=picture_url, heading_level=level))  # noqa: S308
