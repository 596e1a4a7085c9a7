"""Parents are answered at the desk: who waits is counted unopened; what is said is sealed, and logged without words."""

import re

from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from stories import actions, thread
from stories.models import Contribution, Record
from tests.factories import TODAY

ANSWER = "contribution:answer"


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def written(desk, text="Will you change the dog’s name?"):
    """A parent has sent and written; nobody has opened anything."""
    contribution, indices = desk.send()
    actions.write_message(visit=actions.come_back(indices=indices), text=text, today=TODAY)
    return contribution, indices


def thread_of(indices) -> list[tuple[str, str]]:
    return [(turn.kind, turn.text) for turn in thread.thread(actions.come_back(indices=indices).opened)]


def answer(person, contribution, text="Yes, we will.", seen=1, **more):
    return person.post(ANSWER, contribution.pk, data={"text": text, "seen": seen} | more, follow=True)


def test_who_waits_is_told_without_opening_anything(desk):
    contribution, _ = written(desk)
    other, _ = desk.send()
    home = words(desk.amara.get("wagtailadmin_home"))
    assert f"Parents who wait for an answer 1 {contribution.code}" in home
    assert words(desk.amara.get("contribution:index")).count("Waits for an answer") == 1
    assert "waits for an answer" in words(desk.amara.get("contribution:edit", contribution.pk))
    assert "waits for an answer" not in words(desk.amara.get("contribution:edit", other.pk))
    assert not ModelLogEntry.objects.filter(action="stories.open").exists()


def test_a_reader_opens_the_thread_to_answer_and_the_parent_reads_it(desk):
    contribution, indices = written(desk)
    opened = desk.amara.open(contribution, "answer")
    assert opened.url.endswith("/answer/")
    page = desk.amara.get(ANSWER, contribution.pk)
    assert "Will you change the dog" in words(page) and "Brixlyn" in words(page)
    done = answer(desk.amara, contribution)
    assert "the parent finds it on their page" in words(done) and "amara in week" in words(done)
    assert thread_of(indices)[-1] == ("reply", "Yes, we will.")
    assert not Contribution.objects.waiting_for_an_answer().exists()


def test_a_message_that_needs_no_answer_waits_no_longer(desk):
    contribution, indices = written(desk, "Thank you.")
    desk.amara.open(contribution, "answer")
    assert "Noted" in words(answer(desk.amara, contribution, text="", noted="1"))
    assert thread_of(indices)[-1] == ("noted", "")
    assert not Contribution.objects.waiting_for_an_answer().exists()
    page = desk.amara.get(ANSWER, contribution.pk)
    assert "noted" not in page.content.decode().split("<main")[1], "there is nothing left to note"
    assert "No message waits for an answer" in words(answer(desk.amara, contribution, text="", noted="1", seen=2))


def test_the_desk_may_write_first(desk):
    contribution, indices = desk.send()
    desk.amara.open(contribution, "answer")
    answer(desk.amara, contribution, "May we ask something?", seen=0)
    assert thread_of(indices) == [("reply", "May we ask something?")]


def test_an_answer_is_sealed_and_logged_without_a_word(desk):
    contribution, _ = written(desk)
    desk.amara.open(contribution, "answer")
    answer(desk.amara, contribution, "Nobody may find this word: xylophone.")
    assert not any(b"xylophone" in bytes(record.sealed) for record in Record.objects.all())
    entry = ModelLogEntry.objects.get(action="stories.reply")
    assert entry.user == desk.amara.user and entry.label == contribution.code
    assert "xylophone" not in str(vars(entry))


def test_an_answer_typed_while_the_vault_locks_itself_comes_back_and_is_sent_with_the_phrase(desk):
    contribution, indices = written(desk)
    desk.amara.open(contribution, "answer")
    desk.amara.post("stories_desk:lock")
    page = answer(desk.amara, contribution, "A long and careful answer.")
    assert "A long and careful answer." in page.content.decode() and "Your vault is locked" in words(page)
    assert "dog" not in words(page)
    wrong = answer(desk.amara, contribution, "A long and careful answer.", phrase="one two three four five six")
    assert "A long and careful answer." in wrong.content.decode()
    assert len(thread_of(indices)) == 1
    answer(desk.amara, contribution, "A long and careful answer.", phrase=desk.amara.phrase)
    assert thread_of(indices)[-1] == ("reply", "A long and careful answer.")


def test_pressing_twice_answers_once(desk):
    contribution, indices = written(desk)
    desk.amara.open(contribution, "answer")
    answer(desk.amara, contribution)
    again = answer(desk.amara, contribution)
    assert "Something was written here since you opened the page" in words(again)
    assert len(thread_of(indices)) == 2


def test_nobody_answers_what_they_have_not_read(desk):
    contribution, indices = written(desk)
    desk.amara.open(contribution, "answer")
    actions.write_message(visit=actions.come_back(indices=indices), text="Please stop everything.", today=TODAY)
    page = answer(desk.amara, contribution, "Yes, we will.")
    assert "Please stop everything." in words(page) and "Yes, we will." in page.content.decode()
    assert page.context["form"]["seen"].value() == 2
    assert [kind for kind, _ in thread_of(indices)] == ["message", "message"]
    answer(desk.amara, contribution, "We have stopped it.", seen=2)
    assert thread_of(indices)[-1] == ("reply", "We have stopped it.")


def test_an_empty_answer_is_asked_for(desk):
    contribution, indices = written(desk)
    desk.amara.open(contribution, "answer")
    assert "Write your answer" in words(answer(desk.amara, contribution, " \n"))
    assert len(thread_of(indices)) == 1


def test_only_readers_who_hold_the_key_read_or_answer(desk):
    contribution, indices = written(desk)
    for person in (desk.dana, desk.root):
        for response in (
            person.get(ANSWER, contribution.pk),
            person.post(ANSWER, contribution.pk, data={"text": "Hi"}),
        ):
            assert response.status_code == 302 and response.url == "/admin/"
    assert desk.amara.get(ANSWER, contribution.pk).url.endswith(f"/{contribution.pk}/"), "it must be opened first"
    reader = actions.come_back(indices=indices).contribution.grants.exclude(holder__in=("parent", "recovery"))
    reader.exclude(holder=desk.ben.user.vault_reader.key_id).delete()
    assert "You have not been given the key" in words(answer(desk.amara, contribution, phrase=desk.amara.phrase))
    assert len(thread_of(indices)) == 1


def test_a_damaged_message_is_said_to_be_damaged_and_the_rest_is_read(desk):
    contribution, indices = written(desk, "First.")
    actions.write_message(visit=actions.come_back(indices=indices), text="Second.", today=TODAY)
    record = Record.objects.get(kind="message", version=1)
    sealed = bytearray(record.sealed)
    sealed[-1] ^= 1
    Record.objects.filter(pk=record.pk).update(sealed=bytes(sealed))
    desk.amara.open(contribution, "answer")
    page = words(desk.amara.get(ANSWER, contribution.pk))
    assert "was damaged or changed" in page and "Second." in page


def test_what_a_parent_wrote_since_is_told_where_the_text_is_prepared_and_checked(desk):
    contribution, indices = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    pages = [(desk.amara, "contribution:prepare"), (desk.ben, "contribution:check")]
    for person, name in pages:
        page = words(person.get(name, contribution.pk))
        assert "Their answers and messages" in page and "has written since" not in page
    actions.write_message(visit=actions.come_back(indices=indices), text="Leave the street out.", today=TODAY)
    for person, name in pages:
        page = person.get(name, contribution.pk)
        assert "The parent has written since." in words(page)
        assert reverse("contribution:read", args=[contribution.pk]) in page.content.decode()
