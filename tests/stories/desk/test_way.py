"""The whole way across the desk, by its pages: from a sealed contribution to a signed-off version."""

import html

import pytest
from django.core import mail
from django.urls import reverse

from consent import actions as consent
from consent.uses import Answer, Use
from stories import actions, tree
from stories.models import Contribution, StoryVersion
from tests.factories import TODAY

EDIT = "wagtailsnippets_stories_story:edit"
SIGN_OFF = "wagtailsnippets_stories_story:sign_off"


def ask(desk, story, uses=("online", "print")):
    return desk.dana.post(
        "wagtailsnippets_stories_story:ask", story.pk, data={"edition": desk.edition.pk, "uses": list(uses)}
    )


def answer(indices, story, **uses):
    visit = actions.come_back(indices=indices)
    proposal = story.proposals.open().get()
    said = {Use(name): yes for name, yes in uses.items()}
    actions.answer_proposal(visit=visit, proposal=proposal, digest=proposal.digest, uses=said, today=TODAY)


def test_a_contribution_becomes_a_signed_off_version_by_the_pages_of_the_desk(desk):
    story, indices = desk.story()
    words = tree.plain_text(story.tree())
    assert "Brixlyn" not in words and "My daughter came home at four." in words

    ask(desk, story)
    answer(indices, story, online=True, print=False)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)

    version = StoryVersion.objects.get(story=story)
    assert version.digest == version.proposal.digest
    story.refresh_from_db()
    assert story.current_workflow_state is None and not story.locked


def test_no_mail_is_written_on_the_whole_way(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=False, print=False)
    actions.catch_up(story=story, today=TODAY)
    desk.dana.post("wagtailsnippets_stories_story:withdraw", story.pk)
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    assert StoryVersion.objects.filter(story=story).exists()
    assert mail.outbox == []


def test_nothing_is_signed_off_before_the_parent_has_approved(desk):
    story, indices = desk.story()
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    ask(desk, story)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    answer(indices, story, online=False, print=False)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    assert not StoryVersion.objects.exists()


def test_whoever_comes_to_sign_off_too_early_or_twice_is_told_what_to_do_instead(desk):
    def said(page):
        return " ".join(html.unescape(page.content.decode()).split())

    def signing_off():
        return said(desk.ben.post(SIGN_OFF, story.pk, follow=True))

    story, indices = desk.story()
    assert "Nothing waits to be signed off" in signing_off()
    ask(desk, story)
    assert "read the words to them and note what they say" in signing_off()
    assert "read the words to them" in said(desk.ben.get(SIGN_OFF, story.pk))
    answer(indices, story, online=True, print=True)
    assert "Signed off. These words can now be placed" in signing_off()
    assert "these words were signed off already" in signing_off()
    assert "Place the story in its booklet." in said(desk.ben.get(SIGN_OFF, story.pk))


def test_while_the_parent_is_asked_the_pages_say_how_to_go_on(desk):
    story, _ = desk.story()
    ask(desk, story)
    locked = html.unescape(desk.dana.get(EDIT, story.pk).content.decode())
    assert "is locked while its parent is asked." in locked and "take the question back first" in locked
    asked = desk.dana.get("wagtailsnippets_stories_story:ask", story.pk).content.decode()
    assert "The parent is being asked already" in asked
    assert reverse("wagtailsnippets_stories_story:withdraw", args=[story.pk]) in asked


def test_a_no_that_came_while_the_page_was_open_is_told_and_nothing_is_asked(desk):
    story, _ = desk.story()
    consent.answer(agreement=story.agreement, use=Use.ONLINE, answer=Answer.NO, today=TODAY)
    page = ask(desk, story).content.decode()
    assert "The parent has said no to one of these uses since you opened this page." in page
    assert "Nothing was done yet" in page and not story.proposals.exists()


def test_an_editor_cannot_sign_off(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    desk.dana.post("wagtailsnippets_stories_story:sign_off", story.pk)
    assert not StoryVersion.objects.exists()


@pytest.mark.parametrize("who", ["dana", "ben", "root"])
def test_nobody_edits_while_the_parent_is_asked_not_even_after_unlocking(desk, who):
    story, _ = desk.story()
    ask(desk, story)
    person = getattr(desk, who)
    person.post("wagtailsnippets_stories_story:unlock", story.pk)
    before = story.get_latest_revision().pk
    person.post(EDIT, story.pk, data={"title": "Other words", "kind": "prose", "body-count": 0})
    story.refresh_from_db()
    assert story.get_latest_revision().pk == before


def test_a_question_taken_back_opens_the_story_for_editing_again(desk):
    story, _ = desk.story()
    ask(desk, story)
    desk.dana.post("wagtailsnippets_stories_story:withdraw", story.pk)
    story.refresh_from_db()
    assert not story.locked
    assert story.current_workflow_task.name == "Editing"
    assert not story.get_lock().for_user(desk.dana.user)


def test_the_desk_follows_an_answer_at_its_next_visit_and_writes_only_the_monday(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    desk.dana.get("wagtailsnippets_stories_story:list")
    story.refresh_from_db()
    waiting = story.current_workflow_task_state
    parents = story.current_workflow_state.task_states.get(task__name="The parent's approval")
    assert waiting.task.name == "Sign-off"
    assert parents.finished_by is None
    for moment in (parents.finished_at, waiting.started_at):
        assert (moment.weekday(), moment.hour, moment.minute, moment.second) == (0, 0, 0, 0)


def test_a_refusal_that_becomes_an_approval_is_followed_too(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=False, print=False)
    actions.catch_up(story=story, today=TODAY)
    assert story.current_workflow_state.status == "needs_changes"
    answer(indices, story, online=True, print=False)
    actions.catch_up(story=story, today=TODAY)
    assert story.current_workflow_task.name == "Sign-off"


def test_the_contribution_shows_which_story_it_became(desk):
    story, _ = desk.story()
    contribution = Contribution.objects.get()
    assert story.code in desk.amara.get("contribution:edit", contribution.pk).content.decode()
    assert reverse(EDIT, args=[story.pk])
