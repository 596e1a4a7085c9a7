"""New return words: the old ones, and every copy from before, open nothing; nothing on the way locks her out."""

import copy
import os
import time
from functools import partial
from pathlib import Path

import pytest
from wagtail.models import ModelLogEntry

from consent.uses import Use
from stories import actions, keys, rotations, sealing
from stories.models import Contribution, Draft, Grant, Record
from stories.vault import envelope
from stories.vault import words as vault_words
from stories.vault.shards import Slot, SlotErased
from tests.stories.journey.house import TODAY
from tests.stories.journey.test_way_back import NEVER, later
from tests.stories.journey.walking import ANSWERS, come_back, send, sent, words_on
from tests.stories.keys.test_rotating import killed_at

USE = "I have written them down. Use them from now on"


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def page(client, words):
    return come_back(client, words)


def drawn(page, words: str):
    return page.press("Change my words").press(words=words)


def opens(words: str) -> bool:
    return actions.come_back(indices=vault_words.parse(words)) is not None


def half_an_hour_passes(monkeypatch, settings) -> None:
    """The page closes, and what was kept for it is forgotten."""
    later(monkeypatch, 31)
    then = time.time() - 2 * 31 * 60
    for kept in (Path(settings.VOLATILE_DIR) / "once").iterdir():
        os.utime(kept, (then, then))


def place() -> Slot:
    contribution = Contribution.objects.get()
    return Slot(contribution.slot, bytes(contribution.tag))


def test_the_present_words_are_asked_for_again(page, words, client):
    asked = page.press("Change my words")
    assert asked.heading == "New return words"
    assert asked.press().errors == ["Write your seven return words."]
    assert asked.press(words=NEVER).errors[0].startswith("We cannot open a page")
    other = words_on(sent(client))
    assert asked.press(words=other).errors[0].startswith("We cannot open a page")
    assert opens(words)


def test_the_new_words_open_the_page_and_the_old_ones_open_nothing(page, words, client):
    shown = drawn(page, words)
    assert shown.heading == "Write down your new words"
    new = words_on(shown)
    assert len(new.split()) == 7 and new != words
    assert vault_words.as_digits(vault_words.parse(new)) in shown.said
    assert opens(words) and not opens(new), "they count only once she has written them down"
    done = shown.press(USE)
    assert "Your new words count from now on" in done.said
    assert not opens(words) and opens(new)
    assert ANSWERS["text"].split("\n")[0] in come_back(client, new).said
    refused, never = come_back(client, words), come_back(client, NEVER)
    assert refused.html.replace(words, "") == never.html.replace(NEVER, "")


def test_all_that_was_said_and_answered_is_there_under_the_new_words(page, words, house):
    actions.write_message(visit=actions.come_back(indices=vault_words.parse(words)), text="Hello.", today=TODAY)
    house.ask(Contribution.objects.get(), Use.ONLINE)
    page = come_back(page.client, words)
    new = words_on(shown := drawn(page, words))
    done = shown.press(USE)
    assert done.heading == "The final words are ready for you"
    assert "Hello." in done.press("Look at our messages").said
    answered = come_back(page.client, new).press("Read the final words").press(words__online="yes")
    assert "We have your answer" in answered.said


def test_a_copy_of_the_database_from_before_opens_nothing_with_the_old_words(page, words):
    before = [*Contribution.objects.all()], [*Grant.objects.all()], [*Record.objects.all()]
    slot, half = place(), actions.come_back(indices=vault_words.parse(words)).half
    drawn(page, words).press(USE)
    with pytest.raises(SlotErased):
        keys.slots().read(slot)
    contribution, now = Contribution.objects.get(), keys.slots().read(place())
    for record in Record.objects.all():
        about = {"id": bytes.fromhex(contribution.pk), "kind": record.kind, "version": record.version}
        with pytest.raises(envelope.Refused):
            envelope.open_record(envelope.dek(half, now), bytes(record.sealed), **about)

    Grant.objects.all().delete()
    Record.objects.all().delete()
    for rows in before:
        for row in copy.deepcopy(rows):
            row.save(force_update=isinstance(row, Contribution))
    assert not opens(words)
    who = Contribution.objects.get().grants.exclude(holder__in=("parent", "recovery")).first()
    assert who is not None, "the readers' old grants came back with the copy, and open nothing either"


def test_readers_on_the_signed_list_open_it_as_before_and_a_key_put_into_a_table_does_not(page, words, house):
    contribution = Contribution.objects.get()
    Grant.objects.create(contribution=contribution, holder="stranger", sealed=b"anything")
    drawn(page, words).press(USE)
    contribution.refresh_from_db()
    holders = set(contribution.grants.values_list("holder", flat=True))
    assert holders == {"parent", "recovery", house.amara.reader.key_id, house.ben.reader.key_id}
    opened = sealing.open_with_identity(contribution, house.ben.reader.key_id, house.ben.identity)
    assert opened.read("body")[sealing.PARENT_KEY] == bytes(contribution.public_key).hex()
    actions.rotate(contribution=contribution, who=house.amara)
    assert Contribution.objects.get().slot != contribution.slot, "and the desk can change keys afterwards"


def test_every_page_that_was_open_before_opens_nothing_now(page, words):
    left_open = [page, page.press("Look at my answers"), page.press("Delete my story"), page.press("Stop all uses")]
    token = page.fields["token"]
    drawn(page, words).press(USE)
    assert actions.revisit(token=token) is None
    for other in left_open:
        assert other.press().heading == "Come back to your story"
    assert Contribution.objects.exists()


def test_showing_them_twice_shows_the_same_words(page, words):
    asked = page.press("Change my words")
    assert words_on(asked.press(words=words)) == words_on(asked.press(words=words))


def test_a_lost_answer_to_the_last_press_is_given_again(page, words, monkeypatch):
    shown = drawn(page, words)
    monkeypatch.setattr("stories.journey.pressing.forget", lambda *args: None)  # killed before it came to that
    shown.press(USE)
    again = shown.press(USE)
    assert "Your new words count from now on" in again.said
    assert opens(words_on(shown))


def test_the_last_press_made_again_later_sends_her_to_the_new_words(page, words):
    shown = drawn(page, words)
    shown.press(USE)
    again = shown.press(USE)
    assert again.heading == "Come back to your story" and "Try your new words" in again.said
    assert again.press(words=words_on(shown)).status == 200
    assert opens(words_on(shown))


def test_a_page_that_closed_while_she_looked_for_a_pen_shows_the_same_words(page, words, monkeypatch):
    shown = drawn(page, words)
    later(monkeypatch, 16)
    closed = shown.press(USE)
    assert closed.heading == "Come back to your story"
    again = closed.press(words=words)
    assert again.heading == "Write down your new words" and words_on(again) == words_on(shown)
    again.press(USE)
    assert opens(words_on(shown)) and not opens(words)


def test_after_half_an_hour_she_begins_again_and_nothing_has_changed(page, words, monkeypatch, settings):
    shown = drawn(page, words)
    half_an_hour_passes(monkeypatch, settings)
    closed = shown.press(USE)
    assert "Try your new words" in closed.said
    assert opens(words) and not opens(words_on(shown))


def test_keeping_the_old_words_changes_nothing(page, words):
    shown = drawn(page, words)
    assert shown.press("Keep the old words").heading == "We have your story"
    assert opens(words) and not opens(words_on(shown))


def test_words_shown_for_one_story_change_no_other(page, words, client):
    """Somebody with words of their own must not put them on a story whose page they find open."""
    own = words_on(sent(client))
    theirs = drawn(come_back(client, own), own)
    stolen = send(client, {**theirs.fields, "token": page.fields["token"]})
    assert stolen.heading == "New return words" and "Nothing has changed yet" in stolen.said
    assert opens(words) and opens(own)


def test_no_words_are_shown_without_the_present_ones(page):
    forged = send(page.client, {**page.fields, "at": "page", "go": "renewing"})
    assert forged.heading == "New return words"
    made_up = send(
        page.client, {**page.fields, "at": "renewing", "nonce": page.press("Change my words").fields["nonce"]}
    )
    assert made_up.heading == "New return words" and "Nothing has changed yet" in made_up.said


def test_nothing_is_changed_while_a_slot_path_is_missing_and_the_words_stay_on_the_page(page, words, settings):
    shown, mirror = drawn(page, words), settings.SLOT_FILES[1]
    aside = mirror.with_name("aside")
    mirror.rename(aside)
    try:
        failed = shown.press(USE)
    finally:
        aside.rename(mirror)
    assert "could not change them" in failed.said and words_on(failed) == words_on(shown)
    assert opens(words)
    failed.press(USE)
    assert opens(words_on(shown)) and not opens(words)


def test_no_row_tells_when_a_parent_took_new_words(page, words):
    before = ModelLogEntry.objects.count()
    drawn(page, words).press(USE)
    assert ModelLogEntry.objects.count() == before
    assert rotations.folder().stat().st_mtime == 946_684_800


def test_what_was_left_of_a_draft_under_the_old_words_goes(page, words):
    contribution = Contribution.objects.get()
    slot = keys.slots().claim(envelope.new_shard())
    Draft.objects.create(
        lookup=contribution.lookup, slot=slot.index, tag=slot.tag, expires="2099-W01", grant=b"", size=0, sealed=b""
    )
    drawn(page, words).press(USE)
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_one_of_the_two_sets_of_words_opens_it(house):
    sending = actions.Sending(title="", text="Words.", kind="prose", uses={Use.KEEP: "yes"})
    words = actions.receive(sending=sending, today=TODAY).indices
    step, moved = 0, 0
    while True:
        before, new = place(), actions.draw_words()
        visit = actions.come_back(indices=words)
        if not killed_at(step, partial(actions.renew_words, visit=visit, indices=new)):
            break
        old_opens, new_opens = (actions.come_back(indices=one) is not None for one in (words, new))
        assert old_opens != new_opens, step
        moved += new_opens
        words = new if new_opens else words
        rotations.finish()
        assert not list(rotations.folder().glob("*")), step
        if new_opens:
            with pytest.raises(SlotErased):
                keys.slots().read(before)
        assert actions.come_back(indices=words).opened.read("body")["text"] == "Words.", step
        step += 3
    assert step > 60 and 0 < moved < step, "kills fell before and after the commit"
