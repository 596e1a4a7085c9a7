"""Before anything is asked: what to think over, and who this page is for."""

import pytest

from stories.models import Contribution
from tests.stories.journey.walking import ANSWERS, begin, send, to

pytestmark = pytest.mark.usefixtures("house")

YOUNG = "People who are there for you"
WORKER = "This page is for parents"


def about(client):
    return to(client, "Before you decide")


def test_she_can_think_it_over_before_anything_is_asked_of_her(client):
    said = about(client).said
    for thought in (
        "What do you hope for?",
        "Who might know that it is you?",
        "How would your child feel",
        "ask your solicitor",
        "How may you feel later?",
        "You lose nothing if you say no",
        "nothing is kept",
    ):
        assert thought in said


@pytest.mark.parametrize("who", ["parent", "other"])
def test_parents_and_others_close_to_the_child_go_on(client, who):
    assert about(client).press("Continue", who=who).heading == "What we promise, and what we cannot"


def test_somebody_under_18_is_led_to_people_who_are_there_for_them(client):
    page = about(client).press("Continue", who="young")
    assert page.heading == YOUNG
    assert page.tree.xpath("//main//a[@href='tel:08001111']")
    assert "Tell a grown-up you trust" in page.said
    assert not page.tree.xpath("//textarea")
    assert page.press("Back").heading == "Before you decide"


def test_somebody_at_work_is_told_how_to_reach_us(client):
    page = about(client).press("Continue", who="worker")
    assert page.heading == WORKER
    assert "ring or write to us" in page.said


@pytest.mark.parametrize(("who", "heading"), [("young", YOUNG), ("worker", WORKER)])
def test_nothing_of_theirs_is_ever_taken(client, who, heading):
    check = to(client, "Check your answers")
    page = send(client, {**check.fields, "who": who, "send": "1"})
    assert page.heading == heading
    assert not Contribution.objects.exists()
    page = send(client, {**check.fields, "who": who, "at": "story"})
    assert page.heading != "Your story"


def test_a_slip_there_loses_no_word(client):
    page = to(client, "Check your answers").press("Change: Before you decide").press("Continue", who="young")
    assert page.heading == YOUNG
    page = send(client, {**page.fields, "at": "about", "who": "parent"})
    assert page.fields["text"] == ANSWERS["text"]


def test_help_names_the_police_and_ways_for_who_cannot_speak_or_hear(client):
    page = begin(client).answer().press("Continue", danger="yes")
    for way in ("101", "999bsl.co.uk", "18000", "0800 1111"):
        assert way in page.said
