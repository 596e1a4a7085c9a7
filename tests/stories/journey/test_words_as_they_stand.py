"""She can read what she sent and the final words again, and is told what became of each answer to them."""

import pytest

from consent.actions import show
from consent.uses import Use
from stories import actions
from stories.models import Contribution, Proposal, Story
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, come_back, sent, words_on


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def page(client, words):
    return come_back(client, words)


def read(page):
    return page.press("Read the words")


def asked(client, words, house, *uses: Use):
    house.ask(Contribution.objects.get(), *uses)
    return come_back(client, words).press("Read the final words")


def test_before_she_is_asked_there_is_only_what_she_sent(page):
    shown = read(page)
    assert "There are no final words yet" in shown.said
    assert ANSWERS["title"] in shown.said and ANSWERS["text"].split("\n")[0] in shown.said


def test_the_desks_own_draft_is_never_shown(page, words, house, client):
    story = house.clear(Contribution.objects.get())
    Story.objects.filter(pk=story.pk).update(title="A draft of the desk’s")
    shown = read(come_back(client, words))
    assert "There are no final words yet" in shown.said and "draft of the desk" not in shown.html


def test_words_that_wait_and_words_she_approved_are_shown_with_her_answers(words, house, client):
    approve = asked(client, words, house, Use.ONLINE, Use.PRINT)
    waiting = read(come_back(client, words))
    assert "which wait for your answer" in waiting.said and not waiting.tree.xpath("//dl")
    approve.press(words__online="yes", words__print="no")
    approved = read(come_back(client, words))
    assert "The final words you said yes to" in approved.said
    article = approved.tree.xpath("//article")[0].text_content()
    assert "She came home in the spring." in article and "A parent" in article
    answers = {row.findtext("dt"): row.findtext("dd") for row in approved.tree.xpath("//dl/div")}
    assert list(answers.values()) == ["Yes", "No"]


def test_words_that_were_approved_stay_readable_while_others_wait(words, house, client):
    asked(client, words, house, Use.ONLINE).press(words__online="yes")
    story = Story.objects.get()
    actions.sign_off(story=story, user=house.ben.user, today=TODAY)
    draft = story.get_latest_revision_as_object()
    draft.title = "Another title"
    draft.save_revision()
    actions.ask_parent(
        story=Story.objects.get(), edition=house.edition, uses={Use.ONLINE}, user=house.ben.user, today=TODAY
    )
    shown = read(come_back(client, words))
    headings = [h.text_content().strip() for h in shown.tree.xpath("//main//h2")]
    assert headings[:2] == ["The final words, which wait for your answer", "The final words you said yes to"]
    first, second = (one.text_content() for one in shown.tree.xpath("//article"))
    assert "Another title" in first and "The kitchen light" in second


def test_words_that_were_taken_back_are_not_shown(words, house, client):
    asked(client, words, house, Use.ONLINE)
    actions.withdraw_ask(proposal=Proposal.objects.get(), user=house.ben.user)
    assert "There are no final words yet" in read(come_back(client, words)).said


def test_words_that_somebody_changed_in_the_database_are_not_shown(words, house, client):
    asked(client, words, house, Use.ONLINE)
    proposal = Proposal.objects.get()
    Proposal.objects.update(tree=proposal.tree | {"title": "Not hers"})
    assert "Not hers" not in read(come_back(client, words)).html


def test_a_wish_for_a_change_is_told_apart_from_a_no(words, house, client):
    done = asked(client, words, house, Use.ONLINE, Use.PRINT).press(
        words__online="change", words__print="no", change="Not so."
    )
    assert done.heading == "You asked us to change the final words"
    assert "The final words you want changed" in read(done).said


def test_a_no_is_told_as_a_no(words, house, client):
    done = asked(client, words, house, Use.ONLINE).press(words__online="no")
    assert done.heading == "You said no to the final words"
    assert "The final words you said no to" in read(done).said


def test_a_yes_for_one_place_and_a_change_for_another_are_both_told(words, house, client):
    approve = asked(client, words, house, Use.ONLINE, Use.PRINT)
    done = approve.press(words__online="yes", words__print="change", change="Shorter on paper.")
    assert done.heading == "You said yes to the final words"
    assert "You asked for a change too" in done.said


def test_the_final_words_say_who_would_see_them_folded_away(words, house, client):
    approve = asked(client, words, house, Use.ONLINE, Use.PRINT)
    folded = approve.tree.xpath("//main//details")[0]
    assert "open" not in folded.attrib
    assert "The booklet is on our website" in folded.text_content()
    assert "we cannot take back what is printed" in folded.text_content()


def test_the_page_says_until_when_an_unused_story_is_kept(page, words, house, client):
    assert "we delete it after that week" in page.said
    assert str(TODAY.year + 1) in page.said.split("by the week of")[1].split(",")[0]
    house.clear(Contribution.objects.get())
    assert "we delete it after that week" not in come_back(client, words).said


def test_a_story_that_is_not_used_is_not_promised_to_stay(words, house, client):
    contribution = Contribution.objects.get()
    actions.record_safeguarding(contribution=contribution, who=house.amara, decision="none")
    actions.not_used(contribution=contribution, who=house.amara)
    page = come_back(client, words)
    assert page.heading == "We will not put your story in a booklet"
    assert "Then we delete it, and your words open nothing." in page.said
    assert "If it is not ready for a booklet" not in page.said and "until you delete it" not in page.said


def test_who_is_asked_about_new_words_is_told_where_the_old_ones_are(words, house, client):
    asked(client, words, house, Use.ONLINE).press(words__online="yes")
    story = Story.objects.get()
    version = actions.sign_off(story=story, user=house.ben.user, today=TODAY)
    shown = [(version.agreement, version.digest)]
    show(shown, use=Use.ONLINE, edition=house.edition, release="2027.1", today=TODAY)
    draft = story.get_latest_revision_as_object()
    draft.title = "Another title"
    draft.save_revision()
    about = {"edition": house.edition, "uses": {Use.ONLINE}, "user": house.ben.user, "today": TODAY}
    actions.ask_parent(story=Story.objects.get(), **about)
    page = come_back(client, words)
    assert page.heading == "The final words are ready for you"
    assert f"Words that you said yes to before are in “{house.edition.title}” now." in page.said
    assert "If we hear nothing, we do not use these words." in page.press("Read the final words").said


def test_she_is_not_told_that_nobody_has_opened_what_somebody_has(words, house, client):
    actions.open_contribution(contribution=Contribution.objects.get(), who=house.amara, reason="triage")
    assert "Nobody has opened it" not in come_back(client, words).said
