"""Coming back with return words: reading, saying yes or no, stopping, deleting."""

import time
from datetime import timedelta

import pytest

from consent.actions import begin_erasing, hold, show
from consent.models import Edition, Hold, Shown
from consent.uses import OUTSIDE, Answer, Use
from stories import keys
from stories.actions import standing_of, withdraw_ask
from stories.actions.leaving import finish_erasing
from stories.models import Contribution
from stories.signals import leaving
from stories.vault import words as vault_words
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, USES, come_back, everywhere, send, sent, words_on

NEVER = "abacus abdomen abdominal abide abiding ability ablaze"


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def page(client, words):
    return come_back(client, words)


@pytest.fixture
def asked(client, words, house):
    """The private page while the exact words wait for an answer."""
    house.ask(Contribution.objects.get(), Use.ONLINE, Use.PRINT)
    return come_back(client, words)


def agreement():
    return Contribution.objects.get().agreement


def test_the_return_words_open_the_page(page):
    assert page.heading == "We have your story"
    assert ANSWERS["text"].split("\n")[0] in page.said


@pytest.mark.parametrize(
    "write",
    [str.upper, lambda w: w.replace(" ", ", "), lambda w: f"  {w.replace(' ', '-')}\n", lambda w: w.replace(" ", "\n")],
)
def test_how_the_words_are_written_does_not_matter(client, words, write):
    assert come_back(client, write(words)).heading == "We have your story"


def test_the_numbers_open_the_page_too(client, words):
    digits = vault_words.as_digits(vault_words.parse(words))
    assert come_back(client, digits).heading == "We have your story"


def test_an_unknown_word_is_named_by_its_place(client, words):
    third = " ".join("qqqq" if place == 2 else word for place, word in enumerate(words.split()))
    page = come_back(client, third)
    assert page.errors == ["Word 3 is not one of ours. Look at how it is spelt."]
    assert page.title.startswith("Error: ")
    assert page.fields["words"] == third


def test_too_few_words_are_counted(client, words):
    assert come_back(client, " ".join(words.split()[:6])).errors == [
        "There are seven return words. You have written 6."
    ]


def test_words_after_the_seventh_are_told_to_be_too_many(client, words):
    for more in ("please", "qqqq", "abacus"):
        assert (
            come_back(client, f"{words} {more}").errors[0].startswith("There are seven return words. You have written")
        )


def test_a_keyboard_is_asked_not_to_learn_or_mend_return_words(client, house):
    field = send(client, {"door": "return"}).form.find(".//textarea")
    assert {name: field.get(name) for name in ("autocomplete", "autocapitalize", "autocorrect", "spellcheck")} == {
        "autocomplete": "off",
        "autocapitalize": "none",
        "autocorrect": "off",
        "spellcheck": "false",
    }


def test_an_empty_field_is_asked_for(client, house):
    assert come_back(client, "").errors == ["Write your seven return words."]


def test_words_that_were_erased_answer_exactly_like_words_never_issued(client, words, page):
    gone = page.press("Delete my story").press(words=words)
    assert gone.heading == "It is gone"
    erased, never = come_back(client, words), come_back(client, NEVER)
    assert erased.status == never.status
    assert erased.html.replace(words, "") == never.html.replace(NEVER, "")
    assert not Contribution.objects.exists()


def test_the_page_says_that_the_final_words_wait(asked):
    assert asked.heading == "The final words are ready for you"
    assert "Read the final words" in asked.buttons


def test_the_exact_words_are_shown_with_nothing_chosen(asked):
    page = asked.press("Read the final words")
    article = page.tree.xpath("//article")[0].text_content()
    assert "She came home in the spring." in article and "A parent" in article
    assert not page.tree.xpath("//input[@checked]")
    assert {e.get("name") for e in page.form.xpath(".//input[@type='radio']")} == {"words-online", "words-print"}


def test_a_yes_approves_those_words_for_that_use_alone(asked, house):
    page = asked.press("Read the final words").press(words__online="yes", words__print="no")
    assert "We have your answer" in page.said
    assert page.heading == "You said yes to the final words"
    proposal = agreement().proposals.get()
    assert standing_of(proposal, today=TODAY).uses == {Use.ONLINE}
    facts = {"digest": proposal.digest, "edition": house.edition, "day": TODAY}
    assert agreement().may_use(Use.ONLINE, **facts).allowed
    assert not agreement().may_use(Use.PRINT, **facts).allowed


def test_a_yes_is_told_as_a_yes_even_while_something_holds_the_story(asked):
    asked.press("Read the final words").press(words__online="yes", words__print="yes")
    hold(agreement=agreement(), kind="court", reason="A trial is listed.", today=TODAY)
    page = asked.press("Look at my answers").press("Back to my page")
    assert page.heading == "You said yes to the final words"
    assert "We do not use them now" in page.said


def test_a_missing_answer_about_the_words_is_named(asked):
    page = asked.press("Read the final words").press(words__online="yes")
    assert page.errors == ["May your story be in the printed booklet? Choose an answer."]
    assert page.fields["words-online"] == "yes"


def test_a_change_is_asked_for_in_words_that_only_readers_can_open(asked, house):
    page = asked.press("Read the final words")
    again = page.press(words__online="change", words__print="yes")
    assert again.errors == ["Tell us what to change, or pick another answer above."]
    done = again.press(change="Please take out the word spring.")
    assert "We have your answer" in done.said
    from stories import sealing

    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert opened.read("message")["text"] == "Please take out the word spring."
    assert (
        not agreement()
        .may_use(Use.ONLINE, digest=agreement().proposals.get().digest, edition=house.edition, day=TODAY)
        .allowed
    )


def test_a_change_is_told_once_and_not_at_every_use(asked):
    done = asked.press("Read the final words").press(words__print="no", change="Please say grandmother.")
    assert not done.errors
    assert "We have your answer, and what you want changed" in done.said
    assert standing_of(agreement().proposals.get(), today=TODAY).state == "refused"


def test_the_final_words_are_asked_about_in_the_order_of_the_way_in(client, words, house):
    house.ask(Contribution.objects.get(), *OUTSIDE)
    page = come_back(client, words).press("Read the final words")
    asked = list(dict.fromkeys(page.form.xpath(".//input[@type='radio']/@name")))
    assert asked == [f"words-{use}" for use in USES if Use(use) in OUTSIDE]


def test_words_that_changed_since_are_shown_again_and_nothing_is_noted(asked, house):
    page = asked.press("Read the final words")
    proposal = agreement().proposals.get()
    tampered = send(page.client, {**page.fields, "digest": "0" * 64, "words-online": "yes", "words-print": "yes"})
    assert "The words have changed since you opened that page" in tampered.said
    assert not tampered.tree.xpath("//input[@checked]")
    assert tampered.fields["digest"] == proposal.digest
    assert standing_of(proposal, today=TODAY).state == "waiting"


def test_a_question_that_was_taken_back_is_not_answered(asked, house):
    page = asked.press("Read the final words")
    withdraw_ask(proposal=agreement().proposals.get(), user=house.ben.user)
    done = page.press(words__online="yes", words__print="yes")
    assert "The words have changed since you opened that page" in done.said
    assert (
        not agreement()
        .may_use(Use.ONLINE, digest=agreement().proposals.get().digest, edition=house.edition, day=TODAY)
        .allowed
    )


def test_answering_twice_says_it_once(asked):
    page = asked.press("Read the final words")
    page.press(words__online="yes", words__print="yes")
    length = agreement().length
    again = page.press(words__online="yes", words__print="yes")
    assert again.status == 200
    assert agreement().length == length


def test_stop_says_no_to_everything_at_once_and_keeps_the_story(page):
    stop = page.press("Stop all uses")
    assert "not on our site now" in stop.said
    done = stop.press("Stop now")
    assert "It is stopped" in done.said
    assert all(agreement().standing(use) == Answer.NO for use in OUTSIDE)
    assert agreement().standing(Use.KEEP) == Answer.YES
    assert "Stop all uses" not in done.buttons


def test_after_a_stop_her_page_says_so_and_a_new_yes_leads_to_the_words_once_more(asked):
    approved = asked.press("Read the final words").press(words__online="yes", words__print="yes")
    done = approved.press("Stop all uses").press("Stop now")
    assert done.heading == "You have stopped it" and "Nothing of your story goes out." in done.said
    again = done.press("Look at my answers").press(**everywhere("yes"))
    assert again.heading == "You have said yes again since you stopped it"
    assert "we show you the final words here once more" in again.said


def test_who_stops_while_the_words_wait_is_not_told_to_answer(asked):
    done = asked.press("Stop all uses").press("Stop now")
    assert done.heading == "You have stopped it" and "Read the final words" in done.buttons
    again = done.press("Read the final words").press(words__online="yes", words__print="no")
    assert again.heading == "You said yes to the final words"


def test_words_that_wait_for_a_hold_are_not_told_to_be_stopped_by_her(asked):
    page = asked.press("Read the final words").press(words__online="yes", words__print="no")
    hold(agreement=agreement(), kind=Hold.Kind.SAFEGUARDING, reason="A question is open.", today=TODAY)
    page = page.press("Look at my answers").press("Back to my page")
    assert page.heading == "You said yes to the final words"
    assert "We have more to think about first." in page.said and "stopped" not in page.said


def test_words_that_were_stopped_are_not_told_to_be_in_a_booklet(asked, house):
    approved = asked.press("Read the final words").press(words__online="yes", words__print="yes")
    digest = agreement().proposals.get().digest
    show([(agreement(), digest)], use=Use.ONLINE, edition=house.edition, release="2027.1", today=TODAY)
    inside = approved.press("Look at my answers").press("Back to my page")
    assert inside.heading == "Your words are in a booklet"
    assert "They leave our site at once" in inside.press("Delete my story").said
    stop = inside.press("Stop all uses")
    assert "leave our site at once" in stop.said and "Copies that other people made" in stop.said
    done = stop.press("Stop now")
    assert done.heading == "Your words are out of the booklet"
    assert house.edition.title in done.said
    assert "They leave our site at once" not in done.press("Delete my story").said


def test_a_stop_is_told_with_the_day_of_the_printer(page, edition):
    said = page.press("Stop all uses").said
    assert f"{edition.print_order.day} {edition.print_order:%B %Y}" in said


def shown_in(edition: Edition) -> None:
    """A release of that edition has shown words of hers."""
    Shown.objects.create(
        agreement=agreement(), digest_tag="0" * 64, use=Use.ONLINE, edition=edition, release="1", sequence=1
    )


def test_once_her_words_are_out_the_printer_s_day_is_that_of_their_own_booklet(page, house):
    """A story of last year was told that it "went to the printer" on a day of the next year's booklet, yet to come."""
    last = Edition.objects.create(
        year=house.edition.year - 1,
        title="The lamp of last year",
        call_opens=TODAY - timedelta(days=400),
        call_closes=TODAY - timedelta(days=350),
        content_lock=TODAY - timedelta(days=310),
        print_order=TODAY - timedelta(days=300),
        opens_at=house.edition.opens_at - timedelta(days=365),
    )
    shown_in(last)
    said = page.press("Stop all uses").said
    assert f"went to the printer on {last.print_order.day} {last.print_order:%B %Y}" in said
    assert f"{house.edition.print_order:%B %Y}" not in said


def test_a_day_of_the_printer_that_is_still_to_come_is_never_told_as_past(page, house):
    shown_in(house.edition)
    said = page.press("Stop all uses").said
    assert "The booklet goes to the printer by" in said and "went to the printer" not in said


def test_choices_show_what_stands_and_change_only_what_differs(page):
    choices = page.press("Look at my answers")
    assert {choices.fields[f"use-{use}"] for use in USES} == {"yes"}
    length = agreement().length
    done = choices.press(use__press="no", use__research="later")
    assert "We have your new answers" in done.said
    assert agreement().standing(Use.PRESS) == Answer.NO
    assert agreement().standing(Use.RESEARCH) == Answer.LATER
    assert agreement().length == length + 2
    same = done.press("Look at my answers").press()
    assert "Nothing in them was new" in same.said
    assert agreement().length == length + 2


def test_a_no_can_become_a_yes_again(page):
    page = page.press("Look at my answers").press(use__press="no")
    page.press("Look at my answers").press(use__press="yes")
    assert agreement().standing(Use.PRESS) == Answer.YES


def test_deleting_asks_for_the_words_again(page, words):
    delete = page.press("Delete my story")
    assert "What stays" in delete.said
    assert delete.press().errors == ["Write your seven return words."]
    assert delete.press(words=NEVER).errors[0].startswith("We cannot open a page")
    assert Contribution.objects.exists()


def test_the_words_of_another_story_do_not_delete_it_from_here(client, page):
    other = words_on(sent(client))
    refused = page.press("Delete my story").press(words=other)
    assert refused.errors[0].startswith("We cannot open a page")
    assert Contribution.objects.count() == 2


def test_a_delete_sent_again_deletes_nothing_more(client, page, words):
    delete = page.press("Delete my story")
    sent(client)
    assert delete.press(words=words).heading == "It is gone"
    again = delete.press(words=words)
    assert again.heading == "Come back to your story"
    assert "Then your story is gone, and your words open nothing." in again.said
    assert Contribution.objects.count() == 1


def test_a_deletion_that_is_cut_short_is_told_as_it_is_and_finished_later(page, words):
    def unlink(sender, contribution, **kwargs):
        raise OSError("The folder cannot be written to.")

    delete = page.press("Delete my story")
    leaving.connect(unlink)
    try:
        told = delete.press(words=words)
    finally:
        leaving.disconnect(unlink)
    assert told.heading == "Your story is being deleted"
    assert come_back(page.client, words).errors[0].startswith("We cannot open a page")
    finish_erasing(today=TODAY)
    assert not Contribution.objects.exists()


def test_while_one_visitor_finishes_a_deletion_no_other_begins_it_anew(page, client):
    """Or a flood of words that open nothing, while a family leaves, would do all of its work for each of them."""
    begin_erasing(agreement())
    with keys.finishing():
        assert come_back(client, NEVER).errors[0].startswith("We cannot open a page")
        assert Contribution.objects.exists()
    come_back(client, NEVER)
    assert not Contribution.objects.exists()


def test_a_page_whose_story_was_deleted_elsewhere_asks_for_the_words(page, words):
    page.press("Delete my story").press(words=words)
    assert page.press("Look at my answers").heading == "Come back to your story"


def later(monkeypatch, minutes: int) -> None:
    now = time.time() + minutes * 60
    monkeypatch.setattr(time, "time", lambda: now)


def test_after_a_quarter_of_an_hour_the_words_are_asked_for_and_nothing_typed_is_lost(asked, words, monkeypatch):
    page = asked.press("Read the final words")
    later(monkeypatch, 16)
    closed = page.press(words__online="change", words__print="no", change="One word is wrong.")
    assert closed.heading == "Come back to your story"
    assert "closes by itself" in closed.said
    again = closed.press(words="no such words").press(words=words)
    assert again.heading == "The final words"
    assert again.fields["change"] == "One word is wrong."
    assert (again.fields["words-online"], again.fields["words-print"]) == ("change", "no")
    assert "We have your answer" in again.press().said


def test_a_yes_typed_under_other_words_does_not_stand_ready_under_these(asked, words, house, monkeypatch):
    page = asked.press("Read the final words")
    later(monkeypatch, 16)
    old = {**page.fields, "digest": "0" * 64, "words-online": "yes", "words-print": "yes", "change": "One comma."}
    again = send(page.client, old).press(words=words)
    assert again.heading == "The final words"
    assert "The words have changed since you opened that page" in again.said
    assert not again.tree.xpath("//input[@checked]")
    assert again.fields["change"] == "One comma."


def test_an_expired_delete_page_asks_for_the_words_before_it_shows_again(page, words, monkeypatch):
    delete = page.press("Delete my story")
    later(monkeypatch, 16)
    closed = delete.press(words=words)
    assert closed.heading == "Come back to your story"
    assert Contribution.objects.exists()
    assert closed.press(words=words).heading == "Delete my story"


def test_no_token_of_another_purpose_opens_the_page(client, page):
    contribution = Contribution.objects.get()
    forged = keys.tokens().make("send", bytes.fromhex(contribution.id) + bytes(32), time.time())
    refused = send(client, {"door": "return", "at": "page", "go": "choices", "token": forged})
    assert refused.heading == "Come back to your story"
