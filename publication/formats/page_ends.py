"""No word is torn by the turn of a page.

Typst breaks lines before it breaks pages, so it cannot know which hyphen will come last on one. The
finished file shows it; the paragraph is then set again with its words whole.
"""

from collections.abc import Iterable

_HYPHENS = {"-", "\u00ad", "\u2010"}


def torn_pages(last_glyphs: Iterable[str]) -> set[int]:
    """The numbers (from 1) of the pages whose last line ends in a hyphen, of what stands last on each page."""
    return {number for number, glyph in enumerate(last_glyphs, 1) if glyph in _HYPHENS}


def paragraphs_at(pages: set[int], beginnings: list[tuple[int, int]]) -> set[int]:
    """Which paragraph runs over the end of each page. `beginnings` holds (paragraph, page) in reading order."""
    found = set()
    for page in pages:
        before = [paragraph for paragraph, begins in beginnings if begins <= page]
        found |= set(before[-1:])
    return found
