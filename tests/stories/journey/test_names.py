"""Words that might tell who somebody is, shown before sending: gently, changing nothing, and never called safe."""

import pytest

from stories import sealing
from stories.desk.reading import answers_in_words, marks
from stories.journey import names
from stories.models import Contribution
from tests.stories.journey.walking import begin, marks_on, send, sent, to

HEADING = "Words that might tell who you are"
TEXT = "My daughter Sarah Jones went to Hill Top School in Leeds. Sarah was 13."


def at_names(client, **changed):
    return to(client, HEADING, **{"text": TEXT, **changed})


def mark(text, **answers) -> str:
    found = {one.text: one.name for one in names.found({"text": TEXT, "title": "The kitchen light", **answers})}
    return f"marks-{found[text]}"


def test_what_may_tell_is_listed_once_with_three_ways_and_none_chosen(client, house):
    page = at_names(client)
    assert "Sarah Jones" in page.said and "Hill Top School" in page.said and "Leeds" in page.said
    assert page.said.count("Sarah Jones") == 1
    for name in marks_on(page):
        assert page.tree.xpath(f"//input[@name='{name}']/@value") == ["change", "editors", "unsure"]
    assert not page.tree.xpath("//input[@checked]")


def test_she_is_told_that_the_program_sends_her_words_to_no_one(client, house):
    for page in (at_names(client), to(client, HEADING)):
        assert "It sends your words to no one." in page.said


def test_nothing_has_to_be_answered_there(client, house):
    assert at_names(client).press("Continue").heading == "How we work with your words"


def test_where_nothing_is_found_it_says_that_it_can_miss_things(client, house):
    page = to(client, HEADING)
    assert not marks_on(page)
    assert "It is a simple look, and it can miss things" in page.said


@pytest.mark.parametrize("text", [TEXT, "Just a line."])
def test_it_never_says_that_a_text_is_safe_or_anonymous(client, house, text):
    said = at_names(client, text=text).said.lower()
    assert "safe" not in said and "anonym" not in said


def test_what_she_wants_to_change_leads_back_to_her_words_with_a_list(client, house):
    page = at_names(client).press("Continue", **{mark("Leeds"): "change", mark("Sarah Jones"): "editors"})
    assert page.heading == "Your story"
    assert "You wanted to change these words" in page.said
    listed = [item.text_content() for item in page.tree.xpath("//div[@class='original']/p")]
    assert listed == ["Leeds"]
    assert page.fields["text"] == TEXT
    again = page.press("Continue", text=TEXT.replace("Leeds", "a town"))
    assert again.heading == HEADING
    assert "Leeds" not in again.said
    assert again.tree.xpath(f"//input[@name='{mark('Sarah Jones')}' and @checked]/@value") == ["editors"]


def test_what_she_wanted_to_change_and_left_is_asked_anew_and_holds_nobody_up(client, house):
    page = at_names(client).press("Continue", **{mark("Leeds"): "change"}).press("Continue")
    assert page.heading == HEADING
    assert not page.tree.xpath("//input[@checked]")
    assert page.press("Continue").heading == "How we work with your words"


def test_what_she_said_travels_and_is_sealed_by_what_the_desk_decides_on(client, house):
    page = at_names(client).press("Continue", **{mark("Leeds"): "unsure", mark("Sarah Jones"): "editors"})
    while page.heading != "Check your answers":
        page = page.answer(text=TEXT)
    assert "Leave it for you to look at (1); I am not sure (1)" in page.said
    page.press("Send my story")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert opened.read("answers")["marks"] == {"place:leeds": "unsure", "name:sarah jones": "editors"}


def test_what_is_no_longer_in_her_text_is_not_sealed(client, house):
    page = at_names(client).press("Continue", **{mark("Leeds"): "unsure"})
    page = send(page.client, {**page.fields, "at": "story", "text": "One line.", "kind": "prose"})
    while page.heading != "Check your answers":
        page = page.answer(text="One line.")
    page.press("Send my story")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert "marks" not in opened.read("answers")


def test_changing_the_story_from_the_check_page_looks_at_new_words_once(client, house):
    page = to(client, "Check your answers").press("Change: Your story").press("Continue", text=TEXT)
    assert page.heading == HEADING
    assert page.press("Continue").heading == "Check your answers"


def test_marks_that_are_not_ours_are_dropped(client, house):
    page = begin(client)
    page = send(
        client, {**page.fields, "at": "names", "marks": "<b>x</b> a:b:c leeds:UNSURE ok:unsure", "marks-'x": "y"}
    )
    assert page.fields["marks"] == "ok:unsure"


def test_at_most_forty_are_shown(client, house):
    many = " ".join(f"I rang 0800 100 {number:04d}." for number in range(60))
    assert len(marks_on(at_names(client, text=many))) == names.MOST == 40


def test_the_longest_story_is_looked_at_without_an_error(client, house):
    long = TEXT + " and on" * 28_000
    page = at_names(client, text=long[:200_000], title="t" * 200)
    assert page.status == 200 and "Sarah Jones" in page.said


def test_the_desk_shows_what_she_said_beside_each_candidate(client, house):
    page = at_names(client).press("Continue", **{mark("Leeds"): "unsure"})
    while page.heading != "Check your answers":
        page = page.answer(text=TEXT)
    page.press("Send my story")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert marks(opened) == {"place:leeds": "I am not sure"}
    assert ("Words that they marked", "I am not sure: leeds") in [(str(q), a) for q, a in answers_in_words(opened)]


def test_a_sending_without_marks_seals_none(client, house):
    sent(client)
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert "marks" not in opened.read("answers")
