"""Return words: drawn by the machine, read however a tired person wrote them."""

import hashlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.vault import words

SALT = bytes(range(16))
drawn = st.lists(st.sampled_from(words.DRAWN), min_size=7, max_size=7).map(tuple)


def test_the_list_is_the_published_one_and_its_licence_lies_beside_it():
    file = Path(words.__file__).with_name("eff_large_wordlist.txt")
    known = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == known
    assert len(words.LIST) == len(set(words.LIST)) == 7776
    assert "CC BY 3.0" in file.with_name("eff_large_wordlist.licence.txt").read_text()


def test_no_word_begins_another_so_words_run_together_read_in_one_way():
    bare = sorted(words.LIST[index].replace("-", "") for index in words.DRAWN)
    assert not [one for one, other in zip(bare, bare[1:], strict=False) if other.startswith(one)]


def test_seven_words_hold_at_least_ninety_bits():
    assert len(words.DRAWN) ** words.COUNT > 2**90
    assert len({words.make() for _ in range(50)}) == 50
    assert all(len(words.make()) == 7 for _ in range(5))


@given(drawn)
def test_words_and_digits_are_the_same_secret(indices):
    assert words.parse(words.as_words(indices)) == indices
    assert words.parse(words.as_digits(indices)) == indices
    assert re.fullmatch(r"(\d{4} ){6}\d{4}", words.as_digits(indices))


@st.composite
def as_people_write(draw, indices):
    """Capitals, full-width letters, stray accents and separators of every sort, or none at all."""
    separator = draw(st.sampled_from([" ", "  ", "\n", "-", " - ", ", ", ". ", "\t", "_", "/", "\u2013", "\xa0", ""]))
    text = separator.join(words.as_words(indices).split(" "))
    change = draw(
        st.sampled_from(
            [
                str.upper,
                str.title,
                str.swapcase,
                lambda text: text.replace("-", draw(st.sampled_from([" ", "", "\u2010", "\u2011", "\xad", " - "]))),
                lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text),
                lambda text: text.replace("e", "\u00e9").replace("a", "a\u0300"),
                lambda text: text.replace("fi", "\ufb01"),
                lambda text: "\u201c" + text + ".\u201d\r\n",
            ]
        )
    )
    return change(text)


@given(st.data())
def test_words_are_read_however_they_are_written(data):
    indices = data.draw(drawn)
    assert words.parse(data.draw(as_people_write(indices))) == indices


@given(drawn, st.sampled_from([" ", "", "-", "\n", ". ", "  "]), st.sampled_from([0, 0xFF10, 0x0660, 0x06F0]))
def test_digits_are_read_in_any_grouping_and_script(indices, separator, zero):
    text = words.as_digits(indices).replace(" ", separator)
    if zero:
        text = "".join(chr(zero + int(c)) if c.isdigit() else c for c in text)
    assert words.parse(text) == indices


@given(drawn)
def test_a_copied_list_with_numbers_and_both_forms_is_read(indices):
    rows = [f"{place}. {words.LIST[index]}  {index:04d}" for place, index in enumerate(indices, start=1)]
    assert words.parse("\n".join(rows)) == indices


def test_pairs_of_digits_are_read_too():
    assert words.parse("00 01 00 02 00 03 00 04 00 05 00 06 00 07") == (1, 2, 3, 4, 5, 6, 7)


def test_the_four_hyphenated_words_are_read_in_each_of_their_forms():
    rest = "abacus abdomen abide"
    forms = ("drop-down felt-tip t-shirt yo-yo", "drop down felt tip t shirt yo yo", "dropdown felttip tshirt yoyo")
    assert len({words.parse(f"{form} {rest}") for form in forms}) == 1


def test_the_twin_of_yo_yo_is_never_drawn_and_is_read_as_it():
    twin = words.LIST.index("yoyo")
    assert twin not in words.DRAWN
    rest = "abacus abdomen abide zoom zesty abruptly"
    assert words.LIST[words.parse(f"yoyo {rest}")[0]] == "yo-yo"
    assert words.parse(f"{twin:04d} 0000 0001 0002 0003 0004 0005")[0] == words.LIST.index("yo-yo")


@pytest.mark.parametrize("slip", ["abacuss", "hopeful1ness", "слово", "q", "abacus2345x"])
def test_an_unknown_word_is_named_by_its_place_and_never_repeated(slip):
    with pytest.raises(words.UnknownWord) as caught:
        words.parse(f"abide zoom {slip} zesty abacus abdomen abruptly")
    assert caught.value.position in (3, 4)
    assert caught.value.word
    assert "3" in str(caught.value) or "4" in str(caught.value)
    assert caught.value.word not in str(caught.value) + repr(caught.value)


def test_an_unknown_word_is_named_before_a_wrong_count():
    with pytest.raises(words.UnknownWord) as caught:
        words.parse("abide abacuss")
    assert caught.value.position == 2


def test_digits_beyond_the_list_are_named_by_their_group():
    with pytest.raises(words.UnknownWord) as caught:
        words.parse("0000 0001 7776 0003 0004 0005 0006")
    assert caught.value.position == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [("", 0), ("  \n", 0), ("abide", 1), ("abide " * 8, 8), ("0001 0002", 2), ("0001 " * 8, 8), ("0001 00", 1)],
)
def test_too_few_or_too_many_words_are_counted(text, found):
    with pytest.raises(words.WrongCount) as caught:
        words.parse(text)
    assert (caught.value.found, caught.value.expected) == (found, 7)


def test_a_flood_of_text_is_refused_before_it_is_read():
    with pytest.raises(words.WrongCount):
        words.parse("\ufdfa" * 1_000_000)


@given(st.text(max_size=300))
def test_any_text_is_words_or_a_words_error(text):
    try:
        found = words.parse(text)
    except words.WordsError:
        return
    assert words.parse(words.as_words(found)) == found


def test_known_answers_of_the_derivation():
    """Agreed with another Argon2 (the reference C code, by argon2-cffi) when they were frozen."""
    indices = words.parse("abacus abdomen abdominal abide zoom t-shirt felt-tip")
    assert words.as_digits(indices) == "0000 0001 0002 0003 7775 6639 2527"
    stretched = "943d645e696e13daad26270fd2588e25b43f8b1388239059519e1ddb9bd792f7"
    assert words.stretch(indices, salt=SALT, kib=64, passes=2).hex() == stretched
    returner = words.derive(indices, salt=SALT, kib=64, passes=2)
    assert returner.lookup.hex() == "5548239dfdbf88257d8627e8eeb8906da80291f22dc9fb02a491ee3ef93b8413"
    assert returner.seed.hex() == "6b65e27dcdccff054792c11cd7ec400401a72532776a15ccc6600593ea49d550"


def test_lookup_and_seed_depend_on_the_words_their_order_and_the_site():
    one = words.derive((1, 2, 3, 4, 5, 6, 7), salt=SALT, kib=8, passes=1)
    turned = words.derive((2, 1, 3, 4, 5, 6, 7), salt=SALT, kib=8, passes=1)
    elsewhere = words.derive((1, 2, 3, 4, 5, 6, 7), salt=SALT[::-1], kib=8, passes=1)
    assert len({part for each in (one, turned, elsewhere) for part in (each.lookup, each.seed)}) == 6


def test_the_seed_is_not_shown_when_a_returner_is_printed():
    returner = words.derive((1, 2, 3, 4, 5, 6, 7), salt=SALT, kib=8, passes=1)
    assert "seed" not in repr(returner)


def test_every_list_word_is_plain_lower_case():
    assert all(unicodedata.normalize("NFKC", word).casefold() == word and word.isascii() for word in words.LIST)
