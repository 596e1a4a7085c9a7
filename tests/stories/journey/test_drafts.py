"""Save and come back: from any page, losing nothing, for nobody but her, and sent under the words she has."""

import time
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from stories import keys
from stories.actions import draft_of_token
from stories.models import Contribution, Draft
from stories.vault import words as vault_words
from stories.vault.shards import Slot, SlotErased
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, Page, begin, come_back, send, sent, to, words_on

SAVE, AGAIN = "Save and come back later", "Save"
WRITTEN, CARRY_ON, DELETE = "I have written them down", "Carry on writing", "Delete what I saved"
NEVER = "abacus abdomen abdominal abide abiding ability ablaze"
HALF = "I left the light on\nevery night, and “then” <b>she</b> & I"


@pytest.fixture
def story(client, house) -> Page:
    return to(client, "Your story")


@pytest.fixture
def saved(story) -> Page:
    return story.press(SAVE, text=HALF, title="")


def press_send(check) -> Page:
    return check.press(next(label for label in check.buttons if label.startswith("Send my story")))


def answered(page) -> dict[str, str]:
    return {name: value for name, value in page.fields.items() if name in ANSWERS}


def written(token: str) -> dict[str, str]:
    return draft_of_token(token=token, today=TODAY).read().answers


def carry_on_to_check(page) -> Page:
    for _ in range(15):
        if page.heading == "Check your answers":
            return page
        page = page.answer()
        assert not page.errors, page.errors
    raise AssertionError(page.heading)


def an_old_token(page: Page, monkeypatch) -> None:
    later = time.time() + 25 * 3600
    monkeypatch.setattr(time, "time", lambda: later)


def test_every_page_of_her_way_can_be_saved_but_the_first_empty_one(client, house):
    page, seen = begin(client), 0
    assert SAVE not in page.buttons, "there is nothing to save yet"
    while page.heading != "Check your answers":
        page = page.answer(danger="unsure")
        assert SAVE in page.buttons, page.heading
        assert list(page.buttons)[0] != SAVE, "Enter must not save"
        seen += 1
    assert seen > 9


def test_where_nothing_is_taken_nothing_is_saved(client, house):
    page = to(client, "What we promise, and what we cannot").press("Continue", use__keep="no")
    assert SAVE not in page.buttons
    assert send(client, {**page.fields, "save": "1"}).status == 200
    assert not Draft.objects.exists()


def test_saving_shows_seven_words_the_same_as_digits_and_until_when(saved):
    assert saved.heading == "Your writing is saved"
    digits = saved.tree.xpath("//p[contains(@class, 'return-digits')]")[0].text_content()
    assert vault_words.parse(digits) == vault_words.parse(words_on(saved))
    assert "We keep it until" in saved.said
    assert Draft.objects.count() == 1 and not Contribution.objects.exists()


def test_what_is_half_done_is_saved_as_it_is_and_comes_back_to_the_character(client, saved):
    page = come_back(client, words_on(saved))
    assert page.heading == "Your saved writing"
    assert HALF.split("\n")[0] not in page.html, "it shows nothing before she asks for it"
    page = page.press(CARRY_ON)
    assert page.heading == "Your story" and not page.errors
    assert page.fields["text"] == HALF
    assert page.fields["danger"] == ANSWERS["danger"]


@pytest.mark.parametrize(
    "heading",
    ["What we promise, and what we cannot", "How we work with your words", "The booklet", "Check your answers"],
)
def test_she_comes_back_to_the_page_where_she_was(client, house, heading):
    page = to(client, heading)
    back = come_back(client, words_on(page.press(SAVE))).press(CARRY_ON)
    assert back.heading == heading
    assert answered(back) == answered(page)


def test_an_answer_that_cannot_stand_is_saved_without_a_word_about_it(client, story):
    saved = story.press(SAVE, title="x" * 300, text="")
    page = come_back(client, words_on(saved)).press(CARRY_ON)
    assert not page.errors and page.fields["title"] == "x" * 300
    assert page.answer(title="x" * 300).errors == ["Make the title shorter. It can have up to 200 letters."]


def test_the_numbers_open_it_too(client, saved):
    digits = vault_words.as_digits(vault_words.parse(words_on(saved)))
    assert come_back(client, digits).heading == "Your saved writing"


def test_carrying_on_at_once_keeps_everything_and_saves_into_the_same_place(client, saved):
    page = saved.press(CARRY_ON)
    assert page.heading == "Your story" and page.fields["text"] == HALF
    again = page.press(AGAIN, text="One more line.")
    assert again.heading == "Your story" and again.fields["text"] == "One more line."
    assert "Saved." in again.said and "Your return words stay the same." in again.said
    assert not words_on(again) and Draft.objects.count() == 1
    assert come_back(client, words_on(saved)).press(CARRY_ON).fields["text"] == "One more line."


def test_the_place_is_known_on_every_page_that_follows(client, saved):
    page = saved.press(CARRY_ON).answer().answer()
    assert AGAIN in page.buttons and SAVE not in page.buttons
    page.press("Back").press(AGAIN)
    assert Draft.objects.count() == 1


def test_pressing_save_twice_shows_the_same_words_and_makes_one(story):
    first, second = story.press(SAVE, text=HALF), story.press(SAVE, text=HALF)
    assert words_on(first) == words_on(second) != ""
    assert Draft.objects.count() == 1


def test_going_back_in_the_browser_and_saving_more_saves_the_more(client, story):
    first = story.press(SAVE, text=HALF)
    second = story.press(SAVE, text=f"{HALF} and more")
    assert words_on(first) == words_on(second)
    assert come_back(client, words_on(first)).press(CARRY_ON).fields["text"] == f"{HALF} and more"


def test_after_writing_them_down_the_words_are_shown_no_more_and_what_is_typed_is_kept(client, story):
    saved = story.press(SAVE, text=HALF)
    assert saved.press(WRITTEN).heading == "You are done here"
    page = story.press(SAVE, text=f"{HALF} and more")
    assert page.heading == "Where should we save it?" and words_on(saved) not in page.html
    page = page.press("Save in the same place", words=words_on(saved))
    assert page.heading == "Your story" and "Saved." in page.said
    assert Draft.objects.count() == 1
    assert come_back(client, words_on(saved)).press(CARRY_ON).fields["text"] == f"{HALF} and more"


def test_a_page_older_than_a_day_asks_for_the_words_and_loses_nothing(client, saved, monkeypatch):
    page = saved.press(CARRY_ON)
    an_old_token(page, monkeypatch)
    asked = page.press(AGAIN, text="Two days later.")
    assert asked.heading == "Where should we save it?" and asked.fields["text"] == "Two days later."
    wrong = asked.press("Save in the same place", words=NEVER)
    assert wrong.errors and wrong.fields["text"] == "Two days later."
    assert asked.press("Go back and do not save").fields["text"] == "Two days later."
    right = wrong.press("Save in the same place", words=words_on(saved))
    assert right.heading == "Your story" and written(right.fields["draft"])["text"] == "Two days later."
    assert Draft.objects.count() == 1


def test_or_it_is_saved_under_new_words_and_the_earlier_stays(client, saved, monkeypatch):
    page = saved.press(CARRY_ON)
    keys.empty_volatile()
    anew = page.press(AGAIN, text="After the restart.").press("Save under new words")
    assert anew.heading == "Your writing is saved" and words_on(anew) != words_on(saved)
    assert come_back(client, words_on(anew)).press(CARRY_ON).fields["text"] == "After the restart."
    assert come_back(client, words_on(saved)).press(CARRY_ON).fields["text"] == HALF


@pytest.mark.parametrize("token", ["x", "AAAA" * 30, "é", "\x00", "="])
def test_a_token_that_is_not_ours_saves_nowhere_and_loses_nothing(client, story, token):
    page = send(client, {**story.fields, "text": HALF, "draft": token, "save": "1"})
    assert page.heading == "Where should we save it?" and page.fields["text"] == HALF
    assert not Draft.objects.exists()


@pytest.mark.parametrize("nonce", ["", "x", "é", "\x00"])
def test_a_nonce_that_is_not_ours_shows_the_page_again_with_everything(client, story, nonce):
    page = send(client, {**story.fields, "text": HALF, "save_nonce": nonce, "save": "1"})
    assert page.heading == "Your story" and page.fields["text"] == HALF
    assert "open for a long time" in page.said and not Draft.objects.exists()
    assert page.press(SAVE).heading == "Your writing is saved"


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


def test_sending_twice_from_a_draft_makes_one(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    first, second = press_send(check), press_send(check)
    assert first.said == second.said
    assert Contribution.objects.count() == 1 and not Draft.objects.exists()


def test_a_sending_cut_short_is_finished_by_the_next_press(client, saved):
    check = carry_on_to_check(saved.press(CARRY_ON))
    with mock.patch("stories.keys.erase_slot", side_effect=SystemExit), pytest.raises(SystemExit):
        press_send(check)
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


def test_deleting_asks_for_the_words_and_leaves_nothing(client, saved):
    draft = Draft.objects.get()
    page = come_back(client, words_on(saved)).press(DELETE)
    assert page.press("Back").heading == "Your saved writing"
    assert page.press(words=NEVER).errors and Draft.objects.exists()
    gone = page.press(words=words_on(saved))
    assert gone.heading == "It is gone" and not Draft.objects.exists()
    with pytest.raises(SlotErased):
        keys.slots().read(Slot(draft.slot, bytes(draft.tag)))


def test_one_parents_words_delete_nobody_elses(client, saved):
    other = to(client, "Your story").press(SAVE)
    page = come_back(client, words_on(saved)).press(DELETE).press(words=words_on(other))
    assert page.errors and Draft.objects.count() == 2


def test_deleted_expired_and_never_issued_words_answer_alike(client, saved, story):
    expired = story.press("Back").press().press(SAVE)
    Draft.objects.filter(lookup=keys.derive(vault_words.parse(words_on(expired))).lookup.hex()).update(
        expires="2020-W01"
    )
    come_back(client, words_on(saved)).press(DELETE).press(words=words_on(saved))
    answers = {come_back(client, said).html.replace(said, "") for said in (words_on(saved), words_on(expired), NEVER)}
    assert len(answers) == 1


def test_a_page_of_her_draft_that_lay_open_asks_for_the_words_again(client, saved, monkeypatch):
    page = come_back(client, words_on(saved))
    an_old_token(page, monkeypatch)
    assert page.press(CARRY_ON).heading == page.press(DELETE).heading == "Come back to your story"


def test_words_of_a_draft_do_not_lose_what_was_typed_on_another_page(client, saved):
    private = come_back(client, words_on(sent(client))).press("Look at my answers")
    asked = send(client, {**private.fields, "token": "old", "use-press": "no"})
    page = asked.press(words=words_on(saved))
    assert page.errors == ["These words open writing that you have saved, and not the page that you had open."]
    assert page.fields["use-press"] == "no"


def test_answers_of_an_older_form_come_back_without_what_is_asked_no_more(client, house):
    from stories.actions import save_draft

    saved = save_draft(answers={"text": HALF, "gone": "x", "danger": "maybe"}, at="a-page-of-old", today=TODAY)
    page = come_back(client, vault_words.as_words(saved.indices)).press(CARRY_ON)
    assert "danger" in {field.get("name") for field in page.form.xpath(".//input[@type='radio']")} and not page.errors
    assert page.fields["text"] == HALF and "gone" not in page.fields


@pytest.mark.parametrize("again", [False, True])
def test_when_nothing_can_be_sealed_every_field_comes_back(story, settings, again):
    page = story.press(SAVE).press(CARRY_ON) if again else story
    slots = [Path(path) for path in settings.SLOT_FILES]
    away = slots[1].with_name("away")
    slots[1].rename(away)
    first = slots[0].with_name("away too")
    if again:
        slots[0].rename(first)
    try:
        failed = page.press(AGAIN if again else SAVE, text=HALF, title="T")
    finally:
        away.rename(slots[1])
        if again:
            first.rename(slots[0])
    assert failed.status == 503 and "did not save it" in failed.said
    assert (failed.fields["text"], failed.fields["title"]) == (HALF, "T")


def test_when_the_database_is_locked_every_field_comes_back(story):
    with mock.patch("stories.models.Draft.save", side_effect=OperationalError("database is locked")):
        page = story.press(SAVE, text=HALF)
    assert page.status == 503 and page.fields["text"] == HALF
    assert not Draft.objects.exists()


def test_another_site_cannot_save_for_her_and_takes_neither_words_nor_place(client, saved):
    page = saved.press(CARRY_ON)
    stopped = send(client, {**page.fields, "save": "1"}, **{"Sec-Fetch-Site": "cross-site"})
    assert stopped.status == 403
    assert stopped.fields["text"] == HALF and stopped.fields["draft"] == page.fields["draft"]


def test_a_reader_and_an_administrator_meet_drafts_nowhere(saved, house):
    from django.contrib.auth import get_user_model
    from django.urls import get_resolver

    draft = Draft.objects.get()
    user = get_user_model().objects.create_superuser("ada", password="x")
    desk = Client()
    desk.force_login(user)
    assert not user.get_all_permissions() & {"stories.view_draft", "stories.change_draft", "stories.delete_draft"}
    for path in ("/desk/", "/admin/"):
        answer = desk.get(path, follow=True)
        assert draft.pk not in answer.content.decode() and str(draft) not in answer.content.decode()
    assert not [name for name in get_resolver().reverse_dict if isinstance(name, str) and "draft" in name]
