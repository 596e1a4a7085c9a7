"""How one booklet shows itself on other pages: on the home page, on the shelf, beside an article."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Download:
    """One file a reader can take: "PDF for reading", its address, and its size in words."""

    title: str
    url: str
    size: str = ""


@dataclass(frozen=True)
class BookletCard:
    """A booklet that readers may open. `cover` is an SVG drawn by publication.formats.cover."""

    title: str
    year: int
    sentence: str
    url: str
    cover: SafeString
    downloads: tuple[Download, ...] = ()


def card_of(page, *, today) -> BookletCard | None:
    """The card of a page that has one and may show it today. A page without `card` simply has none."""
    if page is None or not page.live:
        return None
    make = getattr(page.specific, "card", None)
    return make(today=today) if make else None
