"""What binds the EPUB: its package (metadata, list of files, reading order) and its contents with landmarks."""

import datetime
import uuid
from dataclasses import dataclass
from html import escape

from publication.formats import wording
from publication.formats.edition import Edition
from publication.formats.epub_pages import NAV, Page
from publication.formats.epub_xhtml import document
from publication.formats.page_list import PageStart

CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/booklet.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
XHTML = "application/xhtml+xml"


@dataclass(frozen=True)
class Item:
    """A file of the EPUB: `properties` as EPUB names them; `spine` if it is read in turn."""

    file: str
    media_type: str
    data: bytes
    properties: str = ""
    spine: bool = False


def package(edition: Edition, items: list[Item], *, access: list[tuple[str, str]]) -> str:
    """The OPF. `access` is what epub_access.py found."""
    names = {item.file: f"file-{number}" for number, item in enumerate(items, 1)}
    manifest = "\n".join(
        f'<item id="{names[item.file]}" href="{escape(item.file)}" media-type="{item.media_type}"'
        + (f' properties="{item.properties}"/>' if item.properties else "/>")
        for item in items
    )
    spine = "\n".join(f'<itemref idref="{names[item.file]}"/>' for item in items if item.spine)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{escape(edition.language)}" prefix="schema: http://schema.org/">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_metadata(edition, access)}\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n<spine>\n{spine}\n</spine>\n</package>\n"
    )


def _metadata(edition: Edition, access: list[tuple[str, str]]) -> str:
    named = [
        ("dc:title", edition.title),
        ("dc:language", edition.language),
        ("dc:publisher", edition.publisher),
        ("dc:date", str(edition.year)),
        ("dc:description", edition.subtitle),
    ]
    lines = [f'<dc:identifier id="id">{identifier(edition)}</dc:identifier>']
    lines += [f"<{element}>{escape(value)}</{element}>" for element, value in named if value.strip()]
    lines.append(f'<meta property="dcterms:modified">{modified(edition)}</meta>')
    if ("accessibilityFeature", "pageNavigation") in access:
        lines.append(f'<meta property="pageBreakSource">{escape(page_source(edition))}</meta>')
    lines += [f'<meta property="schema:{name}">{escape(value)}</meta>' for name, value in access]
    return "\n".join(lines)


def identifier(edition: Edition) -> str:
    """One for all releases of an edition, since they are the same book to a reader's shelf."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:booklet:{edition.publisher}:{edition.year}").urn


def page_source(edition: Edition) -> str:
    """What the page numbers are those of."""
    return f"{edition.title}, release {edition.number}, booklet.pdf"


def modified(edition: Edition) -> str:
    """EPUB wants a moment that sets releases apart. It tells no clock: release n is n seconds into the year."""
    number = edition.number.rpartition(".")[2]
    start = datetime.datetime(edition.year, 1, 1)
    moment = start + datetime.timedelta(seconds=int(number) if number.isdecimal() else 0)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def contents(edition: Edition, pages: list[Page], starts: list[PageStart]) -> str:
    """The navigation page: every piece, the pages of the PDF, and the places that a reading system can jump to."""
    listed = [page for page in pages if page.kind not in ("cover", "title", "leaf")]
    body = (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="title">\n<h1 id="title">{wording.CONTENTS}</h1>\n'
        f"{_list(listed)}\n</nav>\n"
        f"{_page_list(starts)}"
        f'<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">\n<ol>\n{_landmarks(listed)}\n</ol>\n</nav>'
    )
    return document(wording.CONTENTS, body, language=edition.language)


def _list(pages: list[Page]) -> str:
    lines = ["<ol>"]
    for number, page in enumerate(pages):
        follows = number + 1 < len(pages) and pages[number + 1].inside
        lines.append(f'<li><a href="{escape(page.file)}" dir="auto">{escape(page.heading)}</a>')
        if page.inside:
            lines.append("</li>" if follows else "</li></ol></li>")
        else:
            lines.append("<ol>" if follows else "</li>")
    return "\n".join([*lines, "</ol>"])


def _page_list(starts: list[PageStart]) -> str:
    if not starts:
        return ""
    lines = "\n".join(f'<li><a href="{escape(_place(start))}">{start.number}</a></li>' for start in starts)
    return (
        f'<nav epub:type="page-list" role="doc-pagelist" aria-label="{wording.PAGES}" hidden="hidden">\n'
        f"<ol>\n{lines}\n</ol>\n</nav>\n"
    )


def _place(start: PageStart) -> str:
    return NAV if start.file == NAV else f"{start.file}#{start.id}"


def _landmarks(listed: list[Page]) -> str:
    first = next((page for page in listed if page.kind in ("part", "story")), listed[0])
    marks = [
        ("cover", "cover.xhtml", "Cover"),
        ("toc", NAV, wording.CONTENTS),
        ("bodymatter", first.file, first.heading),
    ]
    marks += [("backmatter", page.file, page.heading) for page in listed if page.kind == "help"]
    marks += [("colophon", page.file, page.heading) for page in listed if page.kind == "imprint" and page is not first]
    return "\n".join(
        f'<li><a epub:type="{kind}" href="{escape(file)}">{escape(heading)}</a></li>' for kind, file, heading in marks
    )
