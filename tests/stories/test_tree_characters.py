"""What a person can see survives; what nobody can see decides nothing."""

import unicodedata

import pytest
from hypothesis import given

from stories import languages
from stories.characters import clean, one_line, visible, words_of
from tests.tree_strategies import seen, texts

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one\r\ntwo\rthree\x0bfour\x85five\u2028six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("10\xa0km\u202fon\u3000foot", "10 km on foot"),
        ("a\tb", "a b"),
        ("nul\x00l bell\x07 del\x7f", "null bell del"),
        ("one\x1ctwo\x1fthree", "one two three"),
        ("don\x92t \x93stop\x94 \x85", "don’t “stop” \n"),
        ("soft\xadhyphen zero\u200bwidth \ufeffmark object\ufffc", "softhyphen zerowidth mark object"),
        ("\u202egnp.exe\u202c \u2067x\u2069 \u202ay\u202d", "gnp.exe x y"),
        ("\ufdd0\ufffe\U0010ffff\ud800x", "x"),
        (f"{ENGLAND} \U000e0041hidden", f"{ENGLAND} hidden"),
    ],
)
def test_pasted_text_becomes_text_that_can_be_read(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.parametrize(
    "text",
    [
        "up\u2060—for you",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👧\u200d👦 ❤\ufe0f",
        "שלום\u200f, friend\u200e.",
        "x\u0331 (no single letter for it)",
        ENGLAND,
        "“quotes” — dashes… ’tis",
        "private \ue000 letters",
    ],
)
def test_what_changes_reading_stays(text):
    assert clean(text) == text


@given(texts())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


@given(texts())
def test_cleaning_loses_no_ink(text):
    assert seen(clean(text)) == seen(text)


@given(texts())
def test_cleaning_joins_no_two_words(text):
    """Each word of the clean text came out of one word of the pasted text."""
    assert len(words_of(clean(text))) >= len([word for word in text.split() if seen(word)])


def test_joiners_and_white_space_alone_are_no_words():
    assert not visible(" \u2060\u200d\n")
    assert words_of("one \u2060 two\nthree") == ["one", "two", "three"]
    assert one_line(" \u200f ") == ""
    assert one_line(" The\r\n title ") == "The title"


@pytest.mark.parametrize(
    ("given_tag", "usual"),
    [("en-gb", "en-GB"), ("CY", "cy"), ("zh-hant-tw", "zh-Hant-TW"), ("bfi", "bfi"), ("es-419", "es-419")],
)
def test_language_tags_have_one_spelling(given_tag, usual):
    assert languages.tag(given_tag) == usual


@pytest.mark.parametrize(
    "unknown", ["", "ed", "sic", "english", "en-", "en_GB", 'en" x="', "en-GB-oed", "x-cy", "en\n"]
)
def test_unknown_languages_are_no_languages(unknown):
    assert languages.tag(unknown) is None
