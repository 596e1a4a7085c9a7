"""Sending what was saved: under the words she has already, once, and leaving no draft."""

import pytest

from stories import keys
from stories.actions import draft_of_token, receive
from stories.actions.receive import WayBack
from stories.journey.sending import sending_of
from stories.models import Contribution, Draft
from stories.vault.shards import Slot, SlotErased
from tests.stories.journey.drafting import AGAIN, CARRY_ON, carry_on_to_check, press_send
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, come_back, send, to, words_on

ANEW = "Send it, and give me new words"


def test_sending_keeps_the_words_and_leaves_no_draft(client, saved):
    draft = Draft.objects.get()
    page = press_send(carry_on_to_check(saved.press(CARRY_ON)))
    assert page.heading.startswith("We have your story")
    assert "Your return words stay the same" in page.said and not words_on(page)
    assert not Draft.objects.exists()
    with pytest.raises(SlotErased):
        keys.slots().read(Slot(draft.slot, bytes(draft.tag)))
    opened = come_back(client, words_on(saved))
    assert opened.heading == "We have your story" and ANSWERS["text"].split("\n")[0] in opened.said


def test_who_has_lost_the_words_of_what_she_saved_sends_under_new_ones(client, saved):
    """What she had saved is sealed to her alone and goes on its last day: the page cannot destroy it, since whoever
    picks up her phone could press that button too."""
    check = carry_on_to_check(saved.press(CARRY_ON))
    assert "Do you have your return words?" in check.said
    page = check.press(ANEW)
    assert words_on(page) and words_on(page) != words_on(saved)
    assert words_on(check.press(ANEW)) == words_on(page), "pressed twice, it makes one"
    assert Contribution.objects.count() == Draft.objects.count() == 1
    assert come_back(client, words_on(page)).heading == "We have your story"
    assert come_back(client, words_on(saved)).heading == "Your saved writing"


def test_who_never_saved_is_offered_no_second_way_to_send(client, house):
    check = to(client, "Check your answers")
    assert ANEW not in check.buttons and "Do you have your return words?" not in check.said


def test_sending_twice_from_a_draft_makes_one(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    first, second = press_send(check), press_send(check)
    assert first.said == second.said
    assert Contribution.objects.count() == 1 and not Draft.objects.exists()


def test_a_sending_cut_short_is_finished_by_the_next_press(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    held = draft_of_token(token=check.fields["draft"], today=TODAY).read()
    # The contribution is there, under her words; then the machine died.
    receive(sending=sending_of(ANSWERS), today=TODAY, back=WayBack(held.lookup, held.parent_key))
    assert Contribution.objects.count() == Draft.objects.count() == 1
    assert "Your return words stay the same" in press_send(check).said
    assert Contribution.objects.count() == 1 and not Draft.objects.exists()


def test_sending_from_a_page_that_forgot_its_place_gives_new_words_and_says_what_stays(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    page = press_send(send(client, {**check.fields, "draft": "old"}))
    assert words_on(page) and words_on(page) != words_on(saved)
    assert "What you saved before is not part of it." in page.said
    assert Draft.objects.count() == 1
    assert come_back(client, words_on(saved)).heading == "Your saved writing"
    assert come_back(client, words_on(page)).heading == "We have your story"


def test_saving_after_sending_never_touches_what_was_sent(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    press_send(check)
    asked = check.press(AGAIN)
    assert asked.heading == "Where should we save it?" and asked.fields["text"] == ANSWERS["text"]
    refused = asked.press("Save in the same place", words=words_on(saved))
    assert refused.errors[0].startswith("These words open a story that you have sent.")
    assert not Draft.objects.exists() and Contribution.objects.count() == 1
    assert words_on(refused.press("Save under new words")) != words_on(saved)
