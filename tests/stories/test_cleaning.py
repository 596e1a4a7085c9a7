"""The one door for HTML: what editors write passes, what runs or frames or hides does not."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from stories.cleaning import PROTOCOLS, TAGS, clean_html

ATTRIBUTES = {"a": {"href", "rel", "linktype", "id"}, "abbr": {"title"}}

XSS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)//",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'/>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg/onload=alert(1)//",
    "<body onload=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>@import '//x.example/x.css'</style>",
    "<style>*{x:expression(alert(1))}</style>",
    "<link rel=stylesheet href=//x.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//x.example/>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    '<embed embedtype="media" url="https://x.example"/>',
    '<embed embedtype="image" id="1" format="left" alt="x"/>',
    "<form action=javascript:alert(1)><input type=submit><button formaction=javascript:alert(1)>x</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#0000106&#0000097vascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='blob:https://x.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='view-source:https://x.example'>x</a>",
    "<a href=x onmouseover=alert(1) target=_blank download ping=//x.example>x</a>",
    "<a id=location name=cookie>x</a>",
    "<a id='3\" onclick=\"alert(1)' linktype=page>x</a>",
    "<a linktype='page\" onclick=\"alert(1)' id=3>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<noscript><style></noscript><img src=x onerror=alert(1)></style>",
    "<textarea><!-- </textarea><img src=x onerror=alert(1)> --></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<noembed><p title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<template><script>alert(1)</script></template>",
    "<select><option><script>alert(1)</script></select>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<x onclick=alert(1)>x</x>",
    "<p/onclick=alert(1)>x",
    "<b <script>alert(1)</script>>x</b>",
    '<a href="https://x.example/"onclick="alert(1)">x</a>',
    "<a href='https://x.example/' onclick\x00='alert(1)'>x</a>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<table><td><a><table><style><!--</style><img src=x onerror=alert(1)>--></table></a></table>",
    "<abbr title='\" onmouseover=\"alert(1)'>x</abbr>",
    "<abbr title='<img src=x onerror=alert(1)>'>x</abbr>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "<ſcript>alert(1)</ſcript>",
    "<p>" * 200 + "<img src=x onerror=alert(1)>",
]
nasty = st.lists(
    st.sampled_from(
        [piece for vector in XSS for piece in re.split(r"(?=[<>'\" ])", vector) if piece]
        + ["<p>", "</p>", "<a href='https://x.example'>", "</a>", "<!--", "-->", "text", "&amp;", "&lt;", "<br/>", "</"]
        + ["<svg>", "</svg>", "<math>", "<style>", "</style>", "<table>", "<td>", "<select>", "<noscript>", "<h1>"]
    ),
    max_size=14,
).map("".join)


def oracle(html):
    """The same allow list in another cleaner, written by other people in another language."""
    return nh3.clean(html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(PROTOCOLS), link_rel=None)


def document(html):
    """What a browser's parser would build of it, as comparable data."""
    root = lxml_html.fragment_fromstring(html, create_parent="section")
    return [(e.tag, sorted(e.attrib.items()), (e.text or ""), (e.tail or "")) for e in root.iter()]


def assert_harmless(html):
    for element in lxml_html.fragment_fromstring(html, create_parent="section").iterdescendants():
        assert element.tag in TAGS
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES.get(element.tag, set())
            if name == "href":
                bare = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value).lower()
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare)
                assert scheme is None or scheme[1] in PROTOCOLS
    assert document(oracle(html)) == document(html)


@pytest.mark.parametrize("html", XSS)
def test_nothing_dangerous_passes(html):
    assert_harmless(clean_html(html))


@given(nasty)
def test_nothing_dangerous_passes_in_any_mixture(html):
    assert_harmless(clean_html(html))


@given(nasty)
def test_cleaning_twice_is_cleaning_once(html):
    assert clean_html(clean_html(html)) == clean_html(html)


def test_the_oracle_can_tell():
    """Without this the comparison with nh3 could be empty."""
    for html in ("<p onclick=alert(1)>x</p>", "<script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>"):
        assert document(oracle(html)) != document(html)


ARTICLE = (
    "<h2>We learnt</h2><p>It was <b>not</b> <i>her</i> fault.<br/>Not <strong>once</strong> &amp; <em>never</em>.</p>"
    "<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol><blockquote>“Listen.”</blockquote><hr/>"
    '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener">link</a> <a href="mailto:a@example.org">post</a> '
    '<a href="tel:+44800">ring</a> <a href="/help/">help</a> <a href="#one">above</a></p>'
    '<p>H<sub>2</sub>O x<sup>2</sup> <cite>A Book</cite> <abbr title="Child sexual exploitation">CSE</abbr></p>'
)


def test_an_article_passes_unchanged():
    assert clean_html(ARTICLE) == ARTICLE


def test_links_and_rules_as_wagtail_keeps_them_pass_and_come_back_to_its_editor():
    stored = (
        '<p data-block-key="abcde">See <a id="3" linktype="page">this</a> and <a id="12" linktype="document">that</a>.'
        "<br/>Done.</p><hr/>"
    )
    cleaned = clean_html(stored)
    assert cleaned == stored.replace(' data-block-key="abcde"', "")
    assert [extract_attrs(found) for found in FIND_A_TAG.findall(cleaned)] == [
        {"id": "3", "linktype": "page"},
        {"id": "12", "linktype": "document"},
    ]
    # Its editor's parser fails on a <br> or <hr> that is not closed.
    assert "Done." in ContentstateConverter(["hr"]).from_database_format(clean_html("<p>x<br>Done.</p><hr>"))


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<h1>Title</h1><h5>Small</h5>", "<h2>Title</h2><h4>Small</h4>"),
        ("<div>one</div><div>two</div>", "one  two"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "one two"),
        ('<p class="MsoNormal" style="margin:0"><span lang="EN-GB">Word</span><o:p></o:p></p>', "<p>Word</p>"),
        ("<p>one<script>two</script> three<style>four</style></p>", "<p>one three</p>"),
        ("<!-- hidden -->seen", "seen"),
        ("<a target=_blank rel='noopener evil' href='https://x.example'>x</a>", '<a href="https://x.example">x</a>'),
        ("<p>unclosed <b>bold", "<p>unclosed <b>bold</b></p>"),
        ("<a href='https://x.example/><b>'>x</a>", "<a>x</a>"),
        ("<a id='location' name='cookie' linktype='page'>x</a>", '<a linktype="page">x</a>'),
        ("<a id='3' linktype='email'>x</a>", '<a id="3">x</a>'),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("", ""),
    ],
)
def test_pasted_pages_keep_their_words_and_lose_their_dress(pasted, kept):
    assert re.sub(" +", " ", clean_html(pasted)) == re.sub(" +", " ", kept)
