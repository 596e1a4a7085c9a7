"""What a print shop gets: boxes where its programs look for them, inks and no screen colours, pages that fold."""

import dataclasses
import hashlib
import io
from contextlib import contextmanager

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.formats import imposing, pdf
from publication.formats.edition import COVERS, Part
from publication.formats.leaves import Breath
from publication.formats.printing import PrintSet, specification
from tests.publication.formats import fidelity, pdf_checks, texts
from tests.publication.formats.pdf_promises import IMPOSED

MM = 72 / 25.4
SCREEN_COLOURS = {"rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN"}


@pytest.fixture(scope="module", params=texts.FILES, ids=lambda file: file.stem)
def sources(request):
    return texts.sources(request.param)


@pytest.fixture(scope="module")
def edition(sources):
    return texts.edition(sources)


@pytest.fixture(scope="module")
def made(edition):
    return PrintSet(edition, {})


@contextmanager
def pages_of(data: bytes):
    with pikepdf.open(io.BytesIO(data)) as document:
        yield list(document.pages)


def edges(box) -> list[float]:
    return [float(edge) / MM for edge in box]


def folded(sides: list[tuple[int, int]]) -> list[int]:
    """Lays the sheets on each other, folds the pile and reads it from front to back."""
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    going_in = [page for (_, front_right), (back_left, _) in sheets for page in (front_right, back_left)]
    coming_out = [page for (front_left, _), (_, back_right) in reversed(sheets) for page in (back_right, front_left)]
    return going_in + coming_out


@given(st.integers(1, 60).map(lambda sheets: 4 * sheets))
def test_the_folded_pile_reads_from_the_first_page_to_the_last(pages):
    assert folded(imposing.order(pages)) == list(range(1, pages + 1))


def test_eight_pages_lie_as_every_printer_knows_them():
    assert imposing.order(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]


@pytest.mark.parametrize("pages", [0, 1, 2, 3, 5, 79])
def test_what_cannot_be_folded_is_refused(pages):
    with pytest.raises(ValueError, match="multiple of four"):
        imposing.order(pages)


@pytest.mark.parametrize("pages", range(1, 81))
def test_a_booklet_of_any_length_is_filled_up_to_four_and_no_further(pages):
    filled = pages + pdf.spare(pages)
    assert filled % 4 == 0
    assert filled - pages < 4


@pytest.mark.parametrize("stories", [1, 2, 3, 4])
def test_the_spare_pages_are_really_there_and_none_is_blank(stories):
    edition = texts.edition(texts.sources()[:stories])
    plain, printed = pdf.pdf(edition, pictures={}), PrintSet(edition, {}).inner
    with pages_of(plain) as without, pages_of(printed) as filled:
        assert len(filled) == len(without) + pdf.spare(len(without))
        assert all(drawn(page) for page in filled)


def drawn(page: pikepdf.Page) -> bool:
    """Whether more stands on a page than the eight marks to cut by."""
    paints = [str(operator) for _, operator in pikepdf.parse_content_stream(page)]
    return len([one for one in paints if one in ("S", "f", "TJ", "Tj")]) > 8


def test_the_numbers_of_pages_are_those_of_the_pdf_for_the_screen(edition, made):
    def beginnings(data):
        with pikepdf.open(io.BytesIO(data)) as document, document.open_outline() as outline:
            items = [item for top in outline.root for item in (top, *top.children)]
            return [(item.title, document.pages.index(pikepdf.Page(item.destination[0]))) for item in items]

    assert beginnings(made.inner) == beginnings(pdf.pdf(edition, pictures={}))


def test_every_word_and_every_line_of_every_text_is_in_the_inside(sources, made):
    fidelity.all_found([(source["id"], source["text"]) for source in sources], fidelity.pdf_text(made.inner))


@pytest.mark.parametrize("part", ["inner", "cover", "imposed"])
def test_each_file_keeps_its_part_of_the_list_of_promises(edition, made, part):
    name = IMPOSED if part == "imposed" else f"print/{part}.pdf"
    with pdf_checks.opened(name, getattr(made, part), edition) as file:
        assert pdf_checks.faults(file) == []


@pytest.mark.parametrize("part", ["inner", "cover"])
def test_everything_is_mixed_from_inks_and_letters_are_black_ink_alone(made, part):
    with pages_of(getattr(made, part)) as pages:
        for page in pages:
            ink = None
            for operands, operator in pikepdf.parse_content_stream(page):
                assert str(operator) not in SCREEN_COLOURS
                if str(operator) == "k":
                    ink = [float(value) for value in operands]
                if str(operator) in ("Tj", "TJ"):
                    assert ink[:3] == [0, 0, 0]


@pytest.mark.parametrize("look", COVERS)
def test_the_cover_has_four_pages_and_its_colour_runs_over_every_cut(edition, look):
    made = PrintSet(dataclasses.replace(edition, cover=look), {}).cover
    document = pypdfium2.PdfDocument(made)
    assert len(document) == 4
    for page in document:
        picture = page.render(scale=1).to_pil().convert("RGB")
        for x, y in ((0.5, 8.5), (8.5, 0.5)):  # beyond the cut and inside the bleed, in millimetres
            across, down = 168 * x if x < 1 else x, 230 * y if y < 1 else y
            assert picture.getpixel((int(across * MM), int(down * MM))) != (255, 255, 255)
    assert "Invented Line" in document[3].get_textpage().get_text_range()


def test_covers_differ_by_more_than_their_words(edition):
    assert len({PrintSet(dataclasses.replace(edition, cover=look), {}).cover for look in COVERS}) == len(COVERS)


def test_the_imposed_file_carries_each_page_once_at_its_place(made):
    """What is drawn at the left and the right of each side is, byte for byte, the page that the order names."""
    with pages_of(made.cover) as cover, pages_of(made.inner) as inner, pages_of(made.imposed) as sides:
        front, inside_front, inside_back, back = cover
        reading = [contents(page) for page in (front, inside_front, *inner, inside_back, back)]
        order = imposing.order(len(reading))
        assert len(sides) == len(order)
        for side, numbers in zip(sides, order, strict=True):
            assert edges(side.mediabox)[2:] == pytest.approx((297, 210), abs=0.1)
            assert [drawing for _, drawing in drawings(side)] == [reading[number - 1] for number in numbers]
            assert [x < 148.5 for x, _ in drawings(side)] == [True, False]


def of_length(pages: int):
    """An edition whose pages before any is added to fill a sheet come to this number: four of its own, and pauses."""
    pauses = tuple(Breath(0, f"Pause {number}.") for number in range(1, pages - 3))
    return texts.edition([], front=(), help=(), parts=(Part("", "", (), pauses),))


@pytest.mark.proof
@pytest.mark.parametrize("pages", range(4, 81))
def test_a_real_booklet_of_any_length_is_filled_up_with_pages_that_are_not_blank(pages):
    edition = of_length(pages)
    with pages_of(pdf.pdf(edition, pictures={})) as plain:
        assert len(plain) == pages
    with pages_of(PrintSet(edition, {}).inner) as filled:
        assert len(filled) == pages + -pages % 4
        assert all(drawn(page) for page in filled)


@pytest.mark.parametrize("pages", [4, 9, 14, 40, 75])
def test_the_finished_sheets_when_folded_read_from_cover_to_cover(pages):
    """The words on each half of each side, once folded, are those of the pages one after the other."""
    made = PrintSet(of_length(pages), {})
    front, inside_front, inside_back, back = halves(made.cover, 1)
    reading = [front, inside_front, *halves(made.inner, 1), inside_back, back]
    printed = halves(made.imposed, 2)
    assert folded(list(zip(printed[::2], printed[1::2], strict=True))) == reading
    assert len(set(reading)) >= pages - 2


def halves(data: bytes, parts: int) -> list[str]:
    """The words on each page, or on each of so many parts of it from left to right."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            left, bottom, right, top = page.get_trimbox()
            wide = (right - left) / parts
            for part in range(parts):
                edge = left + part * wide
                words = page.get_textpage().get_text_bounded(edge, bottom, edge + wide, top)
                found.append(" ".join(words.split()))
    return found


def contents(page: pikepdf.Page) -> bytes:
    streams = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    return b"\n".join(stream.read_bytes() for stream in streams).strip()


def drawings(side: pikepdf.Page) -> list[tuple[float, bytes]]:
    """Each page drawn on a side of paper: how far from the left its cut begins (mm), and what is drawn."""
    found, place = [], None
    for operands, operator in pikepdf.parse_content_stream(side):
        if str(operator) == "cm":
            place = [float(value) for value in operands]
        elif str(operator) == "Do":
            form = side.Resources.XObject[operands[0]]
            wide, shift = place[0], place[4]
            found.append((round((float(form.BBox[0]) * wide + shift) / MM, 2), form.read_bytes().strip()))
    return found


def test_the_same_edition_gives_the_same_bytes(edition, made):
    again = PrintSet(edition, {})
    assert (again.inner, again.cover, again.imposed) == (made.inner, made.cover, made.imposed)


def test_the_sheet_for_the_printer_says_what_the_files_are(made):
    told = made.spec().decode()
    for needed in (f"{made.inner_pages} pages", "148 x 210", "3 mm", "(0 0 0 100)", "stapled", "g/m2"):
        assert needed in told


def test_a_pile_too_thick_for_staples_is_told(edition):
    assert "glued" not in specification(edition, 56)
    assert "glued" in specification(edition, 64)


def test_the_checksums_are_those_of_the_files(made):
    named = dict(reversed(line.split("  ")) for line in made.checksums().decode().splitlines())
    assert named["inner.pdf"] == hashlib.sha256(made.inner).hexdigest()
    assert set(named) == {"inner.pdf", "cover.pdf", "imposed-a4.pdf", "spec.txt"}
