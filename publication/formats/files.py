"""The files of a release: which there are, the use that each of them is, and how each is made.

A file belongs to one use (design, section 7): a parent who allows the web but not print is in
`booklet.pdf` and not in `print/`.
"""

import functools
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consent.uses import Use
from publication.formats import braille, cover, epub, pdf, quote_cards, text, web
from publication.formats.braille_cells import CannotTranslate
from publication.formats.edition import Edition, digest
from publication.formats.glyphs import CannotSet
from publication.formats.printing import PrintSet
from publication.formats.typesetting import CannotBuild

PDF, EPUB, LARGE, TEXT = "booklet.pdf", "booklet.epub", "large-print.pdf", "booklet.txt"
BRAILLE = "booklet.brf"
# What readers are offered, in this order, with what the link says.
DOWNLOADS = {
    PDF: "PDF, to read or print",
    EPUB: "EPUB, for e-readers and phones",
    LARGE: "Large print, a PDF on A4",
    TEXT: "Plain text",
    BRAILLE: "Braille (BRF), for a display or an embosser",
}
# What a publisher gives to a print shop; readers are never offered these.
PRINT_FILES = {
    "print/inner.pdf": "Inside pages, A5 with bleed and marks",
    "print/cover.pdf": "Cover, four pages",
    "print/imposed-a4.pdf": "All pages laid on A4, for an office copier",
    "print/spec.txt": "What the printer needs to know",
    "print/sha256.txt": "Checksums",
}
# Where files are made that share work, the longest work first.
BENCHES = ("pages", "print", "large", "words")
# What may be missing where a machine cannot make it; a release without any of the others is not whole.
MAY_BE_MISSING = {BRAILLE}


# Pictures of quotations, for readers to share: a folder of them, named by the quotation's code and the shape.
CARDS = "cards"


class CannotMake(Exception):
    """A file cannot be made from this edition; the sentence says which story, why, and what to mend."""


@dataclass(frozen=True)
class Maker:
    """One file, still unmade. Makers with the same `bench` share work, so they are asked one after the other; those of
    different benches may work side by side."""

    name: str
    use: Use
    media_type: str
    make: Callable[[], bytes]
    bench: str = "words"
    # A release is whole without it, and says that and why it is missing.
    may_fail: bool = False


def makers(
    edition: Edition,
    *,
    chrome: object,
    pictures: Mapping[str, bytes],
    picture_url: Callable[[str], str],
    urls: web.Urls,
) -> list[Maker]:
    """Every file of a release, still unmade, so that a caller can say which one is being made."""

    # The EPUB names the pages of the PDF, which is laid out once for both.
    laid = functools.cache(lambda: pdf.laid_out(edition, pictures=pictures))
    pages = web.pages(edition, chrome, picture_url, urls, cover=drawn_cover(edition))
    large = functools.partial(pdf.pdf, edition, pictures=pictures, variant="large")
    made = [
        Maker(PDF, Use.ONLINE, "application/pdf", told(lambda: laid().data), "pages"),
        Maker(
            EPUB,
            Use.ONLINE,
            "application/epub+zip",
            told(lambda: epub.epub(edition, pictures=pictures, laid=laid())),
            "pages",
        ),
        Maker(LARGE, Use.ONLINE, "application/pdf", told(large), "large"),
        Maker(TEXT, Use.ONLINE, "text/plain; charset=utf-8", lambda: text.text(edition)),
        Maker(BRAILLE, Use.ONLINE, "text/x-brf; charset=us-ascii", told(braille.braille, edition)),
        *(
            Maker(f"web/{path}", Use.ONLINE, "text/html; charset=utf-8", lambda page=page: page.encode())
            for path, page in pages.items()
        ),
    ]
    return [maker for maker in made if maker.name not in missing(edition.language)]


def print_makers(edition: Edition, *, pictures: Mapping[str, bytes]) -> list[Maker]:
    """The files for paper. `edition` holds only stories that may be printed; without any there is nothing to print."""
    if not any(edition.stories()):
        return []
    made = PrintSet(edition, pictures)
    each = {
        "print/inner.pdf": ("application/pdf", lambda: made.inner),
        "print/cover.pdf": ("application/pdf", lambda: made.cover),
        "print/imposed-a4.pdf": ("application/pdf", lambda: made.imposed),
        "print/spec.txt": ("text/plain; charset=utf-8", made.spec),
        "print/sha256.txt": ("text/plain; charset=utf-8", made.checksums),
    }
    return [Maker(name, Use.PRINT, media_type, told(make), "print") for name, (media_type, make) in each.items()]


def card_makers(edition: Edition, *, chrome: object, urls: web.Urls) -> list[Maker]:
    """The cards of the quotations that may be shared, the words beside each, and the page that shows them.

    A card whose words do not fit its shape may fail: verse often stands on the square one alone.
    """
    if not edition.quotes:
        return []
    png, words, html = "image/png", "text/plain; charset=utf-8", "text/html; charset=utf-8"
    made = []
    for quote in edition.quotes:
        for shape in quote_cards.SHAPES:
            drawn = told(quote_cards.card, quote, edition, shape)
            made.append(Maker(card_name(quote.code, shape), Use.SOCIAL, png, drawn, may_fail=True))
        beside = functools.partial(quote_cards.said, quote, edition)
        made.append(Maker(card_name(quote.code), Use.SOCIAL, words, lambda beside=beside: beside().encode()))
    page = functools.partial(web.cards_page, edition, chrome, urls)
    return [*made, Maker(f"web/{CARDS}/index.html", Use.SOCIAL, html, lambda: page().encode())]


def card_name(code: str, shape: str = "") -> str:
    """The file of a card of this shape, or of the words beside the cards."""
    return f"{CARDS}/{code}-{shape}.png" if shape else f"{CARDS}/{code}.txt"


def missing(language: str = "en") -> dict[str, str]:
    """The files that cannot be made here, each with the reason as a sentence for the desk and the manifest."""
    reason = braille.unavailable(language)
    return {BRAILLE: reason} if reason else {}


def told(make: Callable[..., bytes], *what: object, **settings: object) -> Callable[[], bytes]:
    """`make` with what it needs, so that a refusal is a sentence for the desk."""

    def made() -> bytes:
        try:
            return make(*what, **settings)
        except CannotSet as refusal:
            raise CannotMake(f"{refusal} Mend it in the story, ask the parent again, or leave it out.") from refusal
        except CannotBuild as refusal:
            raise CannotMake(f"The PDF could not be set: {refusal}") from refusal
        except (CannotTranslate, subprocess.TimeoutExpired) as refusal:
            raise CannotMake(
                "The braille file could not be made, since liblouis failed. Look at its package."
            ) from refusal

    return made


def drawn_cover(edition: Edition) -> str:
    """The release's own cloth, as SVG for pages."""
    return cover.cover_svg(
        digest(edition),
        sum(1 for _ in edition.stories()),
        title=edition.title,
        year=edition.year,
        subtitle=edition.subtitle,
        variant=edition.cover,
    )
