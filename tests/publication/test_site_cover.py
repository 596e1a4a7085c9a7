"""The cover: the same for the same release, one thread for a story, and nothing that a page's headers forbid."""

import re

import pytest
from lxml import etree

from publication.formats.cover import JOIN, cover_svg, wrapped
from publication.formats.edition import COVERS

DIGEST = "5f" * 32


@pytest.mark.parametrize("variant", COVERS)
@pytest.mark.parametrize("stories", [0, 1, 7, 60])
def test_there_is_one_thread_and_one_join_for_each_story(variant, stories):
    svg = cover_svg(DIGEST, stories, title="What We Kept", year=2027, variant=variant)
    assert svg.count(f'stroke="{JOIN}"') == stories
    assert len(etree.fromstring(svg).findall(".//{*}path")) == 2 * stories


def test_it_is_drawn_the_same_each_time_and_differently_for_another_release():
    drawn = cover_svg(DIGEST, 9, title="What We Kept", year=2027)
    assert drawn == cover_svg(DIGEST, 9, title="What We Kept", year=2027)
    assert drawn != cover_svg("60" * 32, 9, title="What We Kept", year=2027)


def test_it_carries_no_style_and_no_script_and_escapes_its_title():
    svg = cover_svg(DIGEST, 3, title='Mum & "me" <b>', year=2027)
    assert not re.search(r"style|<script|href|url\(", svg)
    assert "Mum &amp; &quot;me&quot; &lt;b&gt;" in svg
    etree.fromstring(svg)


def test_an_unknown_variant_is_refused_by_name():
    with pytest.raises(ValueError, match="'lace' is no cover"):
        cover_svg(DIGEST, 3, title="x", year=2027, variant="lace")


def test_a_title_is_wrapped_between_words():
    assert wrapped("The Cry of the Brave and Broken Hearted Parent", 20) == [
        "The Cry of the Brave",
        "and Broken Hearted",
        "Parent",
    ]
    assert wrapped("", 20) == []
