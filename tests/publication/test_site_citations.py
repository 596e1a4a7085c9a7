"""Numbers in square brackets lead to the references, and the references lead back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from publication.citations import Numbering


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_a_number_with_a_reference_becomes_a_link_that_can_be_come_back_to():
    numbering = Numbering(2)
    html = numbering.link("<p>As they found [2], and again [2].</p>")
    assert 'href="#reference-2"' in html
    assert [f'id="{place}"' in html for place in numbering.back(2)] == [True, True]
    assert numbering.back(1) == []


def test_a_number_without_a_reference_stays_as_typed():
    assert Numbering(1).link("<p>In [2019] and [0] and [2]</p>") == "<p>In [2019] and [0] and [2]</p>"


def test_an_address_with_brackets_is_left_alone():
    html = '<a href="https://invented.example/?a=[1]">source</a>'
    assert Numbering(3).link(html) == html


def test_counting_goes_on_from_one_block_to_the_next():
    numbering = Numbering(1)
    first, second = numbering.link("<p>[1]</p>"), numbering.link("<p>[1]</p>")
    assert 'id="cited-1-1"' in first
    assert 'id="cited-1-2"' in second


@given(st.text(alphabet="ab []0123456789&;", max_size=60), st.integers(0, 12))
def test_no_word_is_lost_or_added(text, references):
    assert words(Numbering(references).link(text)) == text
