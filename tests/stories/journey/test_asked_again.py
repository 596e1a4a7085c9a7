"""When what we ask has changed, her page says so, and nothing is marked for her: old answers are not new ones."""

import pytest

from consent import notices, wording
from consent.models import Notice
from consent.uses import Answer, Use
from stories.desk.standing import standing
from stories.models import Contribution
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import USES, come_back, sent, words_on

CARD = "What we ask has changed."


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def agreement(words):
    return Contribution.objects.get().agreement


def change() -> Notice:
    notice = Notice(version=2, title="Newer", body=wording.ENGLISH.body, material=True)
    notice.put_in_force(TODAY)
    return notice


def test_she_is_asked_on_her_page_until_she_has_answered(client, words, agreement):
    assert CARD not in come_back(client, words).said
    changed = change()
    page = come_back(client, words)
    assert CARD in page.said
    asked = page.press("Read and answer")
    assert not set(asked.fields) & {f"use-{use}" for use in USES}, "nothing is marked for her"
    assert asked.press("Save my answers").errors
    done = asked.press("Save my answers", **{f"use-{use}": "yes" for use in USES})
    assert "We have your new answers" in done.said and CARD not in done.said
    assert agreement.details.filter(kind="answer", notice=changed).count() == len(USES)


def test_until_she_answers_what_she_said_counts_and_a_no_counts_at_once(client, words, agreement):
    change()
    assert agreement.standing(Use.ONLINE) == Answer.YES
    asked = come_back(client, words).press("Read and answer")
    asked.press("Save my answers", **{f"use-{use}": "no" if use == "print" else "later" for use in USES})
    assert agreement.standing(Use.PRINT) == Answer.NO and agreement.standing(Use.ONLINE) == Answer.LATER
    assert notices.asks_again(agreement) is None


def test_the_desk_says_that_the_family_has_not_answered(client, house, words, agreement):
    story = house.clear(Contribution.objects.get())
    assert not standing(story, today=TODAY).asked_again
    change()
    assert standing(story, today=TODAY).asked_again


def test_it_reads_at_grade_six(client, words):
    change()
    page = come_back(client, words)
    for one in (page, page.press("Read and answer")):
        assert grade(sentences(one.tree.find(".//main"))) <= 6
