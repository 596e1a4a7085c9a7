"""Police and courts, the child, themes, and a way to reach her: what is asked beside the words, and what it does."""

import pytest

from consent import rules
from consent.dials import Dial
from stories import sealing
from stories.models import Contribution
from tests.stories.journey.walking import everywhere, send, sent, to


def opened(house):
    return sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)


@pytest.mark.parametrize("court", ["police", "charged", "family", "ended", "unsure"])
def test_police_or_a_court_hold_the_story_and_it_is_still_taken(client, house, court):
    page = sent(client, court=court)
    assert page.heading == "We have your story. Thank you."
    assert "You told us about the police or a court" in page.said
    holds = Contribution.objects.get().agreement.holds.all()
    assert [(hold.kind, hold.opened_by) for hold in holds] == [("court", None)]
    assert opened(house).read("answers")["court"] == court


def test_without_police_or_court_nothing_is_held(client, house):
    assert "police or a court" not in sent(client, court="none").said
    assert not Contribution.objects.get().agreement.holds.exists()


def test_she_is_told_why_it_is_asked_and_to_ask_her_solicitor(client, house):
    said = to(client, "Your child, the police and the courts").said
    assert "We ask because the law limits what we may print" in said
    assert "If you have a solicitor, ask them" in said


def test_a_child_who_would_be_upset_is_a_reason_to_offer_keeping_it_between_us(client, house):
    assert "keep it between us" in to(client, "Check your answers", child="upset").said
    assert "keep it between us" not in to(client, "Check your answers").said


def test_who_has_said_no_to_everything_is_not_asked_to_say_it_again(client, house):
    said = to(client, "Check your answers", child="upset", **everywhere("no")).said
    assert "So it stays between us" in said and "press “No to everything" not in said


def test_themes_are_hers_to_tick_or_to_leave(client, house):
    page = to(client, "How we work with your words")
    assert page.tree.xpath("//input[@type='checkbox']") and not page.tree.xpath("//input[@checked]")
    sent(client)
    assert "themes" not in opened(house).read("answers")


def test_ticked_themes_travel_and_are_sealed(client, house):
    check = to(client, "Check your answers", themes__missing="yes", themes__suicide="yes")
    assert "Going missing, Suicide" in check.said
    page = check.press("Change: How we work with your words")
    ticked = page.tree.xpath("//input[@type='checkbox' and @checked]/@name")
    assert ticked == ["themes-missing", "themes-suicide"]
    page = page.press("Back")
    page.press(next(label for label in page.buttons if label.startswith("Send my story")))
    assert opened(house).read("answers")["themes"] == ["missing", "suicide"]


def test_a_theme_that_is_not_on_the_list_is_dropped(client, house):
    sent(client, themes__missing="yes", themes="drugs:yes nonsense:yes <b>:x")
    assert "nonsense" not in str(opened(house).read("answers"))


def test_an_unticked_theme_is_gone(client, house):
    page = to(client, "Check your answers", themes__drugs="yes").press("Change: How we work with your words")
    fields = {name: value for name, value in page.fields.items() if name != "themes-drugs"}
    assert "Drugs" not in send(page.client, fields).said


REACHED = {
    "contact": "sealed",
    "contact_how": "Ring 0000 000000",
    "contact_when": "Mondays",
    "contact_words": "The school trip",
}


def test_a_way_to_reach_her_is_sealed_apart_and_only_after_a_yes(client, house):
    sent(client, **REACHED)
    assert opened(house).read("contact") == {"how": "Ring 0000 000000", "when": "Mondays", "words": "The school trip"}
    history = Contribution.objects.get().agreement.history()
    assert rules.dial(history, Dial.CONTACT) == "sealed"


def test_details_typed_without_a_yes_are_neither_shown_nor_sent(client, house):
    check = to(client, "Check your answers", **{**REACHED, "contact": "none"})
    assert "000000" not in check.said
    sent(client, **{**REACHED, "contact": "none"})
    assert opened(house).read("contact") is None
    assert rules.dial(Contribution.objects.get().agreement.history(), Dial.CONTACT) == "none"


def test_a_yes_without_a_way_to_reach_her_is_asked_again(client, house):
    page = to(client, "Last things").answer(contact="sealed")
    assert page.errors == ["Write how we can reach you, or choose no above."]


@pytest.mark.parametrize("how", ["me@", "write to me@nowhere", "@handle"])
def test_a_slip_in_an_email_gets_a_hint(client, house, how):
    page = to(client, "Last things").answer(contact="sealed", contact_how=how)
    assert page.errors == ["Look at the email again. It should look like name@example.org."]
    assert page.fields["contact_how"] == how


def test_the_risk_of_being_reached_is_told_before_she_chooses(client, house):
    assert "can be seen by someone else" in to(client, "Last things").said


@pytest.mark.parametrize("heading", ["The booklet", "Other places"])
def test_no_to_everything_is_one_press_and_is_chosen_by_nobody_before(client, house, heading):
    page = to(client, heading)
    assert next(iter(page.buttons)) == "Continue", "Enter must not say no to everything"
    page = page.press("No to everything, just read it")
    assert page.heading == "Last things"
    page.press("Continue", silence="come_down", contact="none").press("Send my story")
    agreement = Contribution.objects.get().agreement
    assert {use: agreement.standing(use) for use in rules.Use if use != "keep"} == dict.fromkeys(
        [use for use in rules.Use if use != "keep"], "no"
    )


def test_no_to_everything_while_changing_leads_straight_back(client, house):
    page = to(client, "Check your answers").press("Change: The booklet").press("No to everything, just read it")
    assert page.heading == "Check your answers"
    assert "exactly as I see it" not in page.said


def test_a_credit_that_is_a_name_in_her_story_gets_a_reason_and_another_idea(client, house):
    page = to(client, "How we work with your words", text="My daughter Sarah Jones came home.")
    page = page.answer(description="name", credit="Sarah J")
    assert page.errors == [
        "This looks like a name that is in your story too. Make one up, or write “A mum” or “A dad”."
    ]
    assert page.answer(description="name", credit="A mum of two").heading == "The booklet"


def test_a_made_up_name_that_is_not_in_her_story_is_hers_to_choose(client, house):
    page = to(client, "How we work with your words", text="My daughter Sarah Jones came home.")
    assert page.answer(description="name", credit="Marigold").heading == "The booklet"
