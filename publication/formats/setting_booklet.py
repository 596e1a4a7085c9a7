"""A whole edition as the JSON data that the templates in `publication/typst/` read: words as strings, never markup."""

import textwrap
from collections.abc import Mapping
from dataclasses import asdict

from publication.formats import wording
from publication.formats.edition import Ask, Edition, Leaf, Piece, digest
from publication.formats.glyphs import CannotSet
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from publication.formats.setting import nodes, one_line, right_to_left, spoken
from publication.formats.threads import weave
from publication.formats.wording import dialled
from stories import tree

REGIONS = {"en": "GB"}  # whose spelling decides where a word may be parted


def outside(edition: Edition) -> dict:
    """What a cover says, as JSON data for the templates."""
    said = spoken(edition.language)
    return {
        "title": _own(edition.title),
        "subtitle": _own(edition.subtitle),
        "publisher": _own(edition.publisher),
        "opens": _own(edition.opens),
        "lang": said["lang"],
        "region": said["region"] or REGIONS.get(said["lang"]),
        "cover": edition.cover,
        "threads": [asdict(thread) for thread in weave(digest(edition), sum(1 for _ in edition.stories()))],
        "help": [
            {"name": _own(line.name), "phone": _own(line.phone), "says": _own(line.says), "tel": dialled(line.phone)}
            for line in edition.help
        ],
        "wording": {
            "contents": wording.CONTENTS,
            "note": wording.CONTENT_NOTE,
            "skip": wording.SKIP_TO_PAGE,
            "asks": wording.ASKS,
            "help": wording.HELP,
            "imprint": wording.IMPRINT,
            "notes": wording.NOTES,
            "hard": wording.HARD_TO_READ,
        },
    }


def whole(edition: Edition, files: Mapping[str, str], room: int) -> dict:
    """All that the template reads, as JSON data."""
    parts = [
        {
            "title": _own(part.title),
            "running": "",
            "intro": _own(part.intro),
            "label": f"part-{number}",
            "pages": [_page(label, item, files, room, level=2 if part.title else 1) for label, item in items],
        }
        for number, (part, items) in enumerate(edition.labelled())
    ]
    stories = [page for part in parts for page in part["pages"] if page["k"] == "story"]
    after = "asks" if edition.asks else "help" if edition.help else "imprint"
    for story, follows in zip(stories, [*(story["label"] for story in stories[1:]), after], strict=False):
        story["skip"] = follows
    front = [
        _piece(piece.tree, f"The {piece.kind}", files, room, level=1)
        | {"k": piece.kind, "note": "", "standfirst": "", "label": f"front-{number}"}
        for number, piece in enumerate(edition.front)
    ]
    return outside(edition) | {
        "running": shortened(_own(edition.title), room),
        "front": front,
        "parts": parts,
        "asks_intro": _own(edition.asks_intro),
        "asks": [_ask(ask) for ask in edition.asks],
        "help_intro": _own(edition.help_intro),
        "imprint": [_own(words) for words in edition.imprint],
        "release": [_own(words) for words in wording.release(edition.number, edition.ledger_head)],
    }


def _page(label: str, item: Piece | Leaf, files: Mapping[str, str], room: int, *, level: int) -> dict:
    """A story, or one of the editors' pages between stories; `k` tells the template which."""
    match item:
        case Piece():
            beside = {"note": item.content_note, "standfirst": item.standfirst}
            said = {name: one_line(words, item.code) for name, words in beside.items()}
            made = _piece(item.tree, item.code, files, room, level=level) | {"k": "story", **said}
        case Breath():
            made = {"k": "breath", "words": _own(item.words)}
        case PicturePage():
            file = files[item.sha256]
            made = {"k": "picture", "file": file, "alt": _own(item.description), "caption": _own(item.caption)}
        case QuotationPage():
            made = {"k": "quotation", "said": [_own(words) for words in item.paragraphs], "source": _own(item.source)}
        case PullQuote(code=code, tree=words):
            made = {"k": "pull_quote", "nodes": nodes(tree.normal(words), code=code, level=1, pictures={})}
            made |= {"credit": one_line(words.credit, code), **spoken(words.language)}
    return made | {"label": label}


def _ask(ask: Ask) -> dict:
    answers = [{"by": _own(wording.answered(each.who, each.when)), "says": _own(each.says)} for each in ask.answers]
    return {"what": _own(ask.what), "to": _own(wording.asked_of(ask.to)), "answers": answers}


def _piece(story: tree.StoryTree, code: str, files: Mapping[str, str], room: int, *, level: int) -> dict:
    story = tree.normal(story)
    title = one_line(story.title, code)
    if not title:
        raise CannotSet(code, "it has no title")
    return {
        "title": title,
        "title_rtl": right_to_left(title),
        "running": shortened(title, room),
        "credit": (credit := one_line(story.credit, code)),
        "credit_rtl": right_to_left(credit),
        "level": level,
        **spoken(story.language),
        "nodes": nodes(story, code=code, level=level, pictures=files),
    }


def _own(words: str) -> str:
    """Words of the booklet's editors, printable."""
    return one_line(words, "The booklet")


def shortened(title: str, room: int) -> str:
    """A title as it fits at the head of a page."""
    return textwrap.shorten(title[:1000], room, placeholder=" …")
