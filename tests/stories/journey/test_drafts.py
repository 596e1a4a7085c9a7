"""Save and come back: from any page, losing nothing, for nobody but her."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver

from stories import keys
from stories.actions import save_draft
from stories.models import Contribution, Draft
from stories.vault import words as vault_words
from stories.vault.shards import Slot, SlotErased
from tests.stories.journey.drafting import AGAIN, CARRY_ON, DELETE, HALF, NEVER, SAVE, an_old_token, answered
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, begin, come_back, send, to, words_on


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


def test_answers_of_an_older_form_come_back_without_what_is_asked_no_more(client, house):
    saved = save_draft(answers={"text": HALF, "gone": "x", "danger": "maybe"}, at="a-page-of-old", today=TODAY)
    page = come_back(client, vault_words.as_words(saved.indices)).press(CARRY_ON)
    assert "danger" in {field.get("name") for field in page.form.xpath(".//input[@type='radio']")} and not page.errors
    assert page.fields["text"] == HALF and "gone" not in page.fields


def test_a_reader_and_an_administrator_meet_drafts_nowhere(saved, house):
    draft = Draft.objects.get()
    user = get_user_model().objects.create_superuser("ada", password="x")
    desk = Client()
    desk.force_login(user)
    assert not user.get_all_permissions() & {"stories.view_draft", "stories.change_draft", "stories.delete_draft"}
    for path in ("/desk/", "/admin/"):
        answer = desk.get(path, follow=True)
        assert draft.pk not in answer.content.decode() and str(draft) not in answer.content.decode()
    assert not [name for name in get_resolver().reverse_dict if isinstance(name, str) and "draft" in name]
