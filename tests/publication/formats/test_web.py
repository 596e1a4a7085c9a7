"""The booklet's web pages: one for the contents, one for each story, nothing that a story could spoil."""

import lxml.html
import pytest

from publication.formats import web
from publication.formats.edition import Part, Piece
from stories.tree import Paragraph, Picture, Run, StoryTree
from tests.publication.formats import texts

CHROME = texts.Around()
URLS = web.Urls(
    "/booklet/", lambda code: f"/booklet/{code}/", (web.File("Plain text", "/booklet/files/t.txt", "9 KB"),)
)


def address(sha256: str) -> str:
    return f"/pictures/{sha256}"


@pytest.fixture(scope="module")
def edition():
    return texts.edition(texts.sources())


@pytest.fixture(scope="module")
def pages(edition):
    return web.pages(edition, CHROME, address, URLS, cover="<svg></svg>")


def story(edition, code="S-27-0001"):
    return lxml.html.document_fromstring(web.story_page(edition, code, CHROME, address, URLS))


def test_there_is_a_page_for_the_contents_and_for_each_story(pages, edition):
    assert list(pages) == ["index.html", *(f"{piece.code}/index.html" for piece in edition.stories())]


def test_the_page_that_is_baked_is_the_page_that_is_shown(pages, edition):
    assert pages["S-27-0003/index.html"] == web.story_page(edition, "S-27-0003", CHROME, address, URLS)
    assert pages["index.html"] == web.contents_page(edition, CHROME, address, URLS, cover="<svg></svg>")


def test_the_contents_name_each_story_with_kind_minutes_and_content_note(pages, edition):
    page = lxml.html.document_fromstring(pages["index.html"])
    entries = page.xpath("//ol/li[@class='contents-entry']")
    assert [entry.xpath("a/@href")[0] for entry in entries] == [URLS.story(s.code) for s in edition.stories()]
    for entry, piece in zip(entries, edition.stories(), strict=True):
        words = " ".join(entry.text_content().split())
        assert piece.tree.title in words
        assert "minute to read" in words
        assert piece.content_note in words


def test_the_contents_offer_the_files_and_hold_the_pieces_before_the_stories(pages):
    page = lxml.html.document_fromstring(pages["index.html"])
    assert "Plain text (9 KB)" in " ".join(page.text_content().split())
    assert "Stop when you like." in page.text_content()
    (target,) = page.xpath("//a[starts-with(@href, '#before')]/@href")
    assert page.get_element_by_id(target[1:]).text_content() == "Before you begin"


def test_a_content_note_comes_with_a_way_past_the_story(edition):
    page = story(edition, "S-27-0001")
    (note,) = page.find_class("content-note")
    assert "a night in hospital" in note.text_content()
    assert note.xpath(".//a/@href") == ["/booklet/S-27-0002/"]
    words = [element for element in page.iter() if element.get("class") in ("content-note", "story")]
    assert [element.get("class") for element in words] == ["content-note", "story"]


def test_the_last_story_leads_back_to_the_contents():
    last = texts.edition(texts.sources()[:1])
    page = story(last)
    assert page.find_class("content-note")[0].xpath(".//a/@href") == ["/booklet/"]
    assert page.find_class("story-next")[0].xpath(".//a/@href") == ["/booklet/"]


def test_a_story_leads_to_the_one_before_and_the_one_after(edition):
    links = story(edition, "S-27-0002").find_class("story-next")[0].xpath(".//a/@href")
    assert links == ["/booklet/S-27-0001/", "/booklet/S-27-0003/"]


def test_help_stands_on_every_page(pages):
    for page in pages.values():
        assert lxml.html.document_fromstring(page).xpath("//aside[contains(@class, 'help')]//a[@href='tel:999']")


def test_every_page_has_one_main_heading_and_a_title_of_its_own(pages):
    titles = set()
    for page in pages.values():
        document = lxml.html.document_fromstring(page)
        assert len(document.xpath("//h1")) == 1
        titles.add(document.findtext(".//title"))
    assert len(titles) == len(pages)


def test_words_cannot_become_markup():
    hostile = "<script>alert(1)</script>{{ x }}<img src=x onerror=y>"
    tree = StoryTree(hostile, hostile, "en", (Paragraph((Run(hostile),)), Picture("a" * 64, hostile, hostile)))
    part = Part(hostile, hostile, (Piece("S-27-0001", tree, hostile, hostile, 1, "prose"),))
    edition = texts.edition([], title=hostile, subtitle=hostile, imprint=(hostile,), parts=(part,))
    for page in web.pages(edition, CHROME, address, URLS).values():
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in page


def test_nothing_inline_and_nothing_from_elsewhere(pages):
    for page in pages.values():
        document = lxml.html.document_fromstring(page)
        assert not document.xpath("//script[not(@src)] | //style | //*[@style] | //@onclick")
        sources = document.xpath("//@src | //link[@rel='stylesheet']/@href")
        assert all(source.startswith("/") and not source.startswith("//") for source in sources)


def test_a_code_that_the_edition_does_not_hold_is_refused(edition):
    with pytest.raises(web.NoSuchStory):
        web.story_page(edition, "S-27-9999", CHROME, address, URLS)


def test_a_story_in_another_language_says_so():
    tree = StoryTree("Nos da", "", "cy", (Paragraph((Run("Nos da."),)),))
    part = Part("", "", (Piece("S-27-0001", tree, "", "", 1, "prose"),))
    assert story(texts.edition([], parts=(part,))).xpath("//article/@lang") == ["cy"]
