"""A parent's plain text becomes a tree and comes back, word for word and line for line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.characters import words_of
from stories.reading import KINDS, from_text, to_text
from stories.states import Kind
from stories.tree import BadTree, Line, Paragraph, Run, Verse, normal, run_text
from tests.tree_strategies import seen, texts

# Longer texts by other writers lie beside the repository where its authors work; they are not ours to ship.
BESIDE = Path(__file__).parents[3] / "shared" / "real" / "contributions.jsonl"
OUR_OWN = [
    {
        "kind": "prose",
        "title": "The light on the stairs",
        "text": "I kept it on.\nEvery night.\n\nShe came home in March — cold, and not speaking.\n\nWe had soup.",
    },
    {
        "kind": "poem",
        "title": "Bins",
        "text": "The gate is shut,\n    the street asleep,\n\n  and nobody   comes\n  up\u2060—not yet—\n        now.",
    },
    {
        "kind": "letter",
        "title": "To the officer",
        "text": "Dear Sergeant,\n\nYou asked me what she was wearing.\n\nYours,\nher mother\n\nP.S. A coat.",
    },
]
REAL = OUR_OWN + ([json.loads(line) for line in BESIDE.read_text().splitlines()] if BESIDE.exists() else [])
kinds = st.sampled_from(KINDS)


@given(texts(20), kinds)
def test_a_tree_comes_back_from_its_plain_text(text, kind):
    tree = from_text("", text, kind=kind)
    assert from_text("", to_text(tree), kind=kind) == tree


@given(texts(20), kinds)
def test_no_ink_is_lost_or_moved(text, kind):
    assert seen(to_text(from_text("", text, kind=kind))) == seen(text)


@given(st.lists(st.text(alphabet="abc,.’é", min_size=1), max_size=30), st.data(), kinds)
def test_words_stay_words_in_their_order(words, data, kind):
    between = st.sampled_from([" ", "\n", "\r\n", "\n\n", "\xa0", "\t", "  \n  ", "\f", " \u2060 "])
    text = "".join(word + data.draw(between) for word in words)
    assert words_of(to_text(from_text("", text, kind=kind))) == words


@given(texts(20))
def test_every_line_of_a_poem_stays_a_line(text):
    tree = from_text("", text, kind="poem")
    lines = [run_text(line.runs) for node in tree.nodes for stanza in node.stanzas for line in stanza.lines]
    unified = text
    for end in ("\r\n", "\r", "\x0b", "\f", "\x85", "\u2028", "\u2029"):
        unified = unified.replace(end, "\n")
    assert [seen(line) for line in lines] == [seen(line) for line in unified.split("\n") if seen(line)]


@given(texts(20), kinds)
def test_what_is_read_is_already_normal(text, kind):
    tree = from_text(text, text, kind=kind, credit=text)
    assert normal(tree) == tree


@pytest.mark.parametrize("text", REAL, ids=lambda text: text["title"])
def test_real_texts_come_through_whole(text):
    tree = from_text(text["title"], text["text"], kind=text["kind"])
    assert words_of(to_text(tree)) == words_of(text["text"])
    lines = [line.rstrip() if text["kind"] == "poem" else line.strip() for line in text["text"].split("\n")]
    assert [line for line in to_text(tree).split("\n") if line] == [line for line in lines if line]
    assert from_text(text["title"], to_text(tree), kind=text["kind"]) == tree


@pytest.mark.parametrize("text", [text for text in REAL if text["kind"] == "poem"], ids=lambda text: text["title"])
def test_real_poems_keep_every_character(text):
    assert to_text(from_text("", text["text"], kind="poem")) == text["text"].rstrip()


def test_single_line_breaks_stay_in_prose_and_blank_lines_part_paragraphs():
    tree = from_text("  A \n title ", "one\ntwo\n \nthree\n\n\n\nfour\ffive", kind="prose", credit=" A mother ")
    assert tree.title == "A title"
    assert tree.credit == "A mother"
    assert tree.nodes == tuple(Paragraph((Run(text),)) for text in ("one\ntwo", "three", "four", "five"))


def test_spaces_and_tabs_before_a_line_of_verse_are_its_indent():
    tree = from_text("", "one\n  two\n\tthree\n\xa0\xa0\xa0four\n\u3000\tfive", kind="poem")
    (verse,) = tree.nodes
    assert isinstance(verse, Verse)
    assert verse.stanzas[0].lines == tuple(
        Line((Run(text),), indent) for text, indent in (("one", 0), ("two", 2), ("three", 4), ("four", 3), ("five", 5))
    )


def test_marks_of_the_notation_are_a_parents_own_words():
    text = "It was *all* my fault, **he** said [cy: mam]."
    assert from_text("", text, kind="prose").nodes == (Paragraph((Run(text),)),)


def test_nothing_written_is_nothing():
    for kind in KINDS:
        assert from_text("", " \r\n\u2060\n", kind=kind).nodes == ()


def test_the_kinds_are_those_a_parent_can_choose():
    assert set(KINDS) == set(Kind)
    with pytest.raises(ValueError):
        from_text("", "x", kind="song")


def test_an_unknown_language_is_refused():
    with pytest.raises(BadTree):
        from_text("", "x", kind="prose", language="english")


def test_a_very_long_text_is_read_in_good_time():
    text = ("word " * 40 + "\n") * 2000
    assert len(words_of(to_text(from_text("", text, kind="letter")))) == 80_000
