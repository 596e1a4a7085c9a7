"""Two acts of which one ends something, at the same moment, in processes of their own: the end wins, everywhere."""

import pytest

from consent import actions as consent
from consent.errors import AgreementEnded
from consent.keys import KeyGone
from publication.actions import build_waiting, freeze
from publication.actions.freezing import NotNow
from stories import actions
from stories.models import Deletion
from tests.factories import TODAY
from tests.faults.at_once import at_once
from tests.faults.standing import Standing
from tests.publication.booklets.making import files_with, place

# Whoever stops what is being deleted hears that it is gone.
ENDED = (AgreementEnded, KeyGone)
ROUNDS = [pytest.param(1), *(pytest.param(number, marks=pytest.mark.proof) for number in range(2, 9))]


@pytest.fixture(params=ROUNDS)
def round_of(request, again) -> Standing:
    return again()


def delete(standing: Standing, number: str = ""):
    return lambda: actions.erase(contribution=standing.leaving.contribution, today=TODAY, number=number)


def stop(standing: Standing):
    return lambda: consent.stop(agreement=standing.leaving.version.agreement, today=TODAY)


def release(standing: Standing):
    """Somebody at the desk wants the next one, and is asked to wait when the no has begun it already."""

    def act() -> None:
        freeze(page=standing.page, user=None)
        build_waiting(standing.page.edition, day=TODAY)

    return act


def test_two_deletions_of_the_same_words(round_of):
    at_once(delete(round_of, "AAAA-BBBB-CCCC"), delete(round_of, "DDDD-EEEE-FFFF"))
    round_of.assert_gone(round_of.leaving)
    # Each window shows the number of its own press.
    assert set(Deletion.objects.values_list("number", flat=True)) >= {"AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"}
    round_of.the_day_comes()
    round_of.assert_whole()


def test_a_deletion_and_a_release(round_of):
    at_once(delete(round_of), release(round_of), expected=(NotNow,))
    round_of.assert_closed()
    round_of.assert_gone(round_of.leaving)
    round_of.the_day_comes()
    round_of.assert_whole()


def test_a_stop_and_a_release(round_of):
    at_once(stop(round_of), release(round_of), expected=(NotNow,))
    round_of.assert_closed()
    round_of.the_day_comes()
    round_of.assert_whole()
    assert files_with(round_of.leaving.words["cleared"]) == []
    assert round_of.leaving.visit().opened.read("body")["title"] == round_of.leaving.words["title"]


@pytest.mark.proof
def test_a_deletion_and_an_editor_who_saves_the_plan(round_of):
    """The plan names her text until the editor looks again; nothing of that holds up the deletion."""
    versions = [family.version for family in (round_of.staying, round_of.leaving)]
    at_once(delete(round_of), lambda: place(round_of.page, *versions))
    round_of.assert_gone(round_of.leaving)
    round_of.the_day_comes()
    round_of.assert_whole()


@pytest.mark.proof
def test_a_deletion_a_stop_and_the_day(round_of):
    at_once(delete(round_of), stop(round_of), round_of.the_day_comes, expected=ENDED)
    round_of.assert_gone(round_of.leaving)
    round_of.the_day_comes()
    round_of.assert_whole()


@pytest.mark.proof
def test_two_families_delete_while_readers_come(round_of):
    both = [
        lambda family=family: actions.erase(contribution=family.contribution, today=TODAY)
        for family in (round_of.leaving, round_of.asked)
    ]
    at_once(*both, round_of.a_reader_comes, round_of.the_day_comes)
    for family in (round_of.leaving, round_of.asked):
        round_of.assert_gone(family)
    round_of.the_day_comes()
    round_of.assert_whole()
