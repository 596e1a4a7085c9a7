"""The final words were answered while their page lay open: her no on it still counts, and a yes is not taken twice."""

import pytest

from consent import actions as consent
from consent import notices
from consent.kinds import Captured
from consent.uses import Answer, Use
from stories import actions, thread
from stories.models import Contribution, Proposal
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import come_back, everywhere, sent, words_on

LIGHT, SPRING = "I left the light on", "She came home in the spring."
HAD_AN_ANSWER = "These words had an answer before this page came"


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client, **everywhere("no") | {"use-online": "yes", "use-print": "yes"}))


@pytest.fixture
def opened(client, house, words):
    """The page of the final words, which lies open while something else happens."""
    house.ask(Contribution.objects.get(), Use.ONLINE, Use.PRINT, quotations=(LIGHT, SPRING))
    return come_back(client, words).press("Read the final words")


def agreement():
    return Contribution.objects.get().agreement


def may(use=Use.ONLINE) -> list[bool]:
    """Whether the text and each quotation may be used."""
    asked = Proposal.objects.get()
    about = {"edition": asked.edition, "day": TODAY}
    digests = [asked.digest, *(span.digest for span in asked.asked_spans())]
    return [agreement().may_use(use, digest=digest, **about).allowed for digest in digests]


def read_aloud(house, *, quotations: tuple[bool, ...]) -> None:
    """Everything was read to her, she said yes, and a second person has confirmed it."""
    asked = Proposal.objects.get()
    said = {span.digest: yes for span, yes in zip(asked.asked_spans(), quotations, strict=False)}
    reading = actions.note_what_was_said(
        proposal=asked,
        digest=asked.digest,
        uses={Use.ONLINE: True, Use.PRINT: True},
        quotations=said,
        captured=Captured.PHONE,
        notice=notices.current(),
        user=house.amara.user,
        today=TODAY,
    )
    actions.confirm_reading(reading=reading, user=house.ben.user, today=TODAY)


def test_who_presses_twice_is_told_what_she_was_told_and_nothing_is_noted_twice(opened):
    said = {"words__online": "yes", "words__print": "change", "quotation__1": "yes", "quotation__2": "later"}
    first = opened.press(**said, change="One comma.")
    length = agreement().length
    second = opened.press(**said, change="One comma.")
    assert "We have your answer, and what you want changed" in first.said
    assert "We have your answer, and what you want changed" in second.said
    assert agreement().length == length and may() == [True, True, False]
    assert thread.newest(Contribution.objects.get())[0] == 1


def test_her_no_counts_though_a_yes_given_aloud_was_confirmed_while_her_page_lay_open(opened, house):
    read_aloud(house, quotations=(True, True))
    assert may() == may(Use.PRINT) == [True, True, True]
    page = opened.press(words__online="yes", words__print="no", quotation__1="no", quotation__2="yes")
    assert "We have your new answers" in page.said
    assert may() == [True, False, True] and may(Use.PRINT) == [False, False, False]


def test_a_quotation_that_she_puts_off_is_not_used_though_somebody_confirmed_her_yes(opened, house):
    read_aloud(house, quotations=(True, True))
    opened.press(words__online="yes", words__print="yes", quotation__1="later", quotation__2="yes")
    assert may() == [True, False, True]


def test_her_no_reaches_words_that_were_signed_off_meanwhile(opened, house):
    read_aloud(house, quotations=())
    actions.sign_off(story=Proposal.objects.get().story, user=house.ben.user, today=TODAY)
    page = opened.press(words__online="no", words__print="no", quotation__1="no", quotation__2="no")
    assert "We have your new answers" in page.said
    assert may() == may(Use.PRINT) == [False] * 3


def test_a_change_that_she_wants_is_noted_though_the_words_were_answered_meanwhile(opened, house):
    read_aloud(house, quotations=())
    page = opened.press(change="Please say grandmother.")
    assert "We have your new answers" in page.said and may() == [False] * 3
    assert "Please say grandmother." in page.press("Look at our messages").said


def test_a_yes_on_an_old_page_opens_nothing_again(opened):
    opened.press(words__online="yes", words__print="yes", quotation__1="yes", quotation__2="no")
    consent.stop(agreement=agreement(), today=TODAY)
    length = agreement().length
    opened.press(words__online="yes", words__print="yes", quotation__1="yes", quotation__2="no")
    assert may() == [False] * 3 and agreement().length == length
    assert agreement().standing(Use.ONLINE) == Answer.NO


@pytest.mark.parametrize(
    ("printed", "told"), [("yes", HAD_AN_ANSWER), ("no", "Your no counts from now on. A yes on this page does not")]
)
def test_she_is_told_that_a_yes_on_an_old_page_does_not_count(opened, printed, told):
    opened.press(words__online="no", words__print="yes", quotation__1="no", quotation__2="no")
    page = opened.press(words__online="yes", words__print=printed, quotation__1="no", quotation__2="no")
    assert told in page.said and may() == [False] * 3
    note = page.tree.xpath("//div[@role='status']")[0]
    assert grade(" ".join(sentences(note))) <= 6


def test_who_says_yes_and_wants_a_change_is_not_told_that_nothing_is_left_to_do(opened):
    said = {"words__online": "yes", "words__print": "change", "quotation__1": "no", "quotation__2": "no"}
    page = opened.press(**said, change="One comma.")
    assert page.heading == "You said yes to the final words"
    assert "Where you said yes, we may use the words just as they stand." in page.said
    assert "nothing you need to do" not in page.said
