"""Messages both ways: sealed, in order, by week alone; nothing typed is lost, nothing is sent twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.uses import Use
from consent.weeks import week_of
from stories import actions, thread
from stories.actions.talking import MOST_UNANSWERED
from stories.models import Contribution, Record
from stories.sealing import Opened
from stories.states import Said
from stories.vault import words as vault_words
from tests.stories.journey.house import TODAY
from tests.stories.journey.test_way_back import later
from tests.stories.journey.walking import come_back, send, sent, words_on


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def page(client, words):
    return come_back(client, words)


def write(page, message: str):
    label = next(label for label in page.buttons if label in {"Write to us", "Look at our messages"})
    return page.press(label).press(message=message)


def visit_of(words: str):
    return actions.come_back(indices=vault_words.parse(words))


def said(words: str) -> list[tuple[str, str]]:
    return [(turn.kind, turn.text) for turn in thread.thread(visit_of(words).opened)]


def answer(house, text: str = "") -> None:
    """The desk answers, or says that no answer is needed."""
    contribution = Contribution.objects.get()
    about = {"contribution": contribution, "who": house.amara, "seen": thread.newest(contribution)[0], "today": TODAY}
    actions.reply(text=text, **about) if text else actions.no_answer_needed(**about)


def turns(page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//main//article")]


def test_she_writes_and_we_answer_and_both_stand_in_order_with_the_week_alone(page, words, house):
    assert "We have your message" in write(page, "Will you change the name of the dog?").said
    answer(house, "Yes, we will.")
    back = come_back(page.client, words)
    assert "We have written to you." in back.said
    first, second = turns(back.press("Read our message"))
    assert first.startswith("From you in the week of ") and first.endswith("Will you change the name of the dog?")
    assert second.startswith("From us in the week of ") and second.endswith("Yes, we will.")


def test_the_page_says_whose_turn_it_is(page, words, house):
    assert "We have written to you" not in page.said
    waits = write(page, "Are you there?")
    assert "We have not answered it yet" in waits.said
    answer(house)
    noted = come_back(page.client, words)
    assert "We have read your message" in noted.said and "We have written to you" not in noted.said
    assert "We have read it" in turns(noted.press("Look at our messages"))[1]
    answer(house, "One more thing.")
    assert "We have written to you" in come_back(page.client, words).said
    assert "We have written to you" not in write(come_back(page.client, words), "Thank you.").said


def test_a_message_is_sealed_and_in_clear_stands_only_that_there_is_one(page):
    before = set(Record.objects.values_list("pk", flat=True))
    write(page, "Nobody may read this word: xylophone.")
    record = Record.objects.exclude(pk__in=before).get()
    assert (record.kind, record.version) == ("message", 1)
    assert b"xylophone" not in bytes(record.sealed)


def test_pressing_twice_sends_once(page, words):
    box = page.press("Write to us")
    for _ in range(3):
        assert "We have your message" in box.press(message="Once.").said
    assert said(words) == [("message", "Once.")]


def test_a_press_made_again_after_the_page_has_closed_sends_nothing_more(page, words, monkeypatch):
    box = page.press("Write to us")
    box.press(message="Once.")
    later(monkeypatch, 16)
    asked = box.press(message="Once.")
    assert asked.heading == "Come back to your story"
    again = asked.press(words=words)
    assert again.heading == "Messages" and again.fields["message"] == "Once."
    assert "We have your message" in again.press().said
    assert said(words) == [("message", "Once.")]


def test_nothing_typed_is_lost_when_the_page_has_closed_itself(page, words, monkeypatch):
    box = page.press("Write to us")
    later(monkeypatch, 16)
    again = box.press(message="A long thought.\n\nAnd another.").press(words=words)
    assert again.heading == "Messages"
    again.press()
    assert said(words) == [("message", "A long thought.\n\nAnd another.")]


def test_a_page_from_before_a_new_start_asks_for_one_more_press(page, words):
    box = page.press("Write to us")
    again = box.press(message="Still here.", nonce="from another day")
    assert "very old" in again.said and again.fields["message"] == "Still here."
    again.press()
    assert said(words) == [("message", "Still here.")]


@pytest.mark.parametrize("nothing", ["", "   \n ", "\u200b"])
def test_an_empty_message_is_asked_for(page, nothing, words):
    assert page.press("Write to us").press(message=nothing).errors == [
        "Write your message here, or go back to your page."
    ]
    assert said(words) == []


def test_a_message_that_is_too_long_comes_back_whole(page, words):
    long = "word " * 5000
    refused = page.press("Write to us").press(message=long)
    assert "too long to send at once" in refused.errors[0]
    assert refused.fields["message"] == long
    assert said(words) == []


def test_very_many_messages_wait_for_an_answer_first(page, words, house):
    for number in range(MOST_UNANSWERED):
        actions.write_message(visit=visit_of(words), text=f"{number}", today=TODAY)
    refused = write(come_back(page.client, words), "One more.")
    assert "many messages" in refused.errors[0] and refused.fields["message"] == "One more."
    answer(house, "We are here.")
    assert "We have your message" in refused.press().said


def test_what_she_wants_changed_is_never_too_many(page, words, house):
    for number in range(MOST_UNANSWERED):
        actions.write_message(visit=visit_of(words), text=f"{number}", today=TODAY)
    house.ask(Contribution.objects.get(), Use.ONLINE)
    asked = come_back(page.client, words).press("Read the final words")
    asked.press(words__online="change", change="Not the dog.")
    assert said(words)[-1] == ("message", "Not the dog.")


def test_a_wish_for_a_change_stands_in_the_thread(page, words, house):
    house.ask(Contribution.objects.get(), Use.ONLINE)
    asked = come_back(page.client, words).press("Read the final words")
    done = asked.press(words__online="change", change="Not the dog.")
    assert turns(done.press("Look at our messages"))[0].startswith("From you, about the final words")
    assert list(Contribution.objects.waiting_for_an_answer()) == [Contribution.objects.get()]


def test_a_message_that_was_damaged_takes_nothing_else_with_it(page, words):
    write(page, "First.")
    write(come_back(page.client, words), "Second.")
    record = Record.objects.get(kind="message", version=1)
    sealed = bytearray(record.sealed)
    sealed[-1] ^= 1
    Record.objects.filter(pk=record.pk).update(sealed=bytes(sealed))
    broken, whole = turns(come_back(page.client, words).press("Look at our messages"))
    assert "Something has broken it" in broken and whole.endswith("Second.")


def test_new_keys_given_at_the_moment_of_sending_lose_no_word(page, words, house, monkeypatch):
    box = page.press("Write to us")
    opened, write_now = Opened.write, []

    def rotated_first(self, *args, **kwargs):
        if not write_now:
            write_now.append(True)
            actions.rotate(contribution=Contribution.objects.get(), who=house.amara)
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Opened, "write", rotated_first)
    asked = box.press(message="At that moment.")
    assert asked.heading == "Come back to your story"
    asked.press(words=words).press()
    assert said(words) == [("message", "At that moment.")]


def test_a_message_does_not_open_another_page_by_its_nonce(page, words, client):
    """A nonce makes a press count once; it opens nothing."""
    box = page.press("Write to us")
    refused = send(client, {**box.fields, "token": "", "message": "Hello"})
    assert refused.heading == "Come back to your story"
    assert said(words) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from([*Said]), max_size=12))
def test_the_thread_keeps_the_order_in_which_it_was_written(house, steps):
    indices = actions.receive(
        sending=actions.Sending(title="", text="Words.", kind="prose", uses={Use.KEEP: "yes"}), today=TODAY
    ).indices
    visit, written = actions.come_back(indices=indices), []
    for number, kind in enumerate(steps):
        about = {"contribution": visit.contribution, "who": house.amara, "seen": len(written), "today": TODAY}
        if kind == Said.MESSAGE:
            actions.write_message(visit=visit, text=f"{number}", today=TODAY)
        elif kind == Said.REPLY:
            actions.reply(text=f"{number}", **about)
        elif written and written[-1][0] == Said.MESSAGE:
            actions.no_answer_needed(**about)
        else:
            continue
        written.append((kind, "" if kind == Said.NOTED else f"{number}"))
    found = thread.thread(visit.opened)
    assert [(turn.kind, turn.text) for turn in found] == written
    assert [turn.number for turn in found] == list(range(1, len(written) + 1))
    waits = Contribution.objects.waiting_for_an_answer().filter(pk=visit.contribution.pk).exists()
    assert waits == bool(written and written[-1][0] == Said.MESSAGE)


def test_the_desks_answer_carries_its_week_and_nothing_finer(house, words):
    answer(house, "Hello.")
    data = visit_of(words).opened.read("reply")
    assert data["week"] == week_of(TODAY)
    assert set(data) == {"week", "by", "text"}
