"""What the finished PDF promises to those who read it with their ears, and to whoever prints it."""

import io
from collections import Counter

import pikepdf
import pypdfium2
import pytest

from publication.formats import page_ends, page_words, pdf, typesetting
from publication.formats.edition import FrontPiece, Part, Piece, digest
from publication.formats.glyphs import CannotSet
from publication.formats.threads import weave
from stories.tree import Break, Heading, LetterPart, Paragraph, Picture, Quotation, Run, StoryTree
from tests.publication.formats import pdf_checks, structure, texts

PICTURE = "a" * 64


def every_kind() -> StoryTree:
    nodes = (
        LetterPart("salutation", (Run("Dear reader,"),)),
        Paragraph((Run("It was "), Run("late", emphasis=True), Run(" and "), Run("dark", strong=True), Run("."))),
        Heading("What came after"),
        Quotation((Paragraph((Run("Hold the rail."),)),)),
        Break(),
        Paragraph((Run("She said "), Run("nos da", lang="cy"), Run("."))),
        Picture(PICTURE, "A drawing of a gate", "The gate is shut."),
        LetterPart("closing", (Run("With love,"),)),
        LetterPart("signature", (Run("A parent"),)),
    )
    return StoryTree("Of every kind", "A parent", "en", nodes)


@pytest.fixture(scope="module")
def edition():
    made = texts.edition(texts.sources())
    letter = Part("Letters", "", (Piece("S-27-0900", every_kind(), "A few words before.", "", 1, "letter"),))
    return texts.edition(texts.sources(), parts=(*made.parts, letter))


@pytest.fixture(scope="module")
def made(edition, png):
    return pdf.pdf(edition, pictures={PICTURE: png})


@pytest.fixture(scope="module")
def png():
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def document(made):
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def test_the_same_edition_gives_the_same_bytes(edition, made, png):
    assert pdf.pdf(edition, pictures={PICTURE: png}) == made


def test_it_keeps_the_list_of_promises(edition, made):
    with pdf_checks.opened("booklet.pdf", made, edition) as file:
        assert pdf_checks.faults(file) == []


def test_another_word_gives_another_cover(edition):
    other = texts.edition(texts.sources()[:5])
    assert weave(digest(edition), 3) != weave(digest(other), 3)


def test_a_paragraph_stays_one_paragraph_over_the_turn_of_a_page():
    long = " ".join(["The stairs were cold and we sat there, the two of us, until the boiler came on."] * 60)
    with pikepdf.open(io.BytesIO(pdf.pdf(texts.one(long), pictures={}))) as opened:
        assert structure.paragraphs_over_pages(opened) >= 1


def test_pictures_links_quotations_and_contents_are_what_they_are(document):
    roles = Counter(str(element.S) for element in structure.elements(document))
    assert roles["/Figure"] == 1
    assert roles["/BlockQuote"] == 1
    assert roles["/TOC"] >= 1
    assert roles["/TOCI"] == 12
    figure = next(element for element in structure.elements(document) if element.S == "/Figure")
    assert str(figure.Alt) == "A drawing of a gate"


def test_words_in_another_language_say_so(document):
    assert "cy" in structure.languages(document)


def test_a_story_in_another_language_says_so_and_what_staff_say_of_it_does_not():
    story = StoryTree("Nos da", "", "cy", (Paragraph((Run("Mae hi yn ôl."),)),))
    piece = Piece("S-27-0001", story, "A short one.", "It is sad.", 1, "prose")
    made = pdf.pdf(texts.edition([], parts=(Part("", "", (piece,)),)), pictures={})
    with pikepdf.open(io.BytesIO(made)) as opened:
        welsh = [str(element.S) for element in structure.elements(opened) if element.get("/Lang") == "cy"]
    assert welsh == ["/TOCI", "/H1", "/P"]


@pytest.mark.parametrize("tag", ["en-GB", "zh-Hant", "es-419", "pt-BR", "sr-Latn-RS"])
def test_words_in_a_language_of_some_place_or_script_are_set(tag):
    story = StoryTree("A title", "", "en", (Paragraph((Run("so they say", lang=tag),)),))
    piece = Piece("S-27-0001", story, "", "", 1, "prose")
    assert pdf.pdf(texts.edition([], parts=(Part("", "", (piece,)),)), pictures={}).startswith(b"%PDF")


def test_a_picture_without_a_description_stops_the_build_by_name(png):
    story = StoryTree("A title", "", "en", (Picture(PICTURE, ""),))
    piece = Piece("S-27-0001", story, "", "", 1, "prose")
    with pytest.raises(CannotSet, match="S-27-0001 cannot be set: a picture in it has no description"):
        pdf.pdf(texts.edition([], parts=(Part("", "", (piece,)),)), pictures={PICTURE: png})


def test_a_help_line_can_be_dialled_from_the_page(document):
    links = [note for page in document.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    assert len(links) >= 12
    assert any(str(link.get("/A", {}).get("/URI", "")) == "tel:08081570000" for link in links)


def test_it_is_set_in_the_house_face(document):
    assert any("Vollkorn" in name for name in structure.fonts(document))


def test_a_part_opens_on_a_right_hand_page(document):
    with document.open_outline() as outline:
        parts = [item for item in outline.root if item.children]
        pages = [structure.page_number(document, item) for item in parts]
    assert pages
    assert all(page % 2 == 1 for page in pages)


def test_the_contents_give_the_page_on_which_a_story_stands(made, edition):
    with pypdfium2.PdfDocument(made) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    contents = pages[2]
    for story in edition.stories():
        line = next(line for line in contents.splitlines() if line.startswith(story.tree.title))
        assert story.tree.title in pages[int(line.split()[-1]) - 1]


def test_heads_name_the_piece_on_right_pages_and_the_booklet_on_left_ones():
    long = "\n\n".join(["The stairs were cold, and we sat there, the two of us, until the boiler came on."] * 120)
    with pypdfium2.PdfDocument(pdf.pdf(texts.one(long, title="On the stairs"), pictures={})) as opened:
        heads = []
        for page in opened:
            width, height = page.get_size()
            heads.append(page.get_textpage().get_text_bounded(0, height - 42, width, height).strip())
    assert set(heads[0::2]) <= {"", "On the stairs"}
    assert set(heads[1::2]) <= {"", "The Kettle and the Stair"}
    assert heads.count("On the stairs") >= 2
    assert heads.count("The Kettle and the Stair") >= 2


def test_no_word_is_torn_by_the_turn_of_a_page(monkeypatch):
    words = "Unfortunately responsibility, communication and particularly uncomfortable imagination remained. "
    edition = texts.one("\n\n".join([words * 18, words * 23, words * 31] * 4))
    assert page_ends.torn_pages(page_words.last_glyphs(pdf.pdf(edition, pictures={}))) == set()
    monkeypatch.setattr(pdf, "ROUNDS", 1)
    assert page_ends.torn_pages(page_words.last_glyphs(pdf.pdf(edition, pictures={}))) != set()


def test_what_stands_last_on_a_page_is_the_last_of_its_words(edition, png):
    data = pdf.pdf(edition, pictures={PICTURE: png})
    assert [glyphs[-1] if glyphs else "" for glyphs in page_words.pages(data)] == list(page_words.last_glyphs(data))


@pytest.mark.parametrize("many", [0, 250])
@pytest.mark.parametrize("variant", ["screen", "print"])
def test_a_book_that_is_set_in_a_process_of_its_own_is_the_same_to_the_byte(monkeypatch, edition, png, variant, many):
    made = pdf.laid_out(edition, pictures={PICTURE: png}, variant=variant)
    monkeypatch.setattr(pdf, "FEW", 0)
    monkeypatch.setattr(pdf, "MANY", many)
    monkeypatch.setattr(pdf.typesetting, "here", None)
    assert pdf.laid_out(edition, pictures={PICTURE: png}, variant=variant) == made


def test_what_typst_refuses_in_a_process_of_its_own_is_said_in_its_words(tmp_path):
    (tmp_path / "booklet.typ").write_text("#nothing")
    run = typesetting.Run(str(tmp_path / "booklet.typ"), "screen", "{}", ("1.7",), 0)
    with typesetting.apart() as apart:
        for way in (typesetting.here, apart, apart):
            with pytest.raises(pdf.CannotBuild, match="unknown variable: nothing"):
                way(run)


def test_a_process_that_is_killed_is_a_build_that_failed(monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting.sys, "executable", "/bin/false")
    run = typesetting.Run(str(tmp_path / "booklet.typ"), "screen", "{}", ("1.7",), 0)
    with typesetting.apart() as apart, pytest.raises(pdf.CannotBuild, match="status 1. Look whether memory ran out"):
        apart(run)


def test_a_process_that_comes_to_no_end_is_a_build_that_failed(monkeypatch, tmp_path):
    (tmp_path / "booklet.typ").write_text("#range(100000000).map(n => calc.pow(n, 2)).len()")
    monkeypatch.setattr(typesetting, "PATIENCE", 0.5)
    run = typesetting.Run(str(tmp_path / "booklet.typ"), "screen", "{}", ("1.7",), 0)
    with typesetting.apart() as apart, pytest.raises(pdf.CannotBuild, match="did not come to its end"):
        apart(run)


def test_an_edition_without_parts_has_stories_as_its_first_headings():
    piece = texts.piece(1, texts.sources()[0])
    edition = texts.edition([], parts=(Part("", "", (piece,)),), front=(), help=())
    with pikepdf.open(io.BytesIO(pdf.pdf(edition, pictures={}))) as opened:
        assert set(structure.heading_levels(opened)) == {1}


def test_an_edition_without_stories_can_be_printed():
    assert pdf.pdf(texts.edition([], parts=(), front=(), help=()), pictures={}).startswith(b"%PDF")


def test_a_missing_picture_stops_the_build_by_name(edition):
    with pytest.raises(CannotSet, match="S-27-0900 cannot be set: picture aaaaaaaaaaaa is missing"):
        pdf.pdf(edition, pictures={})


def test_a_file_that_is_no_picture_stops_the_build_by_name(edition):
    with pytest.raises(CannotSet, match="S-27-0900 .* unknown kind"):
        pdf.pdf(edition, pictures={PICTURE: b"%!PS"})


def test_an_unknown_variant_is_refused(edition):
    with pytest.raises(ValueError, match="poster"):
        pdf.pdf(edition, pictures={}, variant="poster")


def test_a_picture_before_the_stories_is_printed(png):
    front = StoryTree("Foreword", "", "en", (Picture(PICTURE, "A gate"),))
    made = pdf.pdf(texts.edition([], front=(FrontPiece("foreword", front),), parts=()), pictures={PICTURE: png})
    assert b"/Image" in made
