"""Pages between stories, asks, help and the dedication: each in every file and in its place."""

import io
import re
import zipfile

import lxml.html
import pikepdf
import pypdfium2
import pytest
from lxml import etree

from publication.formats import braille, epub, epub_access, pdf, text, web
from publication.formats.edition import FrontPiece, Part
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from publication.formats.printing import PrintSet
from stories import reading
from tests.publication.formats import braille_back, fidelity, leafy, structure, texts

XHTML = "{http://www.w3.org/1999/xhtml}"
URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/")


@pytest.fixture(scope="module")
def edition():
    return leafy.edition()


@pytest.fixture(scope="module")
def laid(edition):
    return pdf.laid_out(edition, pictures=leafy.PICTURES)


@pytest.fixture(scope="module")
def large(edition):
    return pdf.pdf(edition, pictures=leafy.PICTURES, variant="large")


@pytest.fixture(scope="module")
def printed(edition):
    return PrintSet(edition, leafy.PICTURES).inner


@pytest.fixture(scope="module")
def book(edition, laid):
    return epub.epub(edition, pictures=leafy.PICTURES, laid=laid)


@pytest.fixture(scope="module")
def site(edition):
    made = web.pages(edition, texts.Around(), lambda sha256: f"/pictures/{sha256}", URLS)
    return {path: lxml.html.document_fromstring(page) for path, page in made.items()}


@pytest.fixture(params=["laid", "large", "printed"])
def paper(request):
    made = request.getfixturevalue(request.param)
    return made.data if request.param == "laid" else made


def in_order(words: str, wanted=leafy.IN_ORDER) -> None:
    fidelity.all_found([(one, one) for one in wanted], words)


def pages_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


class TestOnPaper:
    def test_everything_stands_in_its_order(self, paper):
        # The contents name parts and stories too, so what is read begins with the dedication.
        in_order(fidelity.pdf_text(paper))

    def test_each_page_between_stories_is_a_page_of_its_own_without_head_or_number(self, paper):
        pages = pages_of(paper)
        assert leafy.BREATH.words in pages
        assert leafy.FIRST.words in pages
        assert leafy.PICTURE.caption in pages
        assert " ".join([*leafy.QUOTATION.paragraphs, leafy.QUOTATION.source]) in pages

    def test_the_contents_name_none_of_them(self, laid):
        pages = pages_of(laid.data)
        contents = " ".join(page for page in pages[2 : laid.openings["front-0"] - 1])
        assert "What must change" in contents
        for words in (leafy.BREATH.words, leafy.QUOTATION.source, leafy.PICTURE.caption, leafy.DEDICATION.tree.title):
            assert words not in contents

    def test_the_picture_has_its_description_and_both_quotations_are_such(self, laid):
        with pikepdf.open(io.BytesIO(laid.data)) as document:
            found = list(structure.elements(document))
            assert [str(one.Alt) for one in found if one.S == "/Figure"] == [leafy.PICTURE.description]
            assert [one.S for one in found].count("/BlockQuote") == 2

    def test_a_note_before_a_hard_piece_leads_past_it(self, paper):
        pages = pages_of(paper)
        for title, follows in (("The kettle", "Stair"), ("One short page", "What must change")):
            (page,) = (words for words in pages if words.startswith(title) and "Before you read" in words)
            number = int(re.search("To leave this one out, go on to page ([0-9]+)", page)[1])
            assert pages[number - 1].startswith(follows)

    def test_asks_are_a_list_under_a_heading_in_the_bookmarks(self, laid):
        with pikepdf.open(io.BytesIO(laid.data)) as document:
            with document.open_outline() as outline:
                names = [item.title for item in outline.root]
            assert names.index("What must change") == names.index("If you would like to talk to somebody") - 1
            assert [one.S for one in structure.elements(document)].count("/LI") == len(leafy.ASKS)

    def test_the_heading_of_a_dedication_is_heard_and_not_seen(self, laid):
        with pypdfium2.PdfDocument(laid.data) as document:
            page = document[laid.openings["front-0"] - 1]
            text = page.get_textpage()
            hit = text.search("For whom", match_case=True).get_next()
            _left, bottom, _right, top = text.get_charbox(hit[0])
            assert top - bottom < 1.5
            words = text.search("For everybody", match_case=True).get_next()
            assert text.get_charbox(words[0])[1] < page.get_height() / 2
        with pikepdf.open(io.BytesIO(laid.data)) as document, document.open_outline() as outline:
            assert "For whom" in [item.title for item in outline.root]

    def test_screen_and_print_have_the_same_page_numbers(self, laid, printed):
        on_screen, on_paper = pages_of(laid.data), pages_of(printed)
        assert len(on_paper) % 4 == 0
        assert on_screen[2:] == on_paper[2 : len(on_screen)]

    def test_the_same_edition_gives_the_same_bytes(self, edition, laid):
        assert pdf.pdf(leafy.edition(), pictures=leafy.PICTURES) == laid.data

    @pytest.mark.parametrize("size", [(30, 900), (900, 30), (1, 1)])
    def test_a_picture_of_any_shape_stays_on_its_page(self, size):
        data = leafy.png(*size)
        page = PicturePage(0, "b" * 64, "A thread", "Its caption, which may be long. " * 6)
        edition = texts.edition([], parts=(Part("", "", (), (page,)),), front=(), help=())
        made = pages_of(pdf.pdf(edition, pictures={"b" * 64: data}))
        assert sum("Its caption" in words for words in made) == 1

    def test_a_quotation_of_the_greatest_length_stays_on_its_page(self):
        long = QuotationPage(0, ("Words of a law that go on. " * 26,), "A source of two hundred letters " * 6)
        edition = texts.edition([], parts=(Part("", "", (), (long,)),), front=(), help=())
        for variant in ("screen", "large"):
            made = pages_of(pdf.pdf(edition, pictures={}, variant=variant))
            assert sum("Words of a law" in words or "A source" in words for words in made) == 1


class TestInTheEpub:
    def test_everything_stands_in_its_order(self, book):
        in_order(fidelity.epub_text(book))

    def test_each_has_a_file_of_its_own_without_a_heading_and_without_a_line_in_the_contents(self, book):
        pages = fidelity.epub_pages(book)
        leaves = [name for name in pages if name.startswith("leaf-")]
        assert len(leaves) == 6
        for name in leaves:
            assert not list(etree.fromstring(pages[name]).iter(f"{XHTML}h1"))
            assert name.encode() not in pages["nav.xhtml"].split(b"page-list")[0]
        assert b"asks.xhtml" in pages["nav.xhtml"]

    def test_a_breath_is_a_thematic_break(self, book):
        pages = fidelity.epub_pages(book)
        silent = etree.fromstring(pages["leaf-3.xhtml"])
        assert len(list(silent.iter(f"{XHTML}hr"))) == 1
        assert not list(silent.iter(f"{XHTML}p"))

    def test_pages_with_words_are_in_the_list_of_pages(self, book, laid):
        nav = fidelity.epub_pages(book)["nav.xhtml"].decode()
        for label in ("leaf-1", "leaf-2", "leaf-4", "leaf-5", "asks", "front-0"):
            file = "front-1" if label == "front-0" else label
            assert f'"{file}.xhtml#page-{laid.openings[label]}"' in nav

    def test_the_dedication_keeps_its_heading(self, book):
        (heading,) = etree.fromstring(fidelity.epub_pages(book)["front-1.xhtml"]).iter(f"{XHTML}h1")
        assert (heading.text, heading.get("class")) == ("For whom", "unseen")

    def test_the_picture_counts_for_what_is_claimed(self, edition, book):
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            assert archive.read(f"EPUB/pictures/{leafy.SHA256}.png") == leafy.PNG
        claims = epub_access.metadata(edition, pictures=[], style="", numbered=True)
        assert ("accessibilityFeature", "alternativeText") in claims


class TestInText:
    def test_everything_stands_in_its_order(self, edition):
        titles = {part.title: part.title.upper() for part in edition.parts}
        in_order(text.text(edition).decode(), [titles.get(words, words) for words in leafy.IN_ORDER])

    def test_a_breath_parts_what_is_before_from_what_is_after(self, edition):
        made = text.text(edition).decode()
        line = next(line for line in made.splitlines() if leafy.BREATH.words in line)
        assert made.split(line)[0].rstrip().endswith(text.THREAD)
        assert max(map(len, made.splitlines())) <= 72

    def test_a_picture_is_its_description(self, edition):
        assert f"[{leafy.PICTURE.description}]\n\n{leafy.PICTURE.caption}" in text.text(edition).decode()

    def test_an_answer_stands_under_its_ask(self, edition):
        made = text.text(edition).decode()
        assert (
            "1. Parents are told one name to ring.\n   To: Chief constables\n\n   The Invented Office, May 2027:"
            in made
        )

    @pytest.mark.proof
    def test_all_of_it_is_in_the_braille_too(self, edition):
        read = braille_back.words_only(braille_back.printed(braille.braille(edition)))
        said = braille_back.as_said(leafy.IN_ORDER)
        fidelity.all_found([(one, braille_back.words_only(one)) for one in said], read)


class TestOnTheWeb:
    def test_a_page_between_stands_after_the_story_before_it(self, site, edition):
        codes = [piece.code for piece in edition.stories()]
        found = {path: page.find_class("leaf") for path, page in site.items()}
        assert [leafy.FIRST.words in one.text_content() for one in found["index.html"]] == [True]
        assert leafy.BREATH.words in found[f"{codes[0]}/index.html"][0].text_content()
        silent, picture = found[f"{codes[1]}/index.html"]
        assert not silent.text_content().strip()
        assert picture.xpath(".//img/@alt") == [leafy.PICTURE.description]
        quotation, said = found[f"{codes[2]}/index.html"]
        assert quotation.xpath("string(figcaption)") == leafy.QUOTATION.source
        assert said.xpath("string(figcaption)") == leafy.PULL_QUOTE.tree.credit
        assert not found[f"{codes[3]}/index.html"]

    def test_what_must_change_is_in_the_contents_and_has_its_place(self, site):
        page = site["index.html"]
        assert page.xpath("//nav//a[@href='#asks-heading']")
        words = " ".join(page.xpath("//section[contains(@class, 'asks')]")[0].text_content().split())
        start = leafy.IN_ORDER.index("These are the things that families ask for.")
        in_order(words, leafy.IN_ORDER[start : start + 5])

    def test_the_dedication_has_a_heading_that_only_assistive_technology_meets(self, site):
        (heading,) = site["index.html"].xpath("//section[contains(@class, 'dedication')]/h2")
        assert heading.get("class") == "visually-hidden"
        assert heading.text_content() == "For whom"
        assert "For whom" not in site["index.html"].xpath("string(//nav[@aria-labelledby='contents-heading'])")

    def test_no_level_of_heading_is_left_out(self, site):
        for page in site.values():
            levels = [int(one.tag[1]) for one in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


LONGEST = "We counted every one. " * 12 + "It was so."
VERSE = "One lamp\n    and one stair\n" + "and the whole long way to the bridge and home again\n" * 4


@pytest.mark.parametrize("kind", ["prose", "poem"])
def test_a_parents_quotation_keeps_every_word_and_every_line_in_every_file(kind):
    words = (
        LONGEST
        if kind == "prose"
        else "One lamp\n    and one stair\n" + "and the whole long way to the bridge and home again\n" * 4
    )
    quote = PullQuote(0, "Q-27-0001", reading.from_text("", words, kind=kind, credit="A father by the sea"))
    made = texts.edition([], parts=(Part("", "", (), (quote,)),), front=(), help=())
    page = web.contents_page(made, texts.Around(), lambda sha256: f"/p/{sha256}", URLS)
    for one in (
        fidelity.pdf_text(pdf.pdf(made, pictures={})),
        fidelity.pdf_text(pdf.pdf(made, pictures={}, variant="large")),
        fidelity.epub_text(epub.epub(made, pictures={})),
        text.text(made).decode(),
        fidelity.html_text(page),
    ):
        fidelity.all_found([("it", words), ("credit", "A father by the sea")], one)
    assert max(map(len, text.text(made).decode().splitlines())) <= 72
    for variant in ("screen", "large"):
        pages = pages_of(pdf.pdf(made, pictures={}, variant=variant))
        assert sum("father" in words for words in pages) == 1
        assert sum("counted every one" in words or "and one stair" in words for words in pages) == 1


def test_a_parents_quotation_names_its_language_where_it_is_another():
    polish = leafy.PULL_QUOTE.tree.__class__("", "Ojciec", "pl", leafy.PULL_QUOTE.tree.nodes)
    made = texts.edition([], parts=(Part("", "", (), (PullQuote(0, "Q-27-0001", polish),)),), front=(), help=())
    page = lxml.html.document_fromstring(web.contents_page(made, texts.Around(), str, URLS))
    assert page.find_class("leaf-pull-quote")[0].get("lang") == "pl"
    assert b'<blockquote lang="pl" xml:lang="pl">' in fidelity.epub_pages(epub.epub(made, pictures={}))["leaf-1.xhtml"]


def test_on_the_web_no_words_of_anothers_stand_right_under_a_letter_as_if_they_were_its_end():
    made = leafy.edition()
    for piece in made.stories():
        page = lxml.html.document_fromstring(
            web.story_page(made, piece.code, texts.Around(), lambda sha256: f"/p/{sha256}", URLS)
        )
        after = page.find(".//article").getnext()
        assert after.get("class") in ("thread", "leaf leaf-breath"), piece.code


HOSTILE = '<script>alert(1)</script> #set page(width: 1pt) *x* {{ y }} & "q" \\u{41}'


def test_staffs_words_are_never_markup_in_any_file():
    leaves = (Breath(0, HOSTILE), QuotationPage(0, (HOSTILE,), HOSTILE), PicturePage(0, leafy.SHA256, HOSTILE, HOSTILE))
    asks = (leafy.Ask(HOSTILE, HOSTILE, (leafy.Answer(HOSTILE, HOSTILE, HOSTILE),)),)
    dedication = FrontPiece("dedication", reading.from_text(HOSTILE, HOSTILE, kind="prose"))
    made = texts.edition(
        [], front=(dedication,), parts=(Part("", "", (), leaves),), asks=asks, asks_intro=HOSTILE, help_intro=HOSTILE
    )
    page = web.contents_page(made, texts.Around(), lambda sha256: f"/p/{sha256}", URLS)
    assert "<script>alert" not in page
    book = epub.epub(made, pictures=leafy.PICTURES)
    for one in (
        fidelity.pdf_text(pdf.pdf(made, pictures=leafy.PICTURES)),
        fidelity.epub_text(book),
        text.text(made).decode(),
        fidelity.html_text(page),
    ):
        fidelity.all_found([("hostile", HOSTILE)] * 8, one)
