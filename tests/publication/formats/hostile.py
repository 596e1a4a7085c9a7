"""Words that would hurt a careless program, and how each format is read to see that they came out as themselves."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf

from publication.formats import epub, pdf, text, web
from publication.formats.edition import Edition
from stories.characters import clean
from tests.publication.formats import fidelity, structure, texts
from tests.publication.formats.pdf_promises import beyond_the_edge

URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/")
# A letter under several marks is set by Typst in several steps, and each says the whole letter to whoever listens.
_SAID_AGAIN = re.compile("(\\S[\u0300-\u036f]+)(?:\\1)+")


@dataclass(frozen=True)
class Hard:
    """`refused` is the character that no shipped font has; `heard` says that a PDF must be read by its structure, since
    PDFium loses spaces beside emoji and marks, and pulls piles of marks apart."""

    name: str
    words: str
    refused: str = ""
    heard: bool = False

    @property
    def approved(self) -> str:
        """What the family saw and approved: no control, no override of direction (stories/characters.py)."""
        return clean(self.words)


@dataclass(frozen=True)
class Format:
    words: Callable[[Edition, Hard], str]
    can_refuse: bool = False

    def compare(self, edition: Edition, hard: Hard) -> None:
        """Raises NotFaithful unless the words stand in the file, in order, and nothing between them."""
        fidelity.all_found([(hard.name, hard.approved)], self.words(edition, hard))


TEXTS = (
    Hard(
        "Typst", '#set page(width: 1pt)\n\n= Heading $x^2$ *not* _em_ `raw` @ref <p> /* no */ #panic("x") \\u{41} ~ --'
    ),
    Hard("HTML", "<script>alert(1)</script> <b>bold</b> &amp; &lt;p&gt; <!-- x --> ]]> {{ x }} {% y %} <img src=x>"),
    Hard("one word of 30,000 letters", "x" * 30_000),
    Hard("a long word of two letters", "ab" * 3_000),
    Hard("an address", "https://example.org/" + "very-long-path/" * 40 + "?q=1&b=2#end"),
    Hard("many lines", "up we go\n" * 600),
    Hard("control characters", "a\x07b c\x00d e\x1bf \x7fg h\x85i j\x9fk \x0bl \x0cm \ufffeo"),
    Hard(
        "marks and overrides of direction", "a \u202eevil\u202c \u2066b\u2069 \u202bc\u202c d\u200ee\u200ff \u061c end"
    ),
    Hard("emoji", "😢💔✨ ❤️ 👩‍👩‍👧 🏳️‍🌈 👍🏽 🇬🇧 done", heard=True),
    Hard("letters with marks of their own", "ọ̀rẹ́ q̃ Nguyễn e\u0301 n\u0303 Łódź żółć ἀγάπη", heard=True),
    Hard("piles of marks", "Z\u0300\u0301\u0302\u0303a x\u0338y b" + "\u0301" * 40 + " end", heard=True),
    Hard("a paragraph in Hebrew", "שלום לך אמא, היא אמרה.\n\nShe said שלום and left."),
    Hard("a paragraph in Arabic", "هي عادت إلى البيت.\n\nShe said سلام and left."),
    Hard("odd spaces and joiners", "a\u00a0b\u2003c\u200bd\u3000e\u2028f\u2029g\ufeffh\u2060—\u2060i j\u200dk"),
    Hard("letters that no font has", "It said 你.", refused="CJK UNIFIED IDEOGRAPH-4F60 (U+4F60)"),
    Hard("a letter of somebody's own", "It said \ue000.", refused="the unnamed character (U+E000)"),
)


def of_a_pdf(data: bytes, hard: Hard) -> str:
    """The words of the file, none of them beyond the edge of a page; only a pile of marks may rise that far."""
    if not hard.heard:
        assert not list(beyond_the_edge(data))
        return fidelity.pdf_text(data)
    with pikepdf.open(io.BytesIO(data)) as document:
        return _SAID_AGAIN.sub(r"\1", "\n".join(words for _role, words in structure.said(document)))


def _pdf(variant: str) -> Format:
    def words(edition: Edition, hard: Hard) -> str:
        return of_a_pdf(pdf.pdf(edition, pictures={}, variant=variant), hard)

    return Format(words, can_refuse=True)


def _web(edition: Edition, _hard: Hard) -> str:
    pages = web.pages(edition, texts.Around(), lambda sha256: f"/pictures/{sha256}", URLS)
    return fidelity.html_text(pages["S-27-0001/index.html"], ".story")


FORMATS = {
    "PDF": _pdf("screen"),
    "large print": _pdf("large"),
    "print": _pdf("print"),
    "EPUB": Format(lambda edition, _hard: fidelity.epub_text(epub.epub(edition, pictures={}))),
    "web": Format(_web),
    "text": Format(lambda edition, _hard: text.text(edition).decode()),
}
