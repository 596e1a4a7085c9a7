"""Where the pages of the PDF begin in the EPUB, so that a class with both in their hands can turn to page 31.

The words that open a page of the finished PDF are looked up in the piece that the page belongs to; a page whose
beginning cannot be found there (a drawing, say) is the beginning of its piece.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape

from publication.formats.epub_pages import NAV, Page
from publication.formats.pdf import LaidOut

# So many letters of a page are enough to tell its beginning from others near it.
ENOUGH = 40
_TOKEN = re.compile(r"<[^>]*>|&[^;\s]+;|[^<&]")


@dataclass(frozen=True)
class PageStart:
    """A page of the PDF: its number, and the file of the EPUB with the place in it."""

    number: int
    file: str

    @property
    def id(self) -> str:
        return f"page-{self.number}"


def numbered(pages: list[Page], laid: LaidOut) -> tuple[list[Page], list[PageStart]]:
    """The same pages with a mark where each page of the PDF begins, and the list of those marks in order.

    A page without a word (the free one before a part) has no entry. Those of the contents have their place in the
    contents' own file, which is made later and carries no marks.
    """
    files = _files(pages)
    opens = sorted((page, files[label]) for label, page in laid.openings.items())
    starts: list[PageStart] = []
    places: dict[str, list[tuple[int, int]]] = {}
    for number, glyphs in enumerate(laid.words, 1):
        beginning = _letters("".join(glyphs))[:ENOUGH]
        if not beginning:
            continue
        file = _file_of(number, opens, contents=3)
        starts.append(PageStart(number, file))
        if file != NAV:
            places.setdefault(file, []).append((number, beginning))
    return [replace(page, xhtml=_marked(page.xhtml, places.get(page.file, []))) for page in pages], starts


def _files(pages: list[Page]) -> Mapping[str, str]:
    """The file of each label of the PDF's template."""
    files = {}
    for kind, label in (("front", "front-{}"), ("part", "part-{}")):
        for page in (page for page in pages if page.kind == kind):
            files[label.format(int(re.findall(r"[0-9]+", page.file)[0]) - 1)] = page.file
    for page in pages:
        if page.kind in ("story", "leaf", "asks", "help", "imprint"):
            files[page.file.removesuffix(".xhtml")] = page.file
    return files


def _file_of(number: int, opens: list[tuple[int, str]], *, contents: int) -> str:
    place = bisect_right([page for page, _ in opens], number) - 1
    if place >= 0:
        return opens[place][1]
    return {1: "cover.xhtml", contents - 1: "title.xhtml"}.get(number, NAV)


def _marked(xhtml: str, wanted: list[tuple[int, str]]) -> str:
    """The page with its marks: the first before everything else in it, the others before the letter they begin with."""
    head, body, rest = re.fullmatch(r"(.*?<body[^>]*>\s*<section[^>]*>)(.*)(</section>.*)", xhtml, re.S).groups()
    tokens = _TOKEN.findall(body)
    letters = [(place, letter) for place, token in enumerate(tokens) for letter in _letters(_said(token))]
    said = "".join(letter for _, letter in letters)
    marks: dict[int, str] = {}
    after = 0
    for number, beginning in wanted:
        found = said.find(beginning, after) if after else 0
        after = max(found, 0) + 1
        place = letters[found][0] if number != wanted[0][0] and found > 0 else 0
        marks[place] = marks.get(place, "") + _mark(number)
    return head + "".join(marks.get(place, "") + token for place, token in enumerate(tokens)) + rest


def _said(token: str) -> str:
    return "" if token.startswith("<") else unescape(token)


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _mark(number: int) -> str:
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{number}" aria-label="{number}"></span>'
