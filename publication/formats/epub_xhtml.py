"""The shell of every page of the EPUB: well-formed XHTML, with its language, its one heading and what it is.

What a piece is stands there twice, as EPUB asks: `epub:type` for old readers, the DPUB role for
assistive technology.
"""

import re
from collections.abc import Callable
from html import escape

from publication.formats.glyphs import CannotSet, name
from stories import render
from stories.tree import StoryTree

PictureUrl = Callable[[str], str]

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_RUN_IN_ANOTHER_LANGUAGE = re.compile('<span lang="([^"]*)"')


def document(title: str, body: str, *, language: str, code: str = "The booklet", attributes: str = "") -> str:
    """A whole file. Raises CannotSet(code, ...) for a character that XML has no way to hold."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{spoken(language)}>\n"
        f'<head><title>{escape(title)}</title><link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
        f"<body{attributes}>\n{body}\n</body>\n</html>\n"
    )
    if unfit := _NOT_XML.search(page):
        raise CannotSet(code, f"an EPUB cannot hold {name(unfit[0])}")
    return page


def section(kind: str, role: str, heading: str, inner: str, *, language: str = "", unseen: bool = False) -> str:
    """A piece under its heading, which may be `unseen`; `language` only where it is not the booklet's own."""
    look = ' class="unseen"' if unseen else ""
    role = f' role="{role}"' if role else ""
    return (
        f'<section epub:type="{kind}"{role} aria-labelledby="title"{spoken(language)}>\n'
        f'<h1 id="title"{look} dir="auto">{escape(heading)}</h1>\n{inner}\n</section>'
    )


def spoken(language: str) -> str:
    """The attributes that name a language, in both of XHTML's ways."""
    return f' lang="{escape(language)}" xml:lang="{escape(language)}"' if language else ""


def words_of(story: StoryTree, picture_url: PictureUrl) -> str:
    """The body of a text as every page shows it, its languages named in both ways."""
    html = render.html(story, picture_url=picture_url)
    return _RUN_IN_ANOTHER_LANGUAGE.sub(r'<span lang="\1" xml:lang="\1"', html)
