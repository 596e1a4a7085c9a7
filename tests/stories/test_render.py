"""The HTML of a story: every word and line, in elements that mean what they are, and nothing else."""

import hashlib

import pytest
from bleach._vendor.html5lib import HTMLParser
from hypothesis import given
from lxml import etree
from lxml import html as lxml_html

from stories import render
from stories.reading import from_text, to_text
from stories.tree import (
    Break,
    Heading,
    LetterPart,
    Line,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Stanza,
    StoryTree,
    Verse,
    body_text,
    normal,
)
from tests.tree_strategies import seen, texts, trees

DRAWING = hashlib.sha256(b"a drawing").hexdigest()
ALLOWED = {
    "p": {"class", "dir"},
    "div": {"class"},
    "span": {"class", "data-indent", "lang", "dir"},
    "br": set(),
    "em": set(),
    "strong": set(),
    "blockquote": set(),
    **{f"h{level}": {"dir"} for level in range(2, 7)},
    "figure": set(),
    "img": {"src", "alt"},
    "figcaption": set(),
    "hr": {"class"},
}


def address(sha256):
    return f"/pictures/{sha256[:12]}?a=1&b=2"


def story(*nodes):
    return StoryTree("T", "", "en", nodes)


def drawn(*nodes, **options):
    return render.html(story(*nodes), picture_url=address, **options)


def as_xml(html):
    return etree.fromstring(f"<section>{html}</section>")


@given(trees())
def test_the_html_is_well_formed_xml_with_allowed_elements_only(tree):
    for element in as_xml(render.html(tree, picture_url=address)).iterdescendants():
        assert set(element.attrib) <= ALLOWED[element.tag]


@given(trees())
def test_the_html_is_valid_html_and_the_same_document(tree):
    html = render.html(tree, picture_url=address)
    HTMLParser(strict=True).parseFragment(html, container="section")
    parsed = lxml_html.fragment_fromstring(html, create_parent="section")
    assert [e.tag for e in parsed.iter()] == [e.tag for e in as_xml(html).iter()]
    assert "".join(parsed.itertext()) == "".join(as_xml(html).itertext())


@given(trees())
def test_all_words_and_no_others_are_in_the_html(tree):
    tree = normal(tree)
    page = as_xml(render.html(tree, picture_url=address, words={"transcript": "\u2060"}))
    for image in page.iter("img"):
        image.tail = image.get("alt")
    assert seen("".join(page.itertext())) == seen(body_text(tree))


@given(texts())
def test_the_text_of_a_poem_can_be_taken_out_of_the_page_character_by_character(text):
    tree = from_text("", text, kind="poem")
    stanzas = ["".join(p.itertext()) for p in as_xml(render.html(tree, picture_url=address)).iter("p")]
    assert "\n\n".join(stanzas) == to_text(tree)


@given(trees())
def test_a_tree_and_its_normal_form_look_the_same(tree):
    assert render.html(tree, picture_url=address) == render.html(normal(tree), picture_url=address)


HOSTILE = [
    "<script>alert(1)</script>",
    "</p><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "]]><!--",
    "&lt;b&gt; &amp;amp; &#60;",
    "{{ settings.SECRET_KEY }} {% debug %}",
    "javascript:alert(1)",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_out_as_themselves(text):
    page = as_xml(
        drawn(
            Paragraph((Run(text), Run(text, emphasis=True, lang="cy"))),
            Heading(text),
            LetterPart("closing", (Run(text),)),
            Picture(DRAWING, text, text),
            words={"transcript": text},
        )
    )
    clean = text.replace("\u202e", "")
    assert [p.xpath("string()") for p in page.iter("p", "h2")] == [clean * 2, clean, clean, text, clean]
    assert page.find(".//img").get("alt") == clean
    assert all(set(element.attrib) <= ALLOWED[element.tag] for element in page.iterdescendants())


def test_a_page_of_every_piece():
    assert drawn(
        LetterPart("salutation", (Run("Dear you,"),)),
        Paragraph((Run("one\n"), Run("two", emphasis=True), Run(" "), Run("mam", lang="cy", strong=True))),
        Verse((Stanza((Line((Run("three"),)), Line((Run("four"),), indent=4))), Stanza((Line((Run("five"),), 2),)))),
        Quotation((Paragraph((Run("six"),)), Paragraph((Run("seven"),)))),
        Heading("eight"),
        Picture(DRAWING, "A “door” & mat"),
        Picture(DRAWING, "A door", "COME\nIN\n\nPLEASE"),
        Break(),
        LetterPart("closing", (Run("With love,"),)),
        LetterPart("signature", (Run("A mother"),)),
    ) == (
        '<p class="letter-salutation" dir="auto">Dear you,</p>\n'
        '<p dir="auto">one<br/>\n<em>two</em> <span lang="cy" dir="auto"><strong>mam</strong></span></p>\n'
        '<div class="verse">\n'
        '<p class="stanza" dir="auto"><span class="line">three</span><br/>\n'
        '    <span class="line" data-indent="4">four</span></p>\n'
        '<p class="stanza" dir="auto">  <span class="line" data-indent="2">five</span></p>\n'
        "</div>\n"
        '<blockquote>\n<p dir="auto">six</p>\n<p dir="auto">seven</p>\n</blockquote>\n'
        '<h2 dir="auto">eight</h2>\n'
        f'<figure><img src="/pictures/{DRAWING[:12]}?a=1&amp;b=2" alt="A “door” &amp; mat"/></figure>\n'
        f'<figure><img src="/pictures/{DRAWING[:12]}?a=1&amp;b=2" alt="A door"/>\n'
        "<figcaption>\n<p>Words in the picture</p>\n"
        '<p dir="auto">COME<br/>\nIN</p>\n<p dir="auto">PLEASE</p>\n</figcaption></figure>\n'
        '<hr class="thread"/>\n'
        '<p class="letter-closing" dir="auto">With love,</p>\n'
        '<p class="letter-signature" dir="auto">A mother</p>'
    )


@pytest.mark.parametrize(("asked", "given_level"), [(1, 2), (2, 2), (3, 3), (6, 6), (9, 6)])
def test_headings_fit_under_the_page_they_stand_on(asked, given_level):
    assert drawn(Heading("x"), heading_level=asked) == f'<h{given_level} dir="auto">x</h{given_level}>'


def test_title_and_credit_are_left_to_the_page():
    assert render.html(StoryTree("Title", "Credit", "en", ()), picture_url=address) == ""


def test_templates_need_not_mark_it_safe():
    assert drawn(Paragraph((Run("<"),))).__html__() == '<p dir="auto">&lt;</p>'
