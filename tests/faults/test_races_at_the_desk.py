"""The desk and a parent at the same moment, in processes of their own: nobody's yes stands under other words."""

import html

import pytest
from django.http import Http404
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from consent.errors import AgreementEnded
from consent.keys import KeyGone
from consent.kinds import Kind
from consent.uses import Use
from stories import actions
from stories.models import Proposal, Story, StoryVersion
from stories.sealing import KeysChanged
from stories.states import NotAllowedNow
from stories.viewsets import ASKED_MEANWHILE, StoryEditView
from tests.factories import TODAY
from tests.faults.at_once import at_once
from tests.faults.standing import Standing
from tests.publication.booklets import staff

USES = (Use.ONLINE, Use.PRINT)
EDITED = "An editor has changed this"
GONE = (AgreementEnded, KeyGone, KeysChanged, NotAllowedNow, actions.WordsHaveChanged)
ROUNDS = [pytest.param(1), *(pytest.param(number, marks=pytest.mark.proof) for number in range(2, 9))]


class Desk:
    """One story at the desk, its family, and an editor."""

    def __init__(self, standing: Standing):
        self.standing, self.family = standing, standing.asked
        self.editor = staff.editor()
        self.user = self.editor.user

    @property
    def story(self) -> Story:
        return Story.objects.get(contribution=self.family.contribution)

    @property
    def proposal(self) -> Proposal | None:
        return Proposal.objects.of(self.family.contribution).newest_first().first()

    def asks(self) -> None:
        edition = self.standing.site.house.edition
        actions.ask_parent(story=self.story, edition=edition, uses=set(USES), user=self.user, today=TODAY)

    def takes_back(self) -> None:
        actions.withdraw_ask(proposal=self.proposal, user=self.user)

    def signs_off(self) -> None:
        actions.sign_off(story=self.story, user=self.user, today=TODAY)

    def edits(self):
        """By the page, as a browser sends it; returns the answer."""
        story = self.story
        fields = {"title": EDITED, "credit": "", "kind": "prose", "standfirst": "", "content_note": "", "themes": ""}
        body = streamfield([("paragraph", "Nothing of hers is in it.")])
        data = nested_form_data({**fields, "body": body, "edition": story.edition_id})
        answer = self.editor.post(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]), data)
        assert answer.status_code in (200, 302, 404)
        return answer

    def answers(self, *yes: Use):
        visit, proposal = self.family.visit(), self.proposal

        def act() -> None:
            uses = {use: use in yes for use in USES}
            actions.answer_proposal(
                visit=visit, proposal=proposal, digest=proposal.digest, uses=uses, change="", today=TODAY
            )

        return act

    def deletes(self) -> None:
        actions.erase(contribution=self.family.contribution, today=TODAY)

    def approvals(self) -> list:
        history = self.family.visit().agreement.history()
        return [entry for entry in history.entries if entry.kind == Kind.APPROVAL]

    def draft(self) -> Story:
        return self.story.get_latest_revision_as_object()


@pytest.fixture(params=ROUNDS)
def desk(request, again) -> Desk:
    return Desk(again())


@pytest.fixture
def asked(desk) -> Desk:
    desk.asks()
    return desk


@pytest.fixture
def approved(asked) -> Desk:
    asked.answers(*USES)()
    return asked


def test_an_editor_saves_while_the_parent_approves(asked):
    """The words she approves are those she saw, and they are the ones that can be signed off."""
    digest = asked.proposal.digest
    assert at_once(asked.edits, asked.answers(*USES)) == ["", ""]
    assert asked.story.locked
    assert asked.draft().digest == asked.proposal.digest == digest
    asked.signs_off()
    assert StoryVersion.objects.get(story=asked.story).digest == digest


def test_an_editor_saves_while_a_colleague_asks(desk):
    """What the parent is asked about is what the desk has, and stays so until she answers."""
    at_once(desk.edits, desk.asks)
    assert desk.story.locked
    assert desk.draft().digest == desk.proposal.digest


def test_an_editor_who_saves_a_moment_too_late_is_told_so_and_keeps_what_was_typed(desk, monkeypatch):
    real = StoryEditView.save_instance

    def too_late(view):
        desk.asks()
        return real(view)

    monkeypatch.setattr(StoryEditView, "save_instance", too_late)
    page = html.unescape(desk.edits().content.decode())
    assert str(ASKED_MEANWHILE) in page and EDITED in page
    assert not Revision.objects.filter(content__title=EDITED).exists()


def test_a_question_is_taken_back_while_she_answers_it(asked):
    """Either she was asked and has answered, or she is told that there is no such question, and nothing is written."""
    back, answered = at_once(asked.takes_back, asked.answers(*USES), expected=(actions.WordsHaveChanged,))
    assert back == ""
    assert bool(asked.approvals()) is (answered == "")
    assert asked.proposal.withdrawn and not asked.story.locked
    with pytest.raises(NotAllowedNow):
        asked.signs_off()


def test_she_answers_in_two_windows(asked):
    """Both answers are kept, and the one that came last counts."""
    assert at_once(asked.answers(*USES), asked.answers()) == ["", ""]
    said = [entry.answer for entry in asked.approvals()]
    assert sorted(said) == ["no", "no", "yes", "yes"] and said[0] == said[1]
    standing = actions.standing_of(asked.proposal, today=TODAY)
    assert standing.state == ("approved" if said[-1] == "yes" else "refused")


def test_two_people_sign_off(approved):
    ended = at_once(approved.signs_off, approved.signs_off, expected=(NotAllowedNow,))
    assert sorted(ended) == ["", "NotAllowedNow"]
    assert StoryVersion.objects.filter(story=approved.story).count() == 1


@pytest.mark.proof
def test_one_signs_off_while_another_takes_the_question_back(approved):
    ended = at_once(approved.signs_off, approved.takes_back, expected=(NotAllowedNow,))
    assert sorted(ended) == ["", "NotAllowedNow"]
    assert StoryVersion.objects.filter(story=approved.story).exists() is not approved.proposal.withdrawn


@pytest.mark.parametrize("act", ["edits", pytest.param("asks", marks=pytest.mark.proof)])
def test_she_deletes_while_the_desk_works_on_her_story(desk, act):
    at_once(desk.deletes, getattr(desk, act), expected=(*GONE, Http404, Story.DoesNotExist))
    assert_gone(desk)


@pytest.mark.parametrize("act", ["signs_off", pytest.param("takes_back", marks=pytest.mark.proof)])
def test_she_deletes_while_the_desk_works_on_her_answer(approved, act):
    at_once(approved.deletes, getattr(approved, act), expected=(*GONE, Story.DoesNotExist, AttributeError))
    assert_gone(approved)


@pytest.mark.proof
def test_she_deletes_in_one_window_and_approves_in_another(asked):
    at_once(asked.deletes, asked.answers(*USES), expected=GONE)
    assert_gone(asked)


def assert_gone(desk: Desk) -> None:
    desk.standing.assert_gone(desk.family)
    assert not Revision.objects.filter(content__title=EDITED).exists()
    desk.standing.the_day_comes()
    desk.standing.assert_nothing_is_lost(tidy=True)
