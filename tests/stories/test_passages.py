"""A passage says what the story says, word for word, or there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories import passages, tree
from stories.passages import NotInTheStory, passage
from stories.reading import from_text
from stories.tree import Line, Paragraph, Run, Stanza, StoryTree, Verse
from tests.tree_strategies import normal_trees

PROSE = StoryTree(
    "The kettle",
    "A mother",
    "en",
    (
        Paragraph((Run("I put the kettle on, and it "), Run("knew", emphasis=True), Run(" before I did. I don't go."))),
        Paragraph((Run("Nobody asks the dad."),)),
    ),
)
POEM = from_text("Gate", "I am still\n  at the gate\nwaiting\n\nIt does not open", kind="poem", credit="A dad")


def test_a_passage_is_a_text_of_its_own_with_the_credit_line_and_the_language():
    found = passage(PROSE, "and it knew before I did.")
    assert (found.title, found.credit, found.language) == ("", "A mother", "en")
    assert tree.body_text(found) == "and it knew before I did."
    assert Run("knew", emphasis=True) in found.nodes[0].runs
    assert tree.digest(found) != tree.digest(PROSE)
    assert tree.from_data(tree.to_data(found)) == found


def test_how_lines_were_broken_when_it_was_copied_means_nothing_in_prose():
    assert passage(PROSE, "  and it\r\nknew   before\tI did. ") == passage(PROSE, "and it knew before I did.")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  \n",
        "and it knows",
        "put the kettle on. I",
        "go. Nobody",
        "The kettle",
        "A mother",
        "kettl",
    ],
)
def test_words_that_the_story_does_not_say_in_one_place_are_no_passage(typed):
    with pytest.raises(NotInTheStory):
        passage(PROSE, typed)


@pytest.mark.parametrize("half", ["I do", "I don", "I don'", "t go", "n't go", "efore I did", "ettle on"])
def test_half_a_word_is_no_passage(half):
    with pytest.raises(NotInTheStory):
        passage(PROSE, half)


def test_a_mark_is_not_cut_off_its_letter():
    story = StoryTree("T", "", "en", (Paragraph((Run("मेरी क्षि बेटी"),)),))
    assert tree.body_text(passage(story, "मेरी")) == "मेरी"
    for half in ("म", "मेर", "क्ष"):
        with pytest.raises(NotInTheStory):
            passage(story, half)


def test_whole_lines_of_a_poem_keep_their_breaks_indents_and_stanzas():
    found = passage(POEM, "at the gate\nwaiting\nIt does not open")
    assert found.nodes == (
        Verse(
            (
                Stanza((Line((Run("at the gate"),), indent=2), Line((Run("waiting"),)))),
                Stanza((Line((Run("It does not open"),)),)),
            )
        ),
    )
    assert passage(POEM, tree.body_text(found)) == found


@pytest.mark.parametrize("typed", ["at the", "at the gate waiting", "I am still\nwaiting", "waiting\nI am still"])
def test_half_a_line_and_lines_in_another_order_are_no_passage(typed):
    with pytest.raises(NotInTheStory):
        passage(POEM, typed)


@given(story=normal_trees(), typed=st.text(max_size=30))
def test_anything_typed_is_found_or_refused(story, typed):
    try:
        found = passage(story, typed)
    except NotInTheStory:
        return
    assert found.nodes and passages.length(found)


@given(story=normal_trees(), data=st.data())
def test_a_passage_says_nothing_that_the_story_does_not(story, data):
    """Whole paragraphs and poems are passages; what is found reads the same again and stands in the story."""
    blocks = [node for node in story.nodes if isinstance(node, Paragraph | Verse)]
    if not blocks:
        return
    text = tree.body_text(StoryTree("", "", "en", (data.draw(st.sampled_from(blocks)),)))
    try:
        found = passage(story, text)
    except NotInTheStory:
        # Letters that only joined across two appearances, or that nobody can see, are refused and never changed.
        return
    assert " ".join(tree.body_text(found).split()) in " ".join(tree.body_text(story).split())
    assert (found.title, found.credit, found.language) == ("", story.credit, story.language)
    assert passage(story, tree.body_text(found)).nodes
