"""On the page of the final words she is told, before she says yes, what the booklet's dates make of it."""

import datetime

import pytest
from django.utils import timezone

from consent.models import Edition
from consent.uses import Use
from stories.journey.calendar import before_a_yes
from stories.models import Contribution
from tests.stories.journey.grade import grade
from tests.stories.journey.walking import come_back, sent, words_on

EDITION = Edition(
    year=2027,
    title="Still we light the lamp",
    content_lock=datetime.date(2027, 2, 1),
    print_order=datetime.date(2027, 2, 14),
    opens_at=timezone.make_aware(datetime.datetime(2027, 3, 18)),
)
BOTH = (Use.ONLINE, Use.PRINT)


def told(month: int, day: int, *, uses=BOTH, stay=True) -> str:
    return " ".join(before_a_yes(EDITION, datetime.date(2027, month, day), uses=uses, stay=stay))


def test_in_time_she_is_told_until_when_she_can_answer_and_take_her_words_out_of_print():
    said = told(2, 1)
    assert "Please answer by 1 February 2027." in said
    assert "The booklet opens on 18 March 2027." in said
    assert "It goes to the printer on 14 February 2027. Until then we can take your words out of it." in said


def test_a_day_that_is_over_is_not_promised():
    late = told(2, 15)
    assert "We hoped for your answer by 1 February 2027." in late and "Please answer" not in late
    assert "It went to the printer on 14 February 2027. We cannot call copies on paper back." in late
    assert "The booklet opens" not in told(3, 18)


@pytest.mark.parametrize(("stay", "until"), [(True, "until 31 December 2032"), (False, "after 30 April 2027")])
def test_she_is_told_what_comes_of_her_words_if_she_never_comes_back(stay, until):
    assert until in told(1, 5, stay=stay)


def test_of_a_place_that_she_is_not_asked_about_nothing_is_told():
    said = told(1, 5, uses=(Use.RESEARCH,))
    assert "printer" not in said and "never come back" not in said


@pytest.mark.parametrize("day", [(1, 5), (2, 10), (3, 1), (4, 1)])
def test_a_tired_parent_can_read_it(day):
    assert grade(list(before_a_yes(EDITION, datetime.date(2027, *day), uses=BOTH, stay=True))) <= 6


def test_the_page_tells_it_above_the_questions(client, house):
    words = words_on(sent(client))
    house.ask(Contribution.objects.get(), *BOTH)
    page = come_back(client, words).press("Read the final words")
    said = page.said.split("Your answer")[0]
    assert "It goes to the printer on" in said and "The booklet opens on 18 March" in said
    assert "your words leave our site after 30 April" in said
