"""What large print promises: A4, 18 pt, nothing small, ragged right, no block in italics, and the tags of the PDF."""

import ctypes
import re
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from publication.formats import pdf, setting_booklet
from publication.formats.edition import Part, Piece
from tests.publication.formats import pdf_checks, texts
from tests.publication.formats.test_pdf import PICTURE, every_kind
from tests.publication.formats.test_pdf import png as png  # a fixture

LONG = "Unfortunately responsibility, communication and particularly uncomfortable imagination remained. "


@pytest.fixture(scope="module")
def edition():
    made = texts.edition(texts.sources())
    letter = Piece("S-27-0900", every_kind(), "A few words before.", "It is sad.", 1, "letter")
    long = texts.piece(901, {"id": "long", "kind": "prose", "title": "Long", "text": LONG * 60})
    return texts.edition(texts.sources(), parts=(*made.parts, Part("Letters", "Two more.", (letter, long))))


@pytest.fixture(scope="module")
def made(edition, png):
    return pdf.pdf(edition, pictures={PICTURE: png}, variant="large")


@pytest.fixture(scope="module")
def letters(made):
    """How often each pair of size (in points) and font is used."""
    found = Counter()
    with pypdfium2.PdfDocument(made) as opened:
        for page in opened:
            for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                found[round(size_of(thing), 1), font_of(thing)] += 1
    return found


def size_of(text) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    return size.value * text.get_matrix().d


def font_of(text) -> str:
    font = pdfium.FPDFTextObj_GetFont(text)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, 200)
    return name.value.decode()


def test_the_same_edition_gives_the_same_bytes(edition, made, png):
    assert pdf.pdf(edition, pictures={PICTURE: png}, variant="large") == made


def test_it_keeps_the_list_of_promises(edition, made):
    with pdf_checks.opened("large-print.pdf", made, edition) as file:
        assert pdf_checks.faults(file) == []


def test_words_are_18_points_or_more_and_heads_and_numbers_16(letters):
    sizes = Counter()
    for (size, _font), count in letters.items():
        sizes[size] += count
    assert min(sizes) >= 16
    assert sizes.most_common(1)[0][0] == 18


def test_it_is_set_in_the_hyperlegible_face(letters):
    fonts = Counter()
    for (_size, font), count in letters.items():
        fonts[font] += count
    assert "AtkinsonHyperlegibleNext-Regular" in fonts.most_common(1)[0][0]
    others = sum(count for font, count in fonts.items() if "Atkinson" not in font)
    assert others < 20  # letters that it has not


def test_only_the_word_that_a_parent_stressed_leans(letters):
    leaning = sum(count for (_size, font), count in letters.items() if "Italic" in font)
    assert leaning == 1


def test_no_word_is_parted_at_the_end_of_a_line(made):
    with pypdfium2.PdfDocument(made) as opened:
        lines = [line for page in opened for line in page.get_textpage().get_text_range().splitlines()]
    assert any("communication" in line for line in lines)
    assert not [line for line in lines if re.search("[-\u00ad\ufffe\u0002]$", line)]


def test_lines_of_prose_end_where_their_words_end(made):
    """Ragged right: the lines of a long paragraph have many lengths."""
    with pypdfium2.PdfDocument(made) as opened:
        page = next(page for page in opened if "particularly" in page.get_textpage().get_text_range())
        text = page.get_textpage()
        ends = {round(text.get_rect(number)[2]) for number in range(text.count_rects())}
    assert len(ends) > 3


def test_no_page_is_empty(made):
    with pypdfium2.PdfDocument(made) as opened:
        assert all(page.get_textpage().get_text_range().strip() for page in opened)


def test_a_long_title_is_shortened_to_what_fits_at_the_head():
    assert len(setting_booklet.shortened("word " * 100, pdf.VARIANTS["large"])) <= 40
