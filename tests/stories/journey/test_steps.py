"""The order of the pages, as pure rules."""

import pytest

from stories.journey import steps
from stories.journey.answers import tidy
from stories.journey.story_forms import PROMPTS
from tests.stories.journey.walking import ANSWERS


def names(found):
    return [step.name for step in found]


def test_complete_answers_leave_nothing_open():
    assert steps.first_incomplete(ANSWERS) is None


@pytest.mark.parametrize("name", [n for n in ANSWERS if n not in ("title", "credit")])
def test_each_answer_left_out_is_found(name):
    without = {key: value for key, value in (ANSWERS | {"edition": "2027"}).items() if key != name}
    assert name in steps.first_incomplete(without).fields


def test_only_who_may_be_in_danger_meets_the_help_page():
    assert "help" in names(steps.way({"danger": "yes"})) and "help" in names(steps.way({"danger": "unsure"}))
    assert "help" not in names(steps.way({"danger": "no"}))


def test_a_no_to_keeping_ends_the_way():
    assert names(steps.way({**ANSWERS, "use-keep": "no"})) == ["safe", "danger", "about", "promise", "declined"]


@pytest.mark.parametrize(("who", "ending"), [("young", "young"), ("worker", "worker")])
def test_who_the_page_is_not_for_is_asked_nothing_more(who, ending):
    answers = {**ANSWERS, "who": who}
    assert names(steps.way(answers)) == ["safe", "danger", "about", ending]
    assert steps.ending(answers).name == ending
    assert steps.ending(ANSWERS) is None


@pytest.mark.parametrize("answers", [{}, ANSWERS, {"danger": "yes"}, {"use-keep": "no"}, {"who": "young"}])
def test_after_and_before_are_each_others_inverse(answers):
    way = steps.way(answers)
    for earlier, later in zip(way, way[1:], strict=False):
        assert steps.after(earlier, answers) == later
        assert steps.before(later, answers) == earlier
    assert steps.before(way[0], answers) is None
    assert steps.after(way[-1], answers) == way[-1]


def test_every_question_of_every_page_travels():
    optional = {*PROMPTS, "marks", "themes", "contact_how", "contact_when", "contact_words"}
    assert set(ANSWERS) | {"notice", "edition"} | optional == set(steps.FIELDS)
    assert len(steps.FIELDS) == len(set(steps.FIELDS))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\r\n  two\t ", "\n  two\t "),
        ("nul\x00 gone", "nul gone"),
        ("half\ud800", "half"),
        ("e\u0301 ﬁ \u2028", "e\u0301 ﬁ \u2028"),
    ],
)
def test_words_are_kept_but_for_their_line_ends(typed, kept):
    assert tidy(typed) == kept
