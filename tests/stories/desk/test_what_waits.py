"""The desk says what waits, in plain words, and where each thing leads on from."""

import re

from django.urls import reverse
from django.utils.html import strip_tags

from consent import actions as consent
from consent import dials
from consent.uses import Answer
from stories.models import Story
from tests.factories import TODAY
from tests.stories.desk.conftest import posted
from tests.stories.desk.test_way import answer, ask

EDIT = "wagtailsnippets_stories_story:edit"


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def home(person) -> str:
    return words(person.get("wagtailadmin_home"))


def test_the_first_page_names_a_cleared_story_until_its_parent_is_asked(desk):
    story, _ = desk.story()
    edited = f"Cleared, to be edited and put before the parent 1 {story.code}"
    assert edited in home(desk.dana)
    ask(desk, story)
    assert edited not in home(desk.dana) and f"Waiting for the parent 1 {story.code}" in home(desk.dana)
    desk.dana.post("wagtailsnippets_stories_story:withdraw", story.pk)
    assert edited in home(desk.dana)


def test_the_first_page_names_what_is_held(desk):
    contribution, _ = desk.send()
    consent.hold(agreement=contribution.agreement, kind="child", reason="Wait.", today=TODAY)
    assert f"Held: something must be settled first 1 {contribution.code}" in home(desk.amara)
    assert contribution.code not in home(desk.dana)
    story, _ = desk.story()
    consent.hold(agreement=story.agreement, kind="court", reason="Wait.", today=TODAY, by=desk.ben.user)
    assert f"Stories held: something must be settled first 1 {story.code}" in home(desk.dana)


def test_what_is_urgent_stands_first_on_the_first_page_and_in_the_list_until_it_is_cleared(desk):
    waiting = [desk.send(title=title)[0] for title in ("One", "Two", "Three")]
    last = max(waiting, key=lambda one: one.pk)
    desk.amara.open(last)
    decision = {"decision": "referred", "severity": "hard", "note": "Our lead knows.", "urgent": "on"}
    desk.amara.post("contribution:safeguarding", last.pk, data=decision)
    told = f"Urgent: a reader asks you to look now 1 {last.code}"
    assert told in home(desk.ben)
    assert next(iter(desk.ben.get("contribution:index").context["object_list"])) == last
    desk.prepare(last)
    desk.clear(last)
    assert "Urgent: a reader" not in home(desk.ben)


def test_a_story_stands_on_the_first_page_once_and_not_in_wagtails_words(desk):
    story, _ = desk.story()
    assert Story.objects.get().current_workflow_state is not None
    home(desk.ben)  # what he was told after clearing goes with the first visit
    assert home(desk.ben).count(story.code) == 1
    assert "Awaiting" not in home(desk.ben)


def test_what_waits_stands_before_what_is_done(desk):
    desk.story()
    waiting, _ = desk.send(title="Another")
    page = desk.amara.get("contribution:index")
    assert [one.state for one in page.context["object_list"]] == ["received", "cleared"]
    assert waiting.code in words(page)
    by_week = desk.amara.get("contribution:index", ordering="-week")
    assert by_week.status_code == 200


def test_the_list_says_what_is_held(desk):
    contribution, _ = desk.send()
    consent.hold(agreement=contribution.agreement, kind="child", reason="Wait.", today=TODAY)
    assert "Held" in words(desk.amara.get("contribution:index"))


def test_the_history_says_why_it_was_opened(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution, "answer")
    assert "Opened the contribution: To answer the parent" in words(
        desk.amara.get("contribution:history", contribution.pk)
    )


def test_story_contribution_and_register_lead_to_each_other_for_those_who_may(desk):
    story, _ = desk.story()
    contribution = reverse("contribution:edit", args=[story.contribution_id])
    register = reverse("consent_register:inspect", args=[story.agreement_id])
    assert contribution in desk.ben.get(EDIT, story.pk).content.decode()
    seen_by_dana = desk.dana.get(EDIT, story.pk).content.decode()
    assert contribution not in seen_by_dana and story.contribution.code not in seen_by_dana
    assert register in seen_by_dana
    assert reverse(EDIT, args=[story.pk]) in desk.ben.client.get(contribution).content.decode()


def test_a_signed_off_story_is_called_final(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    page = words(desk.ben.get(EDIT, story.pk))
    assert "These words are final" in page and "Ask about changed words" in page


def test_the_parent_is_asked_about_uses_in_the_order_of_the_list(desk):
    story, _ = desk.story()
    ask(desk, story, uses=("research", "print", "online", "formats"))
    assert story.proposals.get().uses == ["online", "print", "research", "formats"]
    assert story.agreement.standing("online") == Answer.YES


def test_a_missing_word_is_told_at_the_head_and_where_it_is_folded_away_it_is_unfolded(desk):
    contribution, _ = desk.send(text="My daughter Brixlyn came home. We had onions until Christmas.")
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard"})
    page = desk.amara.get("contribution:prepare", contribution.pk)
    folded = next(row.prefix for row, finding in page.context["may"] if finding.text == "Christmas")
    assert '<details class="desk-details">' in page.content.decode()
    data = posted(page) | {f"{folded}-action": "keep", f"{folded}-reason": "", "save": "1"}
    page = desk.amara.post("contribution:prepare", contribution.pk, data=data)
    assert "Not saved yet: 1 thing below needs a word from you." in words(page)
    assert '<details class="desk-details" open>' in page.content.decode()


def test_the_second_reader_sees_names_as_they_were_written(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    page = desk.ben.get("contribution:check", contribution.pk)
    assert "Brixlyn" in [thing for thing, *_ in page.context["decided"]]
    assert "Send it back" in words(page)


def test_who_prepared_it_is_not_asked_to_send_it_back_to_themselves(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    page = words(desk.amara.get("contribution:check", contribution.pk))
    assert "Change it again" in page and "Send it back" not in page


def test_an_editor_reads_at_the_story_how_much_the_parent_lets_them_change(desk):
    story, _ = desk.story()
    told = "as the parent said when sending: " + str(dials.CHOICES[dials.Dial.EDIT]["spelling"])
    assert told in words(desk.dana.get(EDIT, story.pk))
