"""Pressing send: once, however often; and never with a word lost."""

import os
import threading
import time
from pathlib import Path

import pytest
from django.test import Client

from consent import ledger
from consent.uses import Answer, Use
from stories import sealing
from stories.models import Contribution, ReaderListDocument
from stories.vault import words
from tests.as_migrated import give_back
from tests.stories.journey.walking import ANSWERS, USES, everywhere, send, sent, to, words_on

SEND = "Send my story"


def press_send(check):
    return check.press(next(label for label in check.buttons if label.startswith(SEND)))


def test_pressing_twice_shows_the_same_words_and_makes_one(client, house):
    check = to(client, "Check your answers")
    first, second = press_send(check), press_send(check)
    assert words_on(first) == words_on(second) != ""
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("answer", ["no", "later"])
def test_who_says_yes_to_no_place_is_promised_no_booklet_and_asked_back_for_none(client, house, answer):
    said = sent(client, **everywhere(answer)).said
    assert "So we put them nowhere." in said and "booklet" not in said
    assert "booklet that opens on" in sent(client, **(everywhere(answer) | {"use-print": "yes"})).said


def test_words_and_numbers_on_the_sent_page_are_the_same_secret(client, house):
    page = sent(client)
    digits = page.tree.xpath("//p[contains(@class, 'return-digits')]")[0].text_content()
    assert words.parse(digits) == words.parse(words_on(page))


def test_after_writing_them_down_it_was_already_sent_and_shows_no_words(client, house):
    check = to(client, "Check your answers")
    page = press_send(check)
    done = page.press("I have written them down")
    assert done.heading == "You are done here"
    again = press_send(check)
    assert again.heading == "This was already sent"
    assert words_on(page) not in again.said and not words_on(again)
    assert Contribution.objects.count() == 1


def test_after_half_an_hour_it_was_already_sent(client, house, settings):
    check = to(client, "Check your answers")
    press_send(check)
    half_an_hour_ago = time.time() - 31 * 60
    for kept in (Path(settings.VOLATILE_DIR) / "once").iterdir():
        os.utime(kept, (half_an_hour_ago, half_an_hour_ago))
    assert press_send(check).heading == "This was already sent"
    assert Contribution.objects.count() == 1


def test_two_showings_of_the_last_page_are_two_stories(client, house):
    sent(client)
    sent(client)
    assert Contribution.objects.count() == 2


def test_a_page_that_lay_open_for_days_is_shown_again_with_everything_kept(client, house, monkeypatch):
    check = to(client, "Check your answers")
    later = time.time() + 2 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    page = press_send(check)
    assert page.heading == "Check your answers"
    assert "open for a long time" in page.said
    assert {name: page.fields[name] for name in ANSWERS} == ANSWERS
    assert not Contribution.objects.exists()
    assert press_send(page).heading.startswith("We have your story")


@pytest.mark.parametrize("nonce", ["", "x", "AAAA" * 20, "é", "\x00"])
def test_a_nonce_that_is_not_ours_sends_nothing(client, house, nonce):
    check = to(client, "Check your answers")
    page = send(client, {**check.fields, "nonce": nonce, "send": "1"})
    assert page.heading == "Check your answers"
    assert page.fields["text"] == ANSWERS["text"]
    assert not Contribution.objects.exists()


def test_when_nothing_can_be_sealed_every_field_comes_back(client, house):
    check = to(client, "Check your answers")
    ReaderListDocument.objects.all().delete()
    page = press_send(check)
    assert page.status == 503
    assert "could not lock your story safely" in page.said
    assert {name: page.fields[name] for name in ANSWERS} == ANSWERS
    assert not Contribution.objects.exists()


def test_a_new_wording_is_shown_before_anything_is_sent_under_it(client, house):
    check = to(client, "Check your answers")
    page = send(client, {**check.fields, "notice": "0", "send": "1"})
    assert page.heading == "Check your answers"
    assert "made some of our questions clearer" in page.said
    assert not Contribution.objects.exists()
    assert press_send(page).heading.startswith("We have your story")


def test_what_was_answered_is_what_the_ledger_says(client, house):
    sent(client, use__press="no", use__research="later", silence="stay", edit="shorten", description="none")
    agreement = Contribution.objects.get().agreement
    assert agreement.standing(Use.KEEP) == Answer.YES
    assert agreement.standing(Use.PRESS) == Answer.NO
    assert agreement.standing(Use.RESEARCH) == Answer.LATER
    assert all(agreement.standing(Use(use)) == Answer.YES for use in USES if use not in ("press", "research"))
    dials = {entry.dial: entry.answer for entry in ledger.history(agreement).entries if entry.dial}
    assert dials == {"edit": "shorten", "description": "none", "contact": "none", "silence": "stay", "exact": "no"}


def test_what_was_written_is_what_a_reader_opens(client, house):
    sent(client, danger="unsure", child="knows", description="name", credit="A mum of two", kind="letter")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    body = opened.read("body")
    assert (body["title"], body["text"], body["kind"]) == (ANSWERS["title"], ANSWERS["text"], "letter")
    assert body["credit"] == "A mum of two"
    assert opened.read("answers") == {"who": "parent", "danger": "unsure", "court": "none", "child": "knows"}
    assert opened.read("contact") is None


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_the_same_moment_make_one(house):
    try:
        check = to(Client(), "Check your answers")
        pages = []
        presses = [threading.Thread(target=lambda: pages.append(_press_and_close(check))) for _ in range(6)]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
        assert len(pages) == 6
        assert len({words_on(page) for page in pages}) == 1
        assert Contribution.objects.count() == 1
    finally:
        give_back()


def _press_and_close(check):
    from django.db import connection

    try:
        return press_send(check)
    finally:
        connection.close()
