"""The booklet as EPUB 3.3: the same bytes for the same edition, nothing from the network, no clock and no author."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from publication.formats import epub_access, epub_package, epub_pages, page_list, picture_files
from publication.formats.cover import cover_svg
from publication.formats.edition import Edition, digest
from publication.formats.epub_package import XHTML, Item
from publication.formats.pdf import LaidOut

HERE = Path(__file__).resolve().parent.parent
STYLE, FONTS = HERE / "epub", HERE.parent / "static" / "fonts"
# Vollkorn's licence lets it be embedded; these are the site's own files, small since they hold Latin letters only.
FACES = ("vollkorn-regular.woff2", "vollkorn-italic.woff2", "vollkorn-semibold.woff2")
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
DEEPEST = 40  # spaces before a line of verse that are still shown
COVER = "One thread for each story runs across the page. Each is broken once, and mended with a small bright join."


def epub(edition: Edition, *, pictures: Mapping[str, bytes], laid: LaidOut | None = None) -> bytes:
    """The finished file. `pictures` maps the SHA-256 of each picture in the edition to its bytes; `laid` is the
    edition's PDF for the screen: with it, the EPUB says where each of its pages begins.

    Raises CannotSet for a picture that is missing or a character that XHTML cannot hold, by name.
    """
    files = picture_files.used(edition, pictures)
    drawing = _cover(edition)
    unnumbered = epub_pages.pages(edition, cover=drawing, picture_url=lambda sha256: f"pictures/{files[sha256].name}")
    pages, starts = page_list.numbered(unnumbered, laid) if laid else (unnumbered, [])
    read = [Item(page.file, XHTML, page.xhtml.encode(), "svg" if page.kind == "cover" else "", True) for page in pages]
    nav = Item(epub_pages.NAV, XHTML, epub_package.contents(edition, pages, starts).encode(), "nav", True)
    style = styles()
    beside = [
        Item("book.css", "text/css", style.encode()),
        Item("cover.svg", "image/svg+xml", drawing.encode(), "cover-image"),
        Item("thread.svg", "image/svg+xml", (STYLE / "thread.svg").read_bytes()),
        *(Item(f"fonts/{name}", "font/woff2", (FONTS / name).read_bytes()) for name in FACES),
        *(
            Item(f"pictures/{file.name}", MEDIA_TYPES[file.name.rpartition(".")[2]], file.data)
            for file in files.values()
        ),
    ]
    items = [*read[:2], nav, *read[2:], *beside]  # the contents follow cover and title
    access = epub_access.metadata(edition, pictures=list(files.values()), style=style, numbered=bool(starts))
    return _zipped(epub_package.package(edition, items, access=access), items)


def styles() -> str:
    """The style sheet, with a rule for each depth of indent: `calc` and variables are not known to every reader."""
    rules = [f".line[data-indent] {{ padding-left: {_indent(DEEPEST)}; }}"]
    rules += [f'.line[data-indent="{deep}"] {{ padding-left: {_indent(deep)}; }}' for deep in range(1, DEEPEST + 1)]
    return (STYLE / "book.css").read_text() + "\n" + "\n".join(rules) + "\n"


def _indent(spaces: int) -> str:
    return f"{1.5 + spaces * 0.3:.1f}em"


def _cover(edition: Edition) -> str:
    return cover_svg(
        digest(edition),
        sum(1 for _ in edition.stories()),
        title=edition.title,
        year=edition.year,
        subtitle=edition.subtitle,
        variant=edition.cover,
        described=COVER,
    )


def _zipped(package: str, items: list[Item]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", epub_package.CONTAINER.encode())
        _put(archive, "EPUB/booklet.opf", package.encode())
        for item in items:
            packed = item.media_type.startswith(("font/", "image/")) and item.media_type != "image/svg+xml"
            method = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            _put(archive, f"EPUB/{item.file}", item.data, method)
    return made.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    """One entry with nothing of this machine in it: no time, no owner, the same rights everywhere."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
    archive.writestr(entry, data)
