"""Decisions go through the whole text, and only decisions change it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.deidentify import Decision, IncompleteDecision, Tier, Way, apply, entities, find, open_entities
from stories.deidentify.suggestions import suggestion

TEXT = "My daughter Kayleigh cried. Kayleigh's phone rang in Rotherham, on 12 March 2014. I told kayleigh."


def test_a_role_name_stands_at_every_mention_with_a_capital_where_a_sentence_starts():
    text = apply(TEXT, {"name:kayleigh": Decision(Way.ROLE, "my daughter")})
    assert text == "My daughter cried. My daughter's phone rang in Rotherham, on 12 March 2014. I told my daughter."


def test_deleting_takes_the_space_with_it_and_leaves_line_breaks():
    decision = {"place:rotherham": Decision(Way.DELETE)}
    assert apply("We left Rotherham.\nRotherham was dark.", decision) == "We left.\nwas dark."


def test_keeping_changes_nothing_and_closes_the_entity():
    decision = {"place:rotherham": Decision(Way.KEEP, reason="a large town, and she asks for it")}
    found = find(TEXT)
    assert apply(TEXT, decision) == TEXT
    assert "place:rotherham" not in {one.key for one in open_entities(found, decision)}


def test_an_entity_that_was_replaced_but_is_written_again_is_open_again():
    decision = {"name:kayleigh": Decision(Way.ROLE, "my daughter")}
    edited = apply(TEXT, decision) + " Kayleigh slept."
    assert "name:kayleigh" in {one.key for one in open_entities(find(edited), decision)}


def test_a_title_is_changed_by_the_same_decisions():
    found = find(TEXT, title="Kayleigh")
    decisions = {"name:kayleigh": Decision(Way.ROLE, "my girl")}
    assert apply("Kayleigh", decisions, candidates=[one for one in found if one.where == "title"]) == "My girl"


@pytest.mark.parametrize("way", [Way.ROLE, Way.GENERALISE, Way.KEEP])
def test_a_decision_without_its_words_or_reason_is_refused(way):
    with pytest.raises(IncompleteDecision):
        Decision(way)


def test_a_suggestion_for_a_child_is_the_word_the_parent_used():
    (kayleigh,) = [one for one in entities(find("It was my daughter Kayleigh.")) if one.tier is Tier.DIRECT]
    assert suggestion(kayleigh) == "my daughter"


@given(st.text(max_size=300))
def test_without_decisions_no_text_is_changed(text):
    assert apply(text, {}) == text


@given(st.lists(st.sampled_from(["Kayleigh", "Rotherham", "07700 900123", "she", "ran", ".", "\n", "my"]), max_size=40))
def test_after_deleting_every_entity_none_that_needs_a_decision_is_open(words):
    text = " ".join(words)
    for _ in range(3):
        text = apply(text, {one.key: Decision(Way.DELETE) for one in entities(find(text))})
    assert not open_entities(find(text), {})


def test_deleting_the_first_word_of_a_line_of_verse_keeps_its_indent():
    assert apply("We ran\n    Rotherham was dark", {"place:rotherham": Decision(Way.DELETE)}) == "We ran\n    was dark"
