"""What the detector marks, and with what reason."""

import pytest

from stories.deidentify import Label, Tier, entities, find

STORY = """My daughter Kayleigh was fourteen when it began. We lived in Rotherham, and she went to
St Mary's High School. On 12 March 2014 PC Hart from South Yorkshire Police rang me.
Kayleigh's friend Zofia said his name was Imran. I wrote to DC Sarah Jones. Sarah came to 14 Elm Close.
Will she come home? We went to Sheffield Crown Court for Operation Clover. I love God. Mum was there."""


def marked(text, title=""):
    return {(one.text, one.label, one.tier) for one in find(text, title=title)}


@pytest.mark.parametrize(
    ("words", "label", "tier"),
    [
        ("Kayleigh", Label.NAME, Tier.DIRECT),
        ("Zofia", Label.NAME, Tier.DIRECT),
        ("Imran", Label.NAME, Tier.DIRECT),
        ("PC Hart", Label.NAME, Tier.DIRECT),
        ("DC Sarah Jones", Label.NAME, Tier.DIRECT),
        ("fourteen", Label.AGE, Tier.QUASI),
        ("Rotherham", Label.PLACE, Tier.QUASI),
        ("14 Elm Close", Label.PLACE, Tier.DIRECT),
        ("St Mary's High School", Label.ORGANISATION, Tier.QUASI),
        ("South Yorkshire Police", Label.ORGANISATION, Tier.QUASI),
        ("Sheffield Crown Court", Label.ORGANISATION, Tier.QUASI),
        ("Operation Clover", Label.ORGANISATION, Tier.DIRECT),
        ("12 March 2014", Label.DATE, Tier.QUASI),
    ],
)
def test_people_places_organisations_dates_and_ages_of_a_story_are_marked(words, label, tier):
    assert (words, label, tier) in marked(STORY)


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("She rang 07700 900123 at night.", "07700 900123", Label.PHONE),
        ("It was (01632) 960 001, he said.", "(01632) 960 001", Label.PHONE),
        ("Call +44 7700 900 456.", "+44 7700 900 456", Label.PHONE),
        ("Write to jo.b@example.org.uk.", "jo.b@example.org.uk", Label.EMAIL),
        ("jo at example dot com", "jo at example dot com", Label.EMAIL),
        ("See https://example.org/x?y=1.", "https://example.org/x?y=1", Label.WEB),
        ("It was on example.co.uk that week.", "example.co.uk", Label.WEB),
        ("He was @dark_knight there.", "@dark_knight", Label.HANDLE),
        ("Her snapchat name was kay_xx99.", "kay_xx99", Label.HANDLE),
        ("We live at s60 1ab now.", "s60 1ab", Label.POSTCODE),
        ("We live at SW1A 2AA now.", "SW1A 2AA", Label.POSTCODE),
        ("NHS 943 476 5919.", "943 476 5919", Label.NUMBER),
        ("My NI is QQ 12 34 56 C? No: AB 12 34 56 C.", "AB 12 34 56 C", Label.NUMBER),
        ("A black car, YK51 ABC, came.", "YK51 ABC", Label.NUMBER),
        ("Crime number: 14/2231/A.", "14/2231/A", Label.NUMBER),
        ("It was on 03/04/2015.", "03/04/2015", Label.DATE),
        ("In August 2016 we moved.", "August 2016", Label.DATE),
        ("A 13-year-old girl.", "13-year-old", Label.AGE),
        ("On her thirteenth birthday.", "thirteenth", Label.AGE),
        ("He was in Year 9 then.", "9", Label.AGE),
    ],
)
def test_contact_data_references_dates_and_ages_are_marked_whole(text, words, label):
    assert (words, label) in {(one.text, one.label) for one in find(text)}


def test_a_name_in_no_list_is_marked_by_its_capital_letter():
    (one,) = [one for one in find("Then the phone of Brixlyn rang and she left.") if one.text == "Brixlyn"]
    assert one.why == "capital letter after 'of'"


def test_a_name_found_once_is_marked_everywhere_also_in_small_letters_and_at_the_start_of_a_sentence():
    found = find("I called Brixlyn. Brixlyn came. I love brixlyn. BRIXLYN!", title="Brixlyn")
    assert len([one for one in found if one.entity == "name:brixlyn"]) == 5


def test_a_first_name_belongs_to_the_one_full_name_of_the_story():
    keys = {one.text: one.entity for one in find(STORY)}
    assert keys["Sarah"] == keys["DC Sarah Jones"] == "name:sarah jones"


def test_ordinary_words_are_left_alone():
    texts = {one.text for one in find(STORY)}
    assert not texts & {"Will", "Mum", "God", "My", "We", "On", "I"}


def test_a_story_without_capital_letters_still_shows_listed_names_and_towns():
    text = "my daughter kayleigh went missing and we looked for her all night in rotherham but nobody would help us"
    assert {("kayleigh", Label.NAME), ("rotherham", Label.PLACE)} <= {(one.text, one.label) for one in find(text)}


def test_a_story_in_capitals_is_not_one_long_name():
    text = "MY DAUGHTER KAYLEIGH WENT MISSING AND WE LOOKED FOR HER ALL NIGHT BUT NOBODY WOULD HELP US AT ALL"
    assert [one.text for one in find(text)] == ["KAYLEIGH"]


@pytest.mark.parametrize(
    "disguised", ["07700\u00a0900123", "０７７００ ９００１２３", "077\u200b00 900123", "07700–900123"]
)
def test_odd_characters_do_not_hide_a_number_and_places_count_in_the_text_as_given(disguised):
    text = f"Ring {disguised} now."
    (one,) = [one for one in find(text) if one.label is Label.PHONE]
    assert text[one.start : one.end] == one.text == disguised


def test_decomposed_accents_do_not_hide_a_name():
    text = "My son Jose\u0301 came."
    (one,) = [one for one in find(text) if one.label is Label.NAME]
    assert one.text == "Jose\u0301"


def test_candidates_lie_in_order_without_overlap_and_every_one_says_why():
    found = [one for one in find(STORY) if one.where == "text"]
    assert all(one.why and one.entity for one in found)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert all(STORY[one.start : one.end] == one.text for one in found)


def test_an_entity_has_the_strength_of_its_strongest_mention():
    (kayleigh,) = [one for one in entities(find(STORY)) if one.text == "Kayleigh"]
    assert kayleigh.tier is Tier.DIRECT
    assert len(kayleigh.mentions) == 2


def test_a_text_too_long_to_search_is_refused_by_name():
    with pytest.raises(ValueError, match="200000 characters"):
        find("a" * 200_001)


def test_a_name_called_at_the_start_of_a_line_of_verse_needs_a_decision_and_an_unknown_word_there_is_shown():
    found = {one.text: one.tier for one in find("Night after night\n    Brixlyn, at four\nMarwenna of the stairs")}
    assert found["Brixlyn"] is Tier.QUASI
    assert found["Marwenna"] is Tier.POSSIBLE
