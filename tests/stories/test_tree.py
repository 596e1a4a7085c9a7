"""A tree has one form and one digest, and its data come back only as they were written."""

import hashlib
import json
import unicodedata
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from stories.reading import from_text
from stories.tree import (
    BadTree,
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
    canonical,
    digest,
    from_data,
    normal,
    pictures,
    plain_text,
    run_text,
    to_data,
    unfinished,
    words,
)
from tests.tree_strategies import normal_trees, seen, texts, trees

DRAWING = hashlib.sha256(b"a drawing").hexdigest()
STORY = StoryTree(
    title="The light on the stairs",
    credit="A mother in the north",
    language="en-GB",
    nodes=(
        LetterPart("salutation", (Run("Dear you,"),)),
        Paragraph((Run("I kept it on, "), Run("every", emphasis=True), Run(" night.\nEvery one."))),
        Verse((Stanza((Line((Run("The gate is shut"),)), Line((Run("the street asleep"),), indent=4))),)),
        Quotation((Paragraph((Run("You should have known."),)),)),
        Heading("After"),
        Picture(DRAWING, "A door in crayon", "COME IN"),
        Break(),
        LetterPart("closing", (Run("With love,"),)),
        LetterPart("signature", (Run("A mother"),)),
    ),
)


def paragraph(*runs):
    return StoryTree("", "", "en", (Paragraph(runs),))


@given(trees())
def test_the_normal_form_of_a_normal_form_is_itself(tree):
    # A copy, since a tree that is normal is not looked at twice.
    assert normal(replace(normal(tree))) == normal(tree)


@given(trees())
def test_a_tree_and_its_normal_form_have_one_digest(tree):
    assert digest(tree) == digest(normal(tree))


@given(trees())
def test_canonical_bytes_are_those_of_another_implementation_of_rfc_8785(tree):
    assert canonical(tree) == rfc8785.dumps(to_data(normal(tree)))


@given(trees())
def test_canonical_text_is_nfc_and_knows_only_line_feeds(tree):
    for text in strings(json.loads(canonical(tree))):
        assert unicodedata.is_normalized("NFC", text)
        assert not set("\r\t\f\x0b\x85\u2028\u2029") & set(text)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@given(normal_trees())
def test_data_come_back_as_the_same_tree(tree):
    assert from_data(json.loads(canonical(tree))) == tree
    assert from_data(to_data(tree)) == tree


@given(normal_trees(), normal_trees())
def test_two_normal_trees_share_canonical_bytes_only_if_they_are_equal(one, other):
    assert (canonical(one) == canonical(other)) == (one == other)


def test_the_digest_of_a_known_story_never_changes():
    """If this fails, every approval ever given would fail with it."""
    assert (
        canonical(paragraph(Run("Zoë said “no”.")))
        == (
            '{"credit":"","language":"en","nodes":[{"node":"paragraph","runs":[{"text":"Zoë said “no”."}]}],'
            '"title":"","version":1}'
        ).encode()
    )
    assert digest(STORY) == "75bad3de670bd634f75986b804d20a6ce0396f9064704fa285001aa6ec9a2df0"


@pytest.mark.parametrize(
    "change",
    [
        replace(STORY, title="The light on the stair"),
        replace(STORY, credit=""),
        replace(STORY, language="cy"),
        replace(STORY, nodes=STORY.nodes[:-1]),
        replace(STORY, nodes=(*STORY.nodes[:5], Picture("0" * 64, "A door in crayon", "COME IN"), *STORY.nodes[6:])),
        replace(STORY, nodes=(*STORY.nodes[:5], Picture(DRAWING, "A gate in crayon", "COME IN"), *STORY.nodes[6:])),
        replace(STORY, nodes=(STORY.nodes[0], Paragraph((Run("I kept it on every night."),)), *STORY.nodes[2:])),
        replace(STORY, nodes=tuple(reversed(STORY.nodes))),
    ],
)
def test_any_change_a_reader_could_notice_changes_the_digest(change):
    assert digest(change) != digest(STORY)


@pytest.mark.parametrize(
    ("runs", "same"),
    [
        ([Run("one "), Run("two")], [Run("one two")]),
        ([Run("a", emphasis=True), Run(" ", strong=True), Run("b")], [Run("a", emphasis=True), Run(" b")]),
        ([Run("cafe\u0301")], [Run("café")]),
        ([Run("e"), Run("\u0301")], [Run("é")]),
        ([Run("one\r\ntwo\rthree")], [Run("one\ntwo\nthree")]),
        ([Run("  one   two \n three  ")], [Run("one two\nthree")]),
        ([Run("one"), Run(""), Run("", lang="cy")], [Run("one")]),
    ],
)
def test_what_reads_the_same_is_the_same(runs, same):
    assert normal(paragraph(*runs)).nodes == (Paragraph(tuple(same)),)


@given(st.lists(texts(), min_size=1, max_size=4))
def test_prose_without_an_appearance_is_normal_as_prose_with_one_is(said):
    """The short way, which nearly every paragraph goes, comes to the same paragraphs as the long one."""
    plain, strong = (normal(paragraph(*(Run(text, strong=here) for text in said))).nodes for here in (False, True))
    assert [run_text(one.runs) for one in plain] == [run_text(one.runs) for one in strong]


def test_blank_lines_part_paragraphs_quotations_and_stanzas():
    assert normal(paragraph(Run("one\n\n \ntwo", strong=True))).nodes == (
        Paragraph((Run("one", strong=True),)),
        Paragraph((Run("two", strong=True),)),
    )
    poem = Verse((Stanza((Line((Run("one\n  two\n\nthree"),), indent=1),)),))
    assert normal(StoryTree("", "", "en", (poem,))).nodes == (
        Verse(
            (
                Stanza((Line((Run("one"),), indent=1), Line((Run("two"),), indent=2))),
                Stanza((Line((Run("three"),)),)),
            )
        ),
    )


def test_a_gap_inside_a_line_of_verse_stays():
    poem = Verse((Stanza((Line((Run("gone\tquiet"),)),)),))
    assert normal(StoryTree("", "", "en", (poem,))).nodes == (Verse((Stanza((Line((Run("gone    quiet"),)),)),)),)


def test_a_line_cannot_be_pushed_off_the_page():
    poem = from_text("", " " * 5000 + "far", kind="poem")
    assert poem.nodes[0].stanzas[0].lines[0].indent == 80


def test_what_cannot_be_seen_is_no_piece_of_a_story():
    nothing = (Paragraph((Run(" \u2060\n"),)), Heading("\u200d"), Quotation(()), Verse((Stanza(()),)))
    assert normal(StoryTree("\u200f", " ", "en", nothing)) == StoryTree("", "", "en", ())


@pytest.mark.parametrize(
    "bad",
    [
        replace(STORY, language="ed"),
        replace(STORY, language=""),
        replace(STORY, nodes=(LetterPart("postscript", (Run("x"),)),)),
        replace(STORY, nodes=(Picture("A" * 64, "x"),)),
        replace(STORY, nodes=(Picture("../../etc/passwd", "x"),)),
        replace(STORY, nodes=(Paragraph((Run("x", lang='en" onload="'),)),)),
        replace(STORY, nodes=(Run("x"),)),
    ],
)
def test_a_tree_that_cannot_be_a_story_has_no_digest(bad):
    with pytest.raises(BadTree):
        digest(bad)


def broken(path, value):
    """STORY's data with one place changed; `...` takes the key away."""
    data = to_data(STORY)
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "secret words",
        {},
        broken(["version"], 2),
        broken(["version"], True),
        broken(["version"], ...),
        broken(["title"], ...),
        broken(["title"], None),
        broken(["title"], 7),
        broken(["title"], "\ud800"),
        broken(["secret words"], "x"),
        broken(["nodes"], {}),
        broken(["nodes", 0], "secret words"),
        broken(["nodes", 0, "node"], "script"),
        broken(["nodes", 0, "node"], ["paragraph"]),
        broken(["nodes", 0, "node"], ...),
        broken(["nodes", 0, "part"], ...),
        broken(["nodes", 1, "runs"], "secret words"),
        broken(["nodes", 1, "runs", 0], {"text": "x", "colour": "red"}),
        broken(["nodes", 1, "runs", 1, "emphasis"], 1),
        broken(["nodes", 2, "stanzas", 0, "lines", 1, "indent"], True),
        broken(["nodes", 2, "stanzas", 0, "lines", 1, "indent"], 4.0),
        broken(["nodes", 3, "paragraphs", 0, "node"], "paragraph"),
    ],
)
def test_data_that_are_no_story_are_refused_without_quoting_them(data):
    with pytest.raises(BadTree) as refusal:
        from_data(data)
    assert "secret words" not in str(refusal.value)


def test_plain_text_holds_every_word_in_reading_order():
    assert plain_text(STORY) == (
        "The light on the stairs\n\nDear you,\n\nI kept it on, every night.\nEvery one.\n\n"
        "The gate is shut\n    the street asleep\n\nYou should have known.\n\nAfter\n\nA door in crayon\n\nCOME IN\n\n"
        "With love,\nA mother\n\nA mother in the north"
    )
    assert words(STORY) == 42


@given(trees())
def test_making_a_tree_normal_loses_no_letter_and_no_mark(tree):
    # The title and credit line may vanish only if nothing in them can be seen.
    assert seen(plain_text(tree)) == seen(plain_text(normal(tree)))


def test_pictures_are_listed_in_reading_order():
    other = Picture("1" * 64, "A gate")
    assert pictures(replace(STORY, nodes=(other, *STORY.nodes))) == (
        other,
        Picture(DRAWING, "A door in crayon", "COME IN"),
    )


def test_an_unfinished_story_says_what_is_missing():
    assert unfinished(STORY) == ()
    assert unfinished(StoryTree(" ", "", "en", ())) == ("The story has no title.", "The story has no words.")
    assert unfinished(replace(STORY, nodes=(Picture(DRAWING, " "),))) == ("A picture has no description.",)
