"""Page 31 of the PDF is page 31 in the EPUB: one list, in order, each entry at the very words that open the page."""

import io
import zipfile

import pypdfium2
import pytest
from lxml import etree

from publication.formats import epub, pdf
from publication.formats.edition import HelpLine
from tests.publication.formats import fidelity, texts

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = {"opf": "http://www.idpf.org/2007/opf"}


class Book:
    def __init__(self, edition):
        self.laid = pdf.laid_out(edition, pictures={})
        data = epub.epub(edition, pictures={}, laid=self.laid)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.package = etree.fromstring(archive.read("EPUB/booklet.opf"))
            self.pages = {
                name.removeprefix("EPUB/"): etree.fromstring(archive.read(name))
                for name in archive.namelist()
                if name.endswith(".xhtml")
            }

    def listed(self) -> list[tuple[int, str]]:
        """Number and target of each entry of the list of pages."""
        (nav,) = (one for one in self.pages["nav.xhtml"].iter(f"{XHTML}nav") if one.get(TYPE) == "page-list")
        return [(int(link.text), link.get("href")) for link in nav.iter(f"{XHTML}a")]

    def spine(self) -> list[str]:
        files = {item.get("id"): item.get("href") for item in self.package.iterfind(".//opf:item", OPF)}
        return [files[one.get("idref")] for one in self.package.iterfind(".//opf:itemref", OPF)]

    def after(self, target: str) -> str:
        """The letters that follow a place, to the end of its file."""
        file, _, anchor = target.partition("#")
        (mark,) = (one for one in self.pages[file].iter(f"{XHTML}span") if one.get("id") == anchor)
        body = self.pages[file].find(f"{XHTML}body")
        said, here = [], False
        for event, element in etree.iterwalk(body, events=("start", "end")):
            here = here or element is mark
            if here:
                said.append((element.text if event == "start" else element.tail) or "")
        return letters("".join(said))


def letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


@pytest.fixture(scope="module", params=texts.FILES, ids=lambda file: file.stem)
def book(request):
    return Book(texts.edition(texts.sources(request.param)))


@pytest.fixture(scope="module")
def printed(book):
    """The letters of each page of the PDF, without head and number."""
    with pypdfium2.PdfDocument(book.laid.data) as document:
        return [letters(fidelity.words_on(page)) for page in document]


def test_every_page_with_a_word_on_it_is_listed_once_and_in_order(book, printed):
    assert [number for number, _ in book.listed()] == [n for n, words in enumerate(printed, 1) if words]


def test_each_page_begins_in_the_epub_with_the_words_that_open_it_in_the_pdf(book, printed):
    looked_at = 0
    for number, target in book.listed():
        if target.startswith("S-"):
            assert book.after(target).startswith(printed[number - 1][:60]), number
            looked_at += 1
    assert looked_at > len(book.laid.openings) / 2


def test_the_list_follows_the_order_of_reading(book):
    order = book.spine()
    places = [order.index(target.partition("#")[0]) for _, target in book.listed()]
    assert places == sorted(places)


def test_every_mark_is_in_the_list_and_says_its_number(book):
    marks = {
        f"{file}#{span.get('id')}": int(span.get("aria-label"))
        for file, page in book.pages.items()
        for span in page.iter(f"{XHTML}span")
        if span.get("role") == "doc-pagebreak"
    }
    assert marks == {target: number for number, target in book.listed() if "#" in target}
    assert len(marks) > 5


def test_the_words_of_a_story_are_the_same_with_marks_and_without(book):
    for page in book.pages.values():
        assert all(
            not span.text and not len(span) for span in page.iter(f"{XHTML}span") if span.get(TYPE) == "pagebreak"
        )


def test_the_package_says_whose_page_numbers_they_are(book):
    (source,) = book.package.iterfind(".//opf:meta[@property='pageBreakSource']", OPF)
    assert "2027.1" in source.text
    features = {one.text for one in book.package.iterfind(".//opf:meta[@property='schema:accessibilityFeature']", OPF)}
    assert {"pageBreakMarkers", "pageNavigation"} <= features


def test_without_a_pdf_nothing_is_claimed_of_pages():
    data = epub.epub(texts.edition(texts.sources()), pictures={})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for claim in (b"pageBreak", b"pageNavigation", b"page-list", b"pagebreak"):
        assert claim not in everything


def test_pages_whose_beginnings_are_alike_come_in_their_order():
    again = "\n\n".join(
        ["The same words come again, and then once more, until nobody can tell one from another."] * 120
    )
    book = Book(texts.one(again))
    numbers = [number for number, target in book.listed() if target.startswith("S-")]
    assert len(numbers) > 3
    left = [len(book.after(f"S-27-0001.xhtml#page-{number}")) for number in numbers]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == len(left)


def test_help_over_two_pages_has_both_in_its_list():
    lines = tuple(HelpLine(f"The invented line {n}", f"0808 157 00{n:02d}", "Every day. " * 12) for n in range(20))
    book = Book(texts.edition(texts.sources()[:1], help=lines))
    assert len([1 for _, target in book.listed() if target.startswith("help.xhtml")]) > 1
