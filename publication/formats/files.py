"""The files of a release: which there are, the use that each of them is, and how each is made.

A file belongs to one use (design, section 7): a parent who allows the web but not print is in
`booklet.pdf` and not in `print/`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consent.uses import Use
from publication.formats import cover, epub, pdf, text, web
from publication.formats.edition import Edition, digest
from publication.formats.glyphs import CannotSet

PDF, EPUB, LARGE, TEXT = "booklet.pdf", "booklet.epub", "large-print.pdf", "booklet.txt"
# What readers are offered, in this order, with what the link says.
DOWNLOADS = {
    PDF: "PDF, to read or print",
    EPUB: "EPUB, for e-readers and phones",
    LARGE: "Large print, a PDF on A4",
    TEXT: "Plain text",
}


class CannotMake(Exception):
    """A file cannot be made from this edition; the sentence says which story, why, and what to mend."""


@dataclass(frozen=True)
class Maker:
    name: str
    use: Use
    media_type: str
    make: Callable[[], bytes]


def makers(
    edition: Edition,
    *,
    chrome: object,
    pictures: Mapping[str, bytes],
    picture_url: Callable[[str], str],
    urls: web.Urls,
) -> list[Maker]:
    """Every file of a release, still unmade, so that a caller can say which one is being made."""

    pages = web.pages(edition, chrome, picture_url, urls, cover=drawn_cover(edition))
    return [
        Maker(PDF, Use.ONLINE, "application/pdf", told(pdf.pdf, edition, pictures=pictures)),
        Maker(EPUB, Use.ONLINE, "application/epub+zip", told(epub.epub, edition, pictures=pictures)),
        Maker(LARGE, Use.ONLINE, "application/pdf", told(pdf.pdf, edition, pictures=pictures, variant="large")),
        Maker(TEXT, Use.ONLINE, "text/plain; charset=utf-8", lambda: text.text(edition)),
        *(
            Maker(f"web/{path}", Use.ONLINE, "text/html; charset=utf-8", lambda page=page: page.encode())
            for path, page in pages.items()
        ),
    ]


def told(make: Callable[..., bytes], *what: object, **settings: object) -> Callable[[], bytes]:
    """`make` with what it needs, so that a refusal is a sentence for the desk."""

    def made() -> bytes:
        try:
            return make(*what, **settings)
        except CannotSet as refusal:
            raise CannotMake(f"{refusal} Mend it in the story, ask the parent again, or leave it out.") from refusal
        except pdf.CannotBuild as refusal:
            raise CannotMake(f"The PDF could not be set: {refusal}") from refusal

    return made


def drawn_cover(edition: Edition) -> str:
    """The release's own cloth, as SVG for pages."""
    return cover.cover_svg(
        digest(edition),
        sum(1 for _ in edition.stories()),
        title=edition.title,
        year=edition.year,
        subtitle=edition.subtitle,
    )
