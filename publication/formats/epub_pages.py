"""The pages of the EPUB, one for each piece, in reading order. The words come from stories/render.py, as on the web."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from publication.formats import epub_between, wording
from publication.formats.edition import Edition, FrontPiece, Part, Piece
from publication.formats.epub_xhtml import PictureUrl, document, section, spoken, words_of
from publication.formats.glyphs import CannotSet
from stories import tree

NAV = "nav.xhtml"
# epub:type and role of what stands before the stories.
FRONT = {
    "foreword": ("foreword", "doc-foreword"),
    "dedication": ("dedication", "doc-dedication"),
    "preface": ("preface", "doc-preface"),
    "note": ("introduction", "doc-introduction"),
    "acknowledgements": ("acknowledgments", "doc-acknowledgments"),
}
CHAPTER = ("chapter", "doc-chapter")


@dataclass(frozen=True)
class Page:
    """`heading` is what the contents say; `kind` one of cover, title, front, part, story, leaf, asks, help, imprint.
    `inside` tells that it belongs to the part before it. A leaf stands in no contents."""

    file: str
    kind: str
    heading: str
    xhtml: str
    inside: bool = False


def pages(edition: Edition, *, cover: str, picture_url: PictureUrl) -> list[Page]:
    """Every page but the contents, in reading order. Raises CannotSet for what XHTML cannot hold, by name."""
    return [
        _cover(edition, cover),
        _title(edition),
        *(_front(edition, piece, number, picture_url) for number, piece in enumerate(edition.front, 1)),
        *_stories(edition, picture_url),
        *_asks(edition),
        *_help(edition),
        _imprint(edition),
    ]


def _cover(edition: Edition, drawing: str) -> Page:
    body = f'<section epub:type="cover" class="cover" aria-label="Cover">\n{drawing}\n</section>'
    return Page("cover.xhtml", "cover", "Cover", document(edition.title, body, language=edition.language))


def _title(edition: Edition) -> Page:
    lines = [edition.subtitle, edition.publisher, edition.opens, wording.HARD_TO_READ]
    body = section("titlepage", "", edition.title, _plain([words for words in lines if words]))
    return Page("title.xhtml", "title", edition.title, document(edition.title, body, language=edition.language))


def _front(edition: Edition, piece: FrontPiece, number: int, picture_url: PictureUrl) -> Page:
    quiet = piece.kind == "dedication"
    xhtml = _piece(edition, piece.tree, f"The {piece.kind}", FRONT[piece.kind], "", picture_url, unseen=quiet)
    return Page(f"front-{number}.xhtml", "front", tree.normal(piece.tree).title, xhtml)


def _stories(edition: Edition, picture_url: PictureUrl) -> Iterator[Page]:
    stories = list(edition.stories())
    after = {piece.code: f"{follows.code}.xhtml" for piece, follows in zip(stories, stories[1:], strict=False)}
    for number, (part, items) in enumerate(edition.labelled(), 1):
        if part.title:
            yield _part(edition, part, number)
        for label, item in items:
            if isinstance(item, Piece):
                beside = _beside(edition, item, after.get(item.code))
                xhtml = _piece(edition, item.tree, item.code, CHAPTER, beside, picture_url)
                yield Page(f"{label}.xhtml", "story", tree.normal(item.tree).title, xhtml, inside=bool(part.title))
            else:
                leaf = epub_between.page(item, language=edition.language, picture_url=picture_url)
                yield Page(f"{label}.xhtml", "leaf", "", leaf)


def _part(edition: Edition, part: Part, number: int) -> Page:
    intro = f'<p class="standfirst">{escape(part.intro)}</p>\n' if part.intro else ""
    body = section("part", "doc-part", part.title, f'{intro}<hr class="thread"/>')
    return Page(f"part-{number}.xhtml", "part", part.title, document(part.title, body, language=edition.language))


def _piece(
    edition: Edition,
    story: tree.StoryTree,
    code: str,
    is_a: tuple[str, str],
    beside: str,
    picture_url: PictureUrl,
    *,
    unseen: bool = False,
) -> str:
    """A story, or a piece before the stories; `beside` is what the staff say of it, `unseen` hides its heading from
    the eye alone."""
    story = tree.normal(story)
    if not story.title:
        raise CannotSet(code, "it has no title")
    credit = f'<p class="credit" dir="auto">{escape(story.credit)}</p>\n' if story.credit else ""
    words = words_of(story, picture_url)
    language = story.language if story.language != edition.language else ""
    inner = f'{credit}{beside}<div class="story">\n{words}\n</div>'
    if is_a != CHAPTER:  # who tells a story stands below its title; who speaks before the stories signs at the end
        inner = f'<div class="{is_a[0]}">\n<div class="story">\n{words}\n</div>\n{credit}</div>'
    body = section(*is_a, story.title, inner, language=language, unseen=unseen)
    return document(story.title, body, language=edition.language, code=code)


def _beside(edition: Edition, piece: Piece, after: str | None) -> str:
    """The note before a hard piece, with a way past it, and the standfirst."""
    beside = ""
    language = spoken(edition.language if piece.tree.language != edition.language else "")
    if piece.content_note:
        way, says = (after, wording.SKIP_TO_NEXT) if after else (NAV, wording.SKIP_TO_CONTENTS)
        beside += (
            f'<section class="note" epub:type="notice" role="doc-notice" '
            f'aria-label="{wording.CONTENT_NOTE}"{language}>\n'
            f"<p><strong>{wording.CONTENT_NOTE}:</strong> {escape(piece.content_note)}</p>\n"
            f'<p><a href="{escape(way)}">{says}</a></p>\n</section>\n'
        )
    if piece.standfirst:
        beside += f'<p class="standfirst"{language}>{escape(piece.standfirst)}</p>\n'
    return beside


def _asks(edition: Edition) -> Iterator[Page]:
    if not edition.asks:
        return
    inner = f"{_plain([edition.asks_intro])}\n" if edition.asks_intro else ""
    asks = []
    for ask in edition.asks:
        to = f'<p class="to">{escape(wording.asked_of(ask.to))}</p>\n' if ask.to else ""
        answers = "\n".join(
            f'<p class="answer"><strong>{escape(wording.answered(answer.who, answer.when))}:</strong> '
            f"{escape(answer.says)}</p>"
            for answer in ask.answers
        )
        asks.append(f"<li>\n<p>{escape(ask.what)}</p>\n{to}{answers}</li>")
    inner += f'<ol class="asks">\n{"".join(asks)}\n</ol>'
    body = section("conclusion", "doc-conclusion", wording.ASKS, inner)
    yield Page("asks.xhtml", "asks", wording.ASKS, document(wording.ASKS, body, language=edition.language))


def _help(edition: Edition) -> Iterator[Page]:
    if not edition.help:
        return
    lines = []
    for line in edition.help:
        number = wording.dialled(line.phone)
        phone = f'<a href="tel:{number}">{escape(line.phone)}</a>' if number else escape(line.phone)
        lines.append(f"<li><strong>{escape(line.name)}</strong><br/>{phone}<br/>{escape(line.says)}</li>")
    before = f"{_plain([edition.help_intro])}\n" if edition.help_intro else ""
    body = section("appendix", "doc-appendix", wording.HELP, f'{before}<ul class="help">\n{"".join(lines)}\n</ul>')
    yield Page("help.xhtml", "help", wording.HELP, document(wording.HELP, body, language=edition.language))


def _imprint(edition: Edition) -> Page:
    paragraphs = [*edition.imprint, *wording.release(edition.number, edition.ledger_head)]
    body = section("colophon", "doc-colophon", wording.IMPRINT, _plain(paragraphs))
    page = document(wording.IMPRINT, body, language=edition.language)
    return Page("imprint.xhtml", "imprint", wording.IMPRINT, page)


def _plain(paragraphs: list[str]) -> str:
    return f'<div class="plain">{"".join(f"<p>{escape(words)}</p>" for words in paragraphs)}</div>'
