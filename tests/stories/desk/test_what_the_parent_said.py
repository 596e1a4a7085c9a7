"""What a parent said beside her words, before sending: shown where a reader decides, and counted where it counts."""

import html
import re

import pytest

from consent.uses import Answer, Use
from stories import actions
from stories.models import Contribution, StoryVersion
from stories.states import State
from tests.factories import TODAY
from tests.stories.desk.test_way import ask

EDIT = "wagtailsnippets_stories_story:edit"
TEXT = "My daughter went to school in Rotherham.\n\nShe came home at four."
ASIDE = {
    "who": "parent",
    "danger": "no",
    "court": "none",
    "child": "happy",
    "themes": ["missing", "police"],
    "marks": {"place:rotherham": "unsure"},
}


def words(page) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def send(desk, *, text=TEXT, exact="no", answers=ASIDE, **more):
    sent = actions.receive(
        sending=actions.Sending(
            title="The key in the door",
            text=text,
            kind="prose",
            uses=dict.fromkeys(Use, Answer.YES),
            dials={"edit": "spelling", "silence": "stay", "exact": exact},
            answers=answers,
            **more,
        ),
        today=TODAY,
    )
    return actions.come_back(indices=sent.indices).contribution


def test_a_reader_sees_every_answer_with_its_question_and_how_to_reach_her(desk):
    contribution = send(desk, contact={"how": "Ring 0000", "when": "Mondays"})
    desk.amara.open(contribution)
    said = words(desk.amara.get("contribution:read", contribution.pk))
    for told in (
        "Who are you? A parent or carer of a child who was exploited",
        "Are the police or a court looking into what happened? No, not now and not before",
        "Going missing, Police and courts",
        "Words that they marked I am not sure: rotherham",
        "They allow us to reach them Ring 0000",
        "When it is safe to do so Mondays",
    ):
        assert told in said


def test_what_she_said_of_a_word_stands_beside_it_where_it_is_decided(desk):
    contribution = send(desk)
    desk.amara.open(contribution)
    desk.amara.post(
        "contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard", "note": ""}
    )
    page = desk.amara.get("contribution:prepare", contribution.pk)
    assert {finding.text: finding.said for _row, finding in page.context["must"]}["Rotherham"] == "I am not sure"
    assert "The parent said: “I am not sure”." in words(page)


@pytest.mark.parametrize(("answer", "said"), [("yes", "Yes"), ("unsure", "I am not sure")])
def test_danger_stands_before_everything_else_and_nobody_is_told_only_with_a_reason(desk, answer, said):
    contribution = send(desk, answers=ASIDE | {"danger": answer})
    desk.amara.open(contribution)
    for page in ("contribution:safeguarding", "contribution:read"):
        shown = words(desk.amara.get(page, contribution.pk))
        assert shown.index(f"in danger now?” The parent answered: {said}.") < shown.index("What the parent wrote")
    decision = {"decision": "none", "severity": "hard", "note": ""}
    page = desk.amara.post("contribution:safeguarding", contribution.pk, data=decision)
    assert "The parent spoke of danger. Write why nobody needs to be told" in words(page)
    assert Contribution.objects.get().state == State.RECEIVED
    desk.amara.post("contribution:safeguarding", contribution.pk, data=decision | {"note": "Asked our lead."})
    assert Contribution.objects.get().state == State.SAFEGUARDED


def test_no_danger_no_warning(desk):
    contribution = send(desk)
    desk.amara.open(contribution)
    assert "The parent answered:" not in words(desk.amara.get("contribution:safeguarding", contribution.pk))


def test_an_old_answer_that_nobody_asks_any_more_is_shown_as_it_stands(desk):
    contribution = send(desk, answers={"danger": "no", "child": "knows", "long_ago": "a word"})
    desk.amara.open(contribution)
    assert "Long ago a word" in words(desk.amara.get("contribution:read", contribution.pk))


def cleared_as_sent(desk):
    """A story without anything to take out, so that clearing changes nothing."""
    contribution = send(desk, text="I left the light on.\n\nShe came home.", exact="yes", answers={"danger": "no"})
    desk.prepare(contribution)
    return desk.clear(contribution)


def test_words_that_were_approved_when_sent_are_signed_off_without_asking_and_the_desk_says_so(desk):
    story = cleared_as_sent(desk)
    before = words(desk.dana.get(EDIT, story.pk))
    assert "When sending, the parent said: publish it exactly as I see it. While nothing is changed" in before
    ask(desk, story)
    said = words(desk.ben.get(EDIT, story.pk))
    assert "The parent has approved these words" in said
    assert "need no other answer, and the parent does not have to come back" in said
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    assert StoryVersion.objects.get().story == story


def test_whoever_asks_is_told_that_the_answer_is_there(desk):
    story = cleared_as_sent(desk)
    page = desk.dana.post(
        "wagtailsnippets_stories_story:ask",
        story.pk,
        data={"edition": desk.edition.pk, "uses": ["online", "print"]},
        follow=True,
    )
    assert "The parent said yes to exactly these words when sending them" in words(page)


def test_a_story_that_was_sent_to_be_shown_first_says_nothing_of_it(desk):
    story, _indices = desk.story()
    assert "exactly as I see it" not in words(desk.dana.get(EDIT, story.pk))
    ask(desk, story)
    assert "exactly as I see it" not in words(desk.dana.get(EDIT, story.pk))
