"""“Publish it exactly as I see it”: a yes to these very words, which holds if clearing changes nothing."""

import datetime

import pytest

from consent import actions as consent
from consent import rules
from consent.dials import Dial
from consent.kinds import Kind
from consent.models import Edition
from consent.uses import Answer, Use
from stories import actions, reading, tree
from stories.models import Contribution, StoryVersion
from stories.states import NotAllowedNow
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, USES, come_back, send, sent, to, words_on

OUTSIDE = {Use(use) for use in USES if use != "panel"}


def only(contribution=None):
    return contribution or Contribution.objects.get()


def approvals(contribution):
    return [one for one in contribution.agreement.history().entries if one.kind == Kind.APPROVAL]


def ask(house, story, *uses, edition=None):
    return actions.ask_parent(
        story=story, edition=edition or house.edition, uses=set(uses), user=house.ben.user, today=TODAY
    )


def test_with_exactly_as_i_see_it_the_very_words_are_approved_when_they_are_sent(client, house):
    sent(client, exact="yes", use__press="no", use__research="later")
    agreement = only().agreement
    seen = reading.from_text(ANSWERS["title"], ANSWERS["text"], kind="prose", credit="A parent", language="en")
    assert {one.tag for one in approvals(only())} == {agreement.tag(tree.digest(seen))}
    assert {one.use for one in approvals(only())} == OUTSIDE - {Use.PRESS, Use.RESEARCH}
    assert {one.edition for one in approvals(only())} == {house.edition.year}
    assert rules.dial(agreement.history(), Dial.EXACT) == "yes"


def test_who_wants_to_see_the_final_words_first_has_approved_nothing(client, house):
    sent(client, exact="no")
    assert approvals(only()) == []


def test_when_clearing_changes_nothing_the_story_is_signed_off_without_her_coming_back(client, house):
    page = sent(client, exact="yes")
    story = house.clear(only())
    asked = ask(house, story, Use.ONLINE, Use.PRINT)
    assert actions.standing_of(asked, today=TODAY) == actions.ProposalStanding(
        "approved", frozenset({Use.ONLINE, Use.PRINT})
    )
    version = actions.sign_off(story=story, user=house.ben.user, today=TODAY)
    allowed = only().agreement.may_use(Use.PRINT, digest=version.digest, edition=house.edition, day=TODAY)
    assert allowed.allowed
    assert come_back(client, words_on(page)).heading == "You said yes to the final words"


def test_a_changed_comma_asks_her_as_usual(client, house):
    page = sent(client, exact="yes")
    story = house.clear(only())
    story.title = "The kitchen light, on"
    story.save_revision(user=house.ben.user)
    asked = ask(house, story, Use.ONLINE)
    assert actions.standing_of(asked, today=TODAY).state == "waiting"
    with pytest.raises(NotAllowedNow):
        actions.sign_off(story=story, user=house.ben.user, today=TODAY)
    assert come_back(client, words_on(page)).heading == "The final words are ready for you"


def test_a_stop_after_sending_ends_what_she_approved_with_it(client, house):
    sent(client, exact="yes")
    story = house.clear(only())
    agreement = only().agreement
    consent.stop(agreement=agreement, uses=[Use.ONLINE], today=TODAY)
    consent.answer(agreement=agreement, use=Use.ONLINE, answer=Answer.YES, today=TODAY)
    assert actions.standing_of(ask(house, story, Use.ONLINE), today=TODAY).state == "waiting"
    assert not StoryVersion.objects.exists()


def test_a_use_that_she_put_off_is_still_asked_about(client, house):
    sent(client, exact="yes", use__print="later")
    story = house.clear(only())
    assert actions.standing_of(ask(house, story, Use.ONLINE, Use.PRINT), today=TODAY).state == "waiting"


def test_another_years_booklet_is_still_asked_about(client, house):
    sent(client, exact="yes")
    later = next_edition(house.edition)
    story = house.clear(only())
    assert actions.standing_of(ask(house, story, Use.ONLINE, edition=later), today=TODAY).state == "waiting"


def next_edition(edition):
    year = datetime.timedelta(days=366)
    return Edition.objects.create(
        year=edition.year + 1,
        title="The next one",
        **{
            name: getattr(edition, name) + year
            for name in ("call_opens", "call_closes", "content_lock", "print_order", "opens_at")
        },
    )


def test_it_is_not_asked_when_no_booklet_takes_words_any_more(client, house):
    house.edition.content_lock = TODAY - datetime.timedelta(days=1)
    house.edition.save()
    assert "exact" not in to(client, "Last things").html
    sent(client, exact="yes")
    assert approvals(only()) == []
    assert rules.dial(only().agreement.history(), Dial.EXACT) == "no"


def test_it_is_not_asked_of_who_said_no_to_every_use(client, house):
    page = to(client, "The booklet").press("No to everything, just read it")
    assert page.heading == "Last things"
    assert "exactly as I see it" not in page.said


def test_a_story_without_a_title_cannot_go_out_exactly_as_it_is(client, house):
    page = to(client, "Last things", title="").answer(title="", exact="yes")
    assert page.heading == "Last things"
    assert page.errors == [
        "Your story has no title, so we would have to add one. "
        "Go back to “Your story” and give it a title, or choose to see the final words first."
    ]
    assert page.press("Continue", exact="no").heading == "Check your answers"


def test_the_check_page_and_the_sent_page_tell_what_it_means(client, house):
    check = to(client, "Check your answers", exact="yes")
    assert f"that is your yes to these very words in “{house.edition.title}”" in check.said
    page = check.press(next(label for label in check.buttons if label.startswith("Send my story")))
    assert "we can use your words just as you sent them" in page.said
    assert "If we must change even a comma, we ask you first" in page.said
    assert "that is your yes" not in to(client, "Check your answers").said


def test_when_the_booklet_changes_while_the_last_page_is_open_she_looks_again(client, house):
    check = to(client, "Check your answers", exact="yes")
    house.edition.content_lock = TODAY - datetime.timedelta(days=1)
    house.edition.save()
    page = check.press(next(label for label in check.buttons if label.startswith("Send my story")))
    assert page.heading == "Check your answers"
    assert "The dates of the booklet have changed" in page.said
    assert not Contribution.objects.exists()
    done = page.press(next(label for label in page.buttons if label.startswith("Send my story")))
    assert done.heading == "We have your story. Thank you."
    assert approvals(only()) == []


def test_a_yes_for_one_booklet_is_asked_anew_for_the_next(client, house):
    check = to(client, "Check your answers", exact="yes")
    page = send(client, {**check.fields, "edition": str(house.edition.year - 1), "send": "1"})
    assert page.heading == "Last things"
    assert page.errors == ["Choose whether to see the final words first."]
    assert not page.tree.xpath("//input[@name='exact' and @checked]")
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("kind", ["prose", "poem", "letter"])
def test_every_kind_of_text_stays_the_same_from_her_page_to_the_cleared_story(client, house, kind):
    text = "Dear reader,\n\n  a line,\n    and one more —\n\nWith love,\nA mum"
    sent(client, exact="yes", kind=kind, text=text, description="name", credit="A mum")
    story = house.clear(only())
    assert actions.standing_of(ask(house, story, Use.ONLINE), today=TODAY).state == "approved"


def test_a_forged_yes_without_the_question_approves_nothing_she_refused(client, house):
    check = to(client, "Check your answers", **{f"use__{use}": "no" for use in USES})
    send(client, {**check.fields, "exact": "yes", "send": "1"})
    assert approvals(only()) == []
