"""Old pages, strange tokens, a missing disk, a locked database: no word is lost, and nothing is saved elsewhere."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from stories import keys
from stories.journey import floods
from stories.models import Contribution, Draft
from tests.as_migrated import give_back
from tests.stories.journey.drafting import (
    AGAIN,
    CARRY_ON,
    HALF,
    NEVER,
    SAVE,
    WRITTEN,
    an_old_token,
    carry_on_to_check,
    press_send,
    written,
)
from tests.stories.journey.walking import come_back, send, sent, to, words_on


def test_after_writing_them_down_the_words_are_shown_no_more_and_what_is_typed_is_kept(client, story):
    saved = story.press(SAVE, text=HALF)
    assert saved.press(WRITTEN).heading == "You are done here"
    page = story.press(SAVE, text=f"{HALF} and more")
    assert page.heading == "Where should we save it?" and words_on(saved) not in page.html
    page = page.press("Save in the same place", words=words_on(saved))
    assert page.heading == "Your story" and "Saved." in page.said
    assert Draft.objects.count() == 1
    assert come_back(client, words_on(saved)).press(CARRY_ON).fields["text"] == f"{HALF} and more"


def test_an_old_page_never_takes_the_words_of_saving_for_a_sign_that_it_was_sent(client, saved):
    """Who saves has seen return words. Told that they mean “sent”, she would leave, and her story would never come."""
    check = carry_on_to_check(saved.press(CARRY_ON))
    said = send(client, {**check.fields, "nonce": "old", "send": "1"}).said
    assert "Did a page say “We have your story”?" in said and "seen your return words" not in said


def test_where_her_way_ends_she_is_not_told_that_nothing_is_kept_of_what_she_saved(client, saved):
    page = saved.press(CARRY_ON)
    while page.heading != "What we promise, and what we cannot":
        page = page.press("Back")
    said = page.press("Continue", use__keep="no").said
    assert "What you saved before is still here" in said and "We have kept nothing" not in said
    assert come_back(client, words_on(saved)).heading == "Your saved writing"


def test_she_is_told_that_what_she_writes_after_saving_is_not_kept_yet(client, saved):
    page = saved.press(CARRY_ON)
    assert "We keep what you had when you last saved." in page.said and "none of your words" not in page.said


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


def test_words_of_a_draft_do_not_lose_what_was_typed_on_another_page(client, saved):
    private = come_back(client, words_on(sent(client))).press("Look at my answers")
    asked = send(client, {**private.fields, "token": "old", "use-press": "no"})
    page = asked.press(words=words_on(saved))
    assert page.errors == ["These words open writing that you have saved, and not the page that you had open."]
    assert page.fields["use-press"] == "no"


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


@pytest.fixture
def one_an_hour(settings):
    settings.SENDS_PER_HOUR = 1
    floods._buckets.cache_clear()
    yield settings
    floods._buckets.cache_clear()


def test_in_a_flood_a_first_saving_waits_with_every_word_and_one_into_its_place_does_not(client, story, one_an_hour):
    page = story.press(SAVE).press(CARRY_ON)
    busy = to(client, "Your story").press(SAVE, text=HALF)
    assert busy.status == 503 and busy.fields["text"] == HALF and Draft.objects.count() == 1
    assert busy.press("Back").fields["text"] == HALF
    assert "Saved." in page.press(AGAIN, text="More.").said
    one_an_hour.SENDS_PER_HOUR = 100
    saved = busy.press("Try again")
    assert saved.heading == "Your writing is saved" and saved.fields["text"] == HALF


def test_who_saves_sooner_than_a_person_can_is_asked_once_more(story, settings):
    settings.SECONDS_BEFORE_SENDING = 3
    asked = story.press(SAVE, text=HALF)
    assert "Please press save once more." in asked.said and asked.fields["text"] == HALF
    assert not Draft.objects.exists()
    settings.SECONDS_BEFORE_SENDING = 0
    assert asked.press(SAVE).heading == "Your writing is saved"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [False, True])
def test_when_the_database_is_locked_every_field_comes_back(story, again):
    try:
        page = story.press(SAVE).press(CARRY_ON) if again else story
        before = list(Draft.objects.values_list("sealed", "slot"))
        with locked():
            failed = page.press(AGAIN if again else SAVE, text=HALF)
        assert failed.status == 503 and failed.fields["text"] == HALF
        assert list(Draft.objects.values_list("sealed", "slot")) == before
        assert failed.press(AGAIN if again else SAVE).status == 200
    finally:
        give_back()


@contextmanager
def locked():
    """Another connection holds what saving writes to, for longer than this one waits."""
    lite = connection.vendor == "sqlite"
    other = connection.copy()
    with connection.cursor() as here, other.cursor() as there:
        here.execute("PRAGMA busy_timeout=50" if lite else "SET lock_timeout = '50ms'")
        there.execute("BEGIN IMMEDIATE" if lite else "BEGIN")
        if not lite:
            there.execute('LOCK TABLE "stories_draft"')
        try:
            yield
        finally:
            there.execute("ROLLBACK")
            here.execute("PRAGMA busy_timeout=20000" if lite else "SET lock_timeout = 0")
    other.close()


def test_another_site_cannot_save_for_her_and_takes_no_word(client, saved):
    page = saved.press(CARRY_ON)
    stopped = send(client, {**page.fields, "save": "1"}, **{"Sec-Fetch-Site": "cross-site"})
    assert stopped.status == 403
    assert stopped.fields["text"] == HALF


@pytest.fixture
def sent_here(client, saved):
    """A page from another site with a token in it, and she presses the button to go on."""
    fields = {**saved.press(CARRY_ON).fields, "text": ""}
    return send(client, fields, **{"Sec-Fetch-Site": "cross-site"}).press()


def test_what_she_writes_is_not_saved_where_another_site_says(client, saved, sent_here):
    """Who put that token there holds the return words to all that it saves."""
    before = bytes(Draft.objects.get().sealed)
    asked = send(client, {**sent_here.fields, "at": "story", "text": "Hers alone.", "save": "1"})
    assert asked.heading == "Where should we save it?" and asked.fields["text"] == "Hers alone."
    assert bytes(Draft.objects.get().sealed) == before


def test_what_she_sends_does_not_open_with_the_words_of_another_site(saved, sent_here):
    theirs = words_on(saved)
    sent = press_send(carry_on_to_check(sent_here))
    assert len(words_on(sent).split()) >= 7 and words_on(sent) != theirs
    assert Draft.objects.get().lookup != Contribution.objects.get().lookup
