"""A build dies at each of its steps: readers keep what they had, no no is undone, and the next one finishes it."""

import pytest

from consent import actions as consent
from publication.actions import build, build_waiting, freeze, making
from publication.models import Release
from stories import actions
from tests.dying import killed_at, killed_before_statement
from tests.factories import TODAY
from tests.faults.standing import Standing
from tests.publication.booklets.making import files_with

STEPS = [("STEPS", place) for place in range(len(making.STEPS) + 1)]
STEPS += [("PUBLISHING", place) for place in range(len(making.PUBLISHING) + 1)]
# After everything lies in its place and before the rows say so.
ALWAYS = ("PUBLISHING", len(making.PUBLISHING))


def each_step() -> list:
    return [pytest.param(*step, marks=() if step == ALWAYS else pytest.mark.proof) for step in STEPS]


def run_again(standing: Standing) -> None:
    build_waiting(standing.page.edition, day=TODAY)


WAYS = {
    "a reader comes": Standing.a_reader_comes,
    "the day comes": Standing.the_day_comes,
    "it is run again": run_again,
}


def nobody_builds(release, day):
    """The child that a test lets die is the only builder."""


def dies(standing: Standing, steps: str, place: int) -> None:
    release = Release.objects.waiting().get()
    killed_at(making, steps, place, lambda: build(release=release, day=TODAY))


@pytest.fixture
def freshly_frozen(standing, settings) -> Standing:
    """The editors want the next release; it holds both families, as the one before."""
    settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    freeze(page=standing.page, user=None)
    return standing


@pytest.fixture
def stopped(standing, settings) -> Standing:
    """One family has said no, and the release without her is about to be built."""
    settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    consent.stop(agreement=standing.leaving.version.agreement, today=TODAY)
    return standing


@pytest.mark.parametrize(("steps", "place"), each_step())
def test_she_deletes_while_the_remains_of_a_build_hold_her_words(freshly_frozen, settings, steps, place):
    dies(freshly_frozen, steps, place)
    assert freshly_frozen.shows(freshly_frozen.leaving)[0]  # nobody has said no to anything yet
    actions.erase(contribution=freshly_frozen.leaving.contribution, today=TODAY)
    freshly_frozen.assert_gone(freshly_frozen.leaving)
    freshly_frozen.assert_closed()
    settings.RELEASE_BUILDER = "publication.actions.starting.here"
    freshly_frozen.the_day_comes()
    freshly_frozen.assert_whole()


@pytest.mark.proof
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("steps", "place"), STEPS)
def test_a_build_after_a_no_that_dies_leaves_the_no_and_is_finished(stopped, settings, steps, place, way):
    dies(stopped, steps, place)
    stopped.assert_closed()
    settings.RELEASE_BUILDER = "publication.actions.starting.here"
    WAYS[way](stopped)
    stopped.the_day_comes()
    stopped.assert_whole()
    assert files_with(stopped.leaving.words["cleared"]) == []


@pytest.mark.proof
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("steps", "place"), STEPS)
def test_a_build_that_dies_leaves_readers_what_they_had_until_it_is_finished(
    freshly_frozen, settings, steps, place, way
):
    dies(freshly_frozen, steps, place)
    freshly_frozen.assert_nothing_is_lost()
    settings.RELEASE_BUILDER = "publication.actions.starting.here"
    WAYS[way](freshly_frozen)
    freshly_frozen.the_day_comes()
    freshly_frozen.assert_nothing_is_lost(tidy=True)
    assert freshly_frozen.page.newest_release().number == 2


@pytest.mark.proof
def test_a_build_that_dies_at_any_statement_is_finished(stopped, settings, again):
    standing, number = stopped, 1
    release = Release.objects.waiting().get()
    while killed_before_statement(number, lambda: build(release=release, day=TODAY)):  # noqa: B023  called at once
        standing.assert_closed()
        settings.RELEASE_BUILDER = "publication.actions.starting.here"
        standing.the_day_comes()
        standing.assert_whole()
        standing, number = again(), number + 5  # most of them lie in one transaction with the next
        settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
        consent.stop(agreement=standing.leaving.version.agreement, today=TODAY)
        release = Release.objects.waiting().get()
    assert number > 20
