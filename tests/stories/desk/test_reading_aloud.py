"""The final words read aloud to a parent: noted by one person at the desk, confirmed by another before a yes counts."""

import pytest
from wagtail.models import ModelLogEntry

from consent import actions as consent
from consent import ledger, notices
from consent.kinds import Captured
from consent.models import Agreement
from consent.uses import Answer, Use
from stories import actions, roles
from stories.models import Proposal, ReadAloud
from stories.states import NotAllowedNow
from tests.factories import TODAY, make_edition, make_version
from tests.stories.desk.conftest import an_autumn_day, staff

__all__ = ["an_autumn_day"]

PAGE = "wagtailsnippets_stories_story:read_aloud"
EDIT = "wagtailsnippets_stories_story:edit"


@pytest.fixture
def proposal(db) -> Proposal:
    """Words of last year that the desk asks about for the coming edition."""
    version = make_version(edition=make_edition(2026), allowing={Use.ONLINE, Use.PRINT, Use.SOCIAL})
    frozen = {name: getattr(version, name) for name in ("story", "agreement", "tree", "digest", "tag")}
    uses = [Use.ONLINE, Use.PRINT]
    after = ledger.head().sequence
    return Proposal.objects.create(**frozen, edition=make_edition(2027), uses=uses, asked_on=TODAY, asked_after=after)


@pytest.fixture
def dana(db):
    return staff("dana", roles.EDITORS)


@pytest.fixture
def ben(db):
    return staff("ben", roles.PUBLISHERS)


def said(proposal, **changes) -> dict:
    answers = {"use-online": "yes", "use-print": "no", "captured": "phone", "notice": notices.current().pk}
    return answers | {"digest": proposal.digest} | changes


def noted(who, proposal, **changes):
    return who.post(PAGE, proposal.story_id, data=said(proposal, **changes), follow=True)


def settle(who, proposal, word="confirm"):
    reading = proposal.readings_aloud.get()
    return who.post(PAGE, proposal.story_id, data={word: "1", "reading": reading.pk}, follow=True)


def may(proposal, use=Use.ONLINE) -> bool:
    family = Agreement.objects.get(pk=proposal.agreement_id)
    return family.may_use(use, digest=proposal.digest, edition=proposal.edition, day=TODAY).allowed


def standing(proposal) -> str:
    return actions.standing_of(Proposal.objects.get(pk=proposal.pk), today=TODAY).state


def test_the_page_shows_the_exact_words_and_asks_each_use_with_nothing_chosen(dana, proposal):
    page = dana.get(PAGE, proposal.story_id).content.decode()
    assert "I put the kettle on, and it knew before I did." in page
    assert page.count("They did not say") == 2 and "social" not in page.lower().split("desk-capture")[1]
    assert " checked" not in page.split("desk-capture")[1].split("</form>")[0]


def test_nothing_is_noted_without_every_question_asked_and_a_way_chosen(dana, proposal):
    page = dana.post(PAGE, proposal.story_id, data={"digest": proposal.digest, "use-online": "yes"})
    text = page.content.decode()
    assert "Choose what they said to: Printed booklet" in text and "Choose how you spoke with them." in text
    assert 'value="yes" checked' in text.replace("required ", "") or "checked" in text
    nothing = dana.post(PAGE, proposal.story_id, data=said(proposal, **{"use-online": "unsaid", "use-print": "unsaid"}))
    assert "there is nothing to note" in nothing.content.decode()
    assert not ReadAloud.objects.exists()


def test_a_yes_counts_when_a_second_person_has_confirmed_it_and_not_before(dana, ben, proposal):
    assert "waits until a second person" in noted(dana, proposal).content.decode()
    assert not may(proposal) and standing(proposal) == "waiting"
    asks = ben.get(PAGE, proposal.story_id).content.decode()
    assert "By telephone".lower() in asks and "It was so: confirm it" in asks and "dana" in asks
    settle(ben, proposal)
    assert may(proposal) and not may(proposal, Use.PRINT)
    assert standing(proposal) == "approved"


def test_a_no_counts_at_once_and_nobody_has_to_confirm_it(dana, proposal):
    noted(dana, proposal, **{"use-online": "no"})
    assert standing(proposal) == "refused" and not ReadAloud.objects.exists()


def test_whoever_noted_it_cannot_confirm_it_and_can_take_it_back(dana, proposal):
    noted(dana, proposal)
    own = dana.get(PAGE, proposal.story_id).content.decode()
    assert "It was so" not in own and "Take it back" in own
    settle(dana, proposal)
    assert not may(proposal)
    settle(dana, proposal, "refuse")
    assert proposal.readings_aloud.get().state == ReadAloud.State.REFUSED


def test_a_refused_reading_opens_nothing_and_the_words_can_be_read_again(dana, ben, proposal):
    noted(dana, proposal)
    settle(ben, proposal, "refuse")
    assert not may(proposal) and standing(proposal) == "waiting"
    settle(ben, proposal)
    assert not may(proposal), "what was refused is not confirmed afterwards"
    noted(ben, proposal, **{"use-print": "yes", "use-online": "unsaid"})
    second = proposal.readings_aloud.get(state=ReadAloud.State.WAITING)
    actions.confirm_reading(reading=second, user=dana.user, today=TODAY)
    assert may(proposal, Use.PRINT) and not may(proposal), "the refused yes to online is not confirmed with it"


def test_what_the_parent_said_herself_in_between_wins(dana, ben, proposal):
    noted(dana, proposal)
    consent.stop(agreement=proposal.agreement, today=TODAY)
    settle(ben, proposal)
    assert not may(proposal)


def test_no_yes_is_noted_after_she_has_answered_or_said_no_to_the_use(dana, proposal):
    consent.stop(agreement=proposal.agreement, uses={Use.ONLINE}, today=TODAY)
    assert "Only they can allow it again" in noted(dana, proposal).content.decode()
    assert proposal.agreement.standing(Use.ONLINE) == Answer.NO
    about = {"agreement": proposal.agreement, "digest": proposal.digest, "edition": proposal.edition}
    consent.approve(**about, uses={Use.PRINT: True}, today=TODAY)
    late = noted(dana, proposal, **{"use-online": "unsaid", "use-print": "yes"})
    assert "has answered these words already" in late.content.decode()
    noted(dana, proposal, **{"use-online": "unsaid", "use-print": "no"})
    assert not may(proposal, Use.PRINT), "a no is taken at any time"


def test_other_words_than_those_on_the_page_are_not_answered(dana, proposal):
    assert "not asked about any more" in noted(dana, proposal, digest="0" * 64).content.decode()
    assert not ReadAloud.objects.exists()


def test_a_question_taken_back_cannot_be_confirmed(dana, ben, proposal):
    noted(dana, proposal)
    actions.withdraw_ask(proposal=proposal, user=dana.user)
    reading = proposal.readings_aloud.get()
    with pytest.raises(NotAllowedNow):
        actions.confirm_reading(reading=reading, user=ben.user, today=TODAY)
    assert not may(proposal)


def test_two_people_cannot_note_two_answers_at_once(dana, ben, proposal):
    noted(dana, proposal)
    assert "waits for a second person" in noted(ben, proposal).content.decode()
    assert proposal.readings_aloud.count() == 1


def test_noting_it_leaves_the_week_alone_and_no_line_in_the_log(dana, proposal):
    before = ModelLogEntry.objects.count()
    noted(dana, proposal)
    assert proposal.readings_aloud.get().week == "2026-W47"
    assert ModelLogEntry.objects.count() == before
    assert {row.captured for row in proposal.agreement.details.filter(edition=proposal.edition)} == {Captured.PHONE}


def test_the_first_page_and_the_story_tell_that_it_waits(dana, ben, proposal):
    assert "Read the words aloud" in ben.get(EDIT, proposal.story_id).content.decode()
    noted(dana, proposal)
    home = ben.get("wagtailadmin_home").content.decode()
    assert "Read aloud, to be confirmed by a second person" in home and proposal.story.code in home
    assert "Look at the answer that was noted" in ben.get(EDIT, proposal.story_id).content.decode()


def test_a_deletion_leaves_no_row_of_it(dana, proposal):
    noted(dana, proposal)
    actions.erase(contribution=proposal.story.contribution, today=TODAY)
    assert not ReadAloud.objects.exists()


def test_whoever_notes_it_while_the_family_leaves_is_told_that_nothing_is_asked_any_more(dana, proposal):
    consent.begin_erasing(proposal.agreement)
    assert "These words are not asked about any more" in noted(dana, proposal).content.decode()
    assert not ReadAloud.objects.exists()


def test_whoever_confirms_it_while_the_family_leaves_finds_the_story_gone(dana, ben, proposal):
    noted(dana, proposal)
    consent.begin_erasing(proposal.agreement)
    answer = settle(ben, proposal)
    # The story's page is the next one that finishes a deletion.
    assert answer.redirect_chain and answer.status_code == 404
    assert not ReadAloud.objects.exists() and not may(proposal)


def test_nobody_without_a_role_for_stories_sees_the_page(db, proposal):
    for who in (staff("tom", roles.TRIAGE), staff("pat", roles.PARENT_EDITORS), staff("nobody")):
        assert who.get(PAGE, proposal.story_id).status_code in (302, 403)
        who.post(PAGE, proposal.story_id, data=said(proposal))
    assert not ReadAloud.objects.exists()
