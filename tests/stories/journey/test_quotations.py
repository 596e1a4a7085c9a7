"""Each quotation is shown apart and answered alone; a no to one is a no to nothing else, then and later."""

import pytest

from consent import notices
from consent.kinds import Captured
from consent.uses import Answer, Use
from stories import actions
from stories.journey.everything import everything
from stories.models import Contribution, Proposal, Span
from stories.vault import words as return_words
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import come_back, everywhere, sent, words_on

LIGHT, SPRING = "I left the light on", "She came home in the spring."


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client, **everywhere("no") | {"use-online": "yes", "use-social": "yes"}))


@pytest.fixture
def approve(client, house, words):
    """The page of the final words, with two quotations beside them."""
    house.ask(Contribution.objects.get(), Use.ONLINE, quotations=(LIGHT, SPRING))
    return come_back(client, words).press("Read the final words")


def quotes_on(page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//section/blockquote")]


def sign_off(house) -> None:
    actions.sign_off(story=Proposal.objects.get().story, user=house.ben.user, today=TODAY)


def may(use=Use.SOCIAL) -> list[bool]:
    """Whether each quotation may be used, in the order of asking."""
    proposal = Proposal.objects.get()
    asked = {"edition": proposal.edition, "day": TODAY}
    return [proposal.agreement.may_use(use, digest=span.digest, **asked).allowed for span in proposal.asked_spans()]


def test_each_quotation_is_shown_apart_with_its_places_and_nothing_is_chosen(approve):
    assert quotes_on(approve) == [f"{LIGHT} A parent", f"{SPRING} A parent"]
    assert approve.said.count("Where it could be: in the online booklet; on social media.") == 2
    assert "press" not in approve.tree.xpath("string(//section)")
    radios = approve.form.xpath(".//input[starts-with(@name, 'quotation-')]")
    assert [radio.get("value") for radio in radios] == ["yes", "no", "later"] * 2
    assert not any("checked" in radio.attrib for radio in radios)


def test_yes_no_and_later_are_what_the_rule_goes_by(approve, house):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="no")
    assert page.heading == "You said yes to the final words"
    assert may() == may(Use.ONLINE) == [True, False]
    assert may(Use.PRESS) == [False, False]
    sign_off(house)
    assert Span.objects.get().digest == Proposal.objects.get().asked_spans()[0].digest


def test_where_she_says_no_to_short_quotes_a_yes_to_one_does_not_reach(client, house, words):
    house.ask(Contribution.objects.get(), Use.ONLINE, Use.SOCIAL, quotations=(LIGHT,))
    approve = come_back(client, words).press("Read the final words")
    assert "If you say no above to quotes on social media or in the press, no quote is used there." in approve.said
    page = approve.press(words__online="yes", words__social="no", quotation__1="yes")
    assert may() == [False] and may(Use.ONLINE) == [True]
    said = page.press("Look at my quotes").said
    assert "You said yes. We may use it: in the online booklet." in said


def test_a_no_to_every_quotation_leaves_the_story_where_it_was(approve):
    approve.press(words__online="yes", quotation__1="no", quotation__2="no")
    proposal = Proposal.objects.get()
    assert proposal.agreement.may_use(Use.ONLINE, digest=proposal.digest, edition=proposal.edition, day=TODAY).allowed
    assert proposal.agreement.standing(Use.SOCIAL) == Answer.YES


def test_a_quotation_without_an_answer_is_named_and_nothing_is_lost(approve):
    page = approve.press(words__online="yes", quotation__2="no")
    assert page.errors == ["Quote 1: may we use it alone? Choose an answer."]
    assert page.fields["words-online"] == "yes" and page.fields["quotation-2"] == "no"
    assert may() == [False, False]
    assert page.press(quotation__1="yes").heading == "You said yes to the final words"


def test_who_wants_a_change_need_not_answer_about_quotations(approve):
    page = approve.press(change="One word.")
    assert page.heading == "You asked us to change the final words", page.errors
    assert may() == [False, False]


def test_an_answer_from_a_page_without_these_quotations_is_not_taken(approve, client):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="yes", quoted="")
    assert "The words have changed since you opened that page" in page.said
    assert may() == [False, False] and Proposal.objects.open().exists()


def test_what_she_marked_outlives_a_page_that_closed_itself(approve, words, client):
    page = approve.press(token="x", words__online="yes", quotation__1="no")  # noqa: S106
    again = page.press(words=words)
    assert again.fields["quotation-1"] == "no" and again.fields["words-online"] == "yes"
    assert "quotation-2" not in again.fields


def test_she_can_say_no_to_one_later_and_it_ends_at_once(approve, house):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="yes")
    sign_off(house)
    quotes = page.press("Look at my quotes")
    assert quotes.heading == "Your quotes" and quotes.fields["quotation-1"] == "yes"
    assert quotes.said.count("You said yes. We may use it: in the online booklet; on social media.") == 2
    done = quotes.press(quotation__1="no")
    assert "We have your new answers" in done.said
    assert may() == [False, True]
    again = done.press("Look at my quotes")
    assert again.fields["quotation-1"] == "no" and "You said no. We do not use it." in again.said
    length = Proposal.objects.get().agreement.length
    assert "Nothing in them was new" in again.press().said
    assert Proposal.objects.get().agreement.length == length


def test_an_old_page_sent_again_brings_back_no_yes_and_a_no_from_it_counts(approve):
    page = approve.press(words__online="yes", quotation__1="no", quotation__2="yes")
    old = page.press("Look at my quotes")
    old.press(quotation__1="yes").press("Look at my quotes").press(quotation__1="no")
    assert may() == [False, True]
    assert "Nothing in them was new" in old.press().said
    page = old.press(quotation__1="yes", quotation__2="no")
    assert page.heading == "Your quotes"
    assert "We have noted no new yes." in page.said and page.fields["quotation-1"] == "no"
    assert may() == [False, False]
    page.press(quotation__1="yes")
    assert may() == [True, False]


def test_a_quotation_that_she_put_off_is_used_once_she_says_yes(approve, house):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="later")
    sign_off(house)
    assert Span.objects.count() == 1
    quotes = page.press("Look at my quotes")
    assert "quotation-2" not in quotes.fields
    quotes.press(quotation__2="yes")
    actions.catch_up_all(today=TODAY)
    assert Span.objects.count() == 2 and may() == [True, True]


def test_a_stop_of_the_place_ends_every_quotation_there_and_she_is_told(approve):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="yes")
    page = page.press("Look at my answers").press(use__social="no")
    assert may() == [False, False] and may(Use.ONLINE) == [True, True]
    stopped = page.press("Stop all uses").press()
    assert may(Use.ONLINE) == [False, False]
    assert stopped.press("Look at my quotes").said.count("You said yes, but we do not use it now.") == 2


def test_each_quotation_she_comes_back_to_tells_its_booklet_and_what_she_said(approve, house):
    page = approve.press(words__online="yes", quotation__1="no", quotation__2="later")
    said = page.press("Look at my quotes").said
    assert said.count(f"It is for “{house.edition.title}”.") == 2
    assert "You said no. We do not use it." in said and "You have not said yes or no. We do not use it." in said


def test_without_quotations_her_page_does_not_speak_of_any(client, house, words):
    house.ask(Contribution.objects.get(), Use.ONLINE)
    page = come_back(client, words)
    assert "quote" not in page.press("Read the final words").tree.xpath("string(//form)").lower()
    assert "Look at my quotes" not in page.buttons


def test_her_receipt_numbers_quotations_and_says_no_word_of_them(approve):
    page = approve.press(words__online="yes", quotation__1="yes", quotation__2="no").press("Look at my receipt")
    assert "(quote 1)" in page.said and "(quote 2)" in page.said
    assert LIGHT not in page.said and SPRING not in page.said


def test_words_exchanged_in_the_table_are_not_put_before_her(approve, words, client):
    spans = Proposal.objects.get().spans
    spans[0]["tree"]["credit"] = "The charity"
    Proposal.objects.update(spans=spans)
    assert "Read the final words" not in come_back(client, words).buttons


def test_her_copy_of_everything_has_her_quotations_before_and_after_she_answers(approve, words):
    def quotes() -> dict[str, str]:
        visit = actions.come_back(indices=return_words.parse(words))
        parts, _files = everything(visit, today=TODAY)
        found = next(part for part in parts if part.name == "quotes").data
        return {row["is"].split("\n")[0]: row["about"] for row in found}

    assert quotes().keys() == {LIGHT, SPRING}
    assert all(about.endswith("Not answered") for about in quotes().values())
    approve.press(words__online="yes", quotation__1="no", quotation__2="yes")
    assert quotes()[LIGHT].endswith("No") and quotes()[SPRING].endswith("Yes")


def read_to_her(house, text: bool = True, **said: bool):
    """Amara reads the final words to her and notes what she said to the text and, by their number, to quotations."""
    proposal = Proposal.objects.get()
    spans = proposal.asked_spans()
    return actions.note_what_was_said(
        proposal=proposal,
        digest=proposal.digest,
        uses={Use.ONLINE: text},
        quotations={spans[int(name[1:]) - 1].digest: yes for name, yes in said.items()},
        captured=Captured.PHONE,
        notice=notices.current(),
        user=house.amara.user,
        today=TODAY,
    )


def confirm(house, reading) -> None:
    actions.confirm_reading(reading=reading, user=house.ben.user, today=TODAY)


def test_her_page_shows_what_was_noted_of_her_quotations_and_that_it_does_not_count_yet(approve, house, client, words):
    reading = read_to_her(house, q1=True, q2=False)
    page = come_back(client, words)
    assert f"Yes, but it does not count yet: Online booklet; Quote 1, “{LIGHT}”" in page.said
    assert f"No: Quote 2, “{SPRING}”" in page.said
    assert grade(sentences(page.tree.find(".//main"))) <= 6
    assert "quotation-1" not in page.press("Say something else").fields, "nothing is chosen for her"
    confirm(house, reading)
    assert f"Yes: Online booklet; Quote 1, “{LIGHT}”" in come_back(client, words).said
    assert may() == [True, False]


def test_a_noted_yes_beside_a_no_to_the_text_waits_among_her_quotes_and_her_own_no_wins(approve, house, client, words):
    reading = read_to_her(house, text=False, q1=True, q2=True)
    quotes = come_back(client, words).press("Say something else")
    assert quotes.heading == "Your quotes" and not {"quotation-1", "quotation-2"} & quotes.fields.keys()
    assert quotes.said.count("We wrote down your yes when we read it to you.") == 2
    assert grade(sentences(quotes.tree.find(".//main"))) <= 6
    quotes.press(quotation__1="no")
    confirm(house, reading)
    assert may() == [False, True] and may(Use.ONLINE) == [False, True]
    again = come_back(client, words).press("Look at my quotes")
    assert again.fields["quotation-1"] == "no" and again.fields["quotation-2"] == "yes"


def test_a_quotation_that_was_not_answered_aloud_is_hers_to_answer(approve, house, client, words):
    confirm(house, read_to_her(house, q1=True))
    sign_off(house)
    quotes = come_back(client, words).press("Look at my quotes")
    assert quotes.fields["quotation-1"] == "yes" and "quotation-2" not in quotes.fields
    quotes.press(quotation__2="yes")
    actions.catch_up_all(today=TODAY)
    assert may() == [True, True] and Span.objects.count() == 2


def test_what_nobody_confirmed_of_a_quotation_is_not_held_against_her(approve, house, client, words):
    actions.refuse_reading(reading=read_to_her(house, text=False, q1=True), user=house.ben.user)
    page = come_back(client, words)
    assert "Quote 1" not in page.said
    quotes = page.press("Look at my quotes")
    assert quotes.said.count("You have not said yes or no. We do not use it.") == 2


def test_a_yes_that_nobody_confirmed_does_not_come_back_with_the_next_reading(approve, house, client, words):
    actions.refuse_reading(reading=read_to_her(house, q1=True), user=house.ben.user)
    reading = read_to_her(house, text=False, q2=True)
    page = come_back(client, words)
    assert "Quote 2" in page.said and "Quote 1" not in page.said
    said = page.press("Look at my quotes").said
    assert said.count("We wrote down your yes") == 1 and said.count("You have not said yes or no.") == 1
    confirm(house, reading)
    assert may() == [False, True]


def test_her_receipt_and_her_copy_say_which_quotation_was_noted_and_how(approve, house, client, words):
    def noted_quotation() -> str:
        visit = actions.come_back(indices=return_words.parse(words))
        parts, _files = everything(visit, today=TODAY)
        quotes = next(part for part in parts if part.name == "quotes").data
        return next(row["about"] for row in quotes if row["is"].startswith(LIGHT))

    reading = read_to_her(house, q1=True)
    receipt = come_back(client, words).press("Look at my receipt").said
    assert "(quote 1) Yes, not yet confirmed by a second person" in receipt and LIGHT not in receipt
    assert noted_quotation().endswith("Yes, not yet confirmed by a second person")
    confirm(house, reading)
    receipt = come_back(client, words).press("Look at my receipt").said
    assert "not yet confirmed" not in receipt and "by telephone" in receipt
    assert noted_quotation().endswith("Yes")
