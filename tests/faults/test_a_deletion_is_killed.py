"""A deletion dies at each of its steps: the rule says no, nothing of hers is served, and whoever comes next ends it."""

import os

import pytest

from consent import actions as consent
from stories import actions
from stories.actions import leaving
from stories.actions.leaving import ERASING
from stories.models import Contribution
from stories.querysets import ContributionQuerySet
from tests.dying import killed_after, killed_at, killed_before_statement
from tests.factories import TODAY
from tests.faults.standing import Standing


def nobody_builds(release, day):
    """A builder that dies with the process that asks for it."""


def erase(standing: Standing) -> None:
    actions.erase(contribution=standing.leaving.contribution, today=TODAY)


WAYS = {
    "a reader comes": Standing.a_reader_comes,
    "she comes back": Standing.she_comes_back,
    "the day comes": Standing.the_day_comes,
    "it is run again": erase,
}
# One of each kind in the ordinary tests, all of them in the proofs.
ALWAYS = {("the key", "a reader comes"), ("the no", "she comes back")}
AFTER = ["nothing", "the no", "it is closed", "the releases", "the pictures", "the key", "nothing is left", "drafts"]
AFTER += ["the rows", "changes of keys", "what rows left", "the decisions", "what decisions left"]


def each_way() -> list:
    found = []
    for place, after in enumerate(AFTER):
        for way in WAYS:
            marks = () if (after, way) in ALWAYS else pytest.mark.proof
            found.append(pytest.param(place, way, marks=marks, id=f"after {after}, {way}"))
    return found


@pytest.fixture
def standing(standing, settings):
    settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    return standing


def end_well(standing: Standing, settings, way=Standing.the_day_comes) -> None:
    """Whoever comes next is shown nothing of hers and leaves nothing of hers; a day later all is whole."""
    settings.RELEASE_BUILDER = "publication.actions.starting.here"
    standing.assert_closed()
    way(standing)
    standing.assert_gone(standing.leaving)
    standing.the_day_comes()
    standing.assert_whole()


def test_each_step_has_its_name_here():
    assert len(AFTER) == len(ERASING) + 1


@pytest.mark.parametrize(("place", "way"), each_way())
def test_after_a_death_at_a_step_whoever_comes_next_finishes(standing, settings, place, way):
    killed_at(leaving, "ERASING", place, lambda: erase(standing))
    if not place:  # nothing was done, and she presses again
        assert standing.leaving.visit()
        erase(standing)
    end_well(standing, settings, WAYS[way])


# Each is written on one disk and then on the other. The third is one path of the slot file without its mirror.
DISKS = ["no", "no, mirror", "key", "key, mirror", "decisions", "decisions, mirror", "list", "list, mirror"]


@pytest.mark.parametrize(
    "files",
    [pytest.param(n, marks=() if n == 3 else pytest.mark.proof, id=name) for n, name in enumerate(DISKS, 1)],
)
def test_after_a_death_between_two_disks_it_is_finished(standing, settings, files):
    """Both paths of the slot file, for both keys, and both of the no-list."""
    assert killed_after(os, "fsync", files, lambda: erase(standing))
    end_well(standing, settings)


def test_one_that_cannot_be_finished_holds_up_no_other(standing, monkeypatch):
    for family in (standing.leaving, standing.asked):
        consent.begin_erasing(family.contribution.agreement)

    def stuck(work) -> None:
        if work.contribution == standing.leaving.contribution:
            raise PermissionError

    monkeypatch.setattr(leaving, "ERASING", (stuck, *ERASING))
    with pytest.raises(PermissionError):
        actions.finish_erasing(today=TODAY)
    standing.assert_gone(standing.asked)
    assert Contribution.objects.half_erased().get() == standing.leaving.contribution


def test_one_that_begins_while_others_are_finished_is_not_forgotten_before_its_words(standing, monkeypatch):
    monkeypatch.setattr(ContributionQuerySet, "half_erased", lambda found: found.none())
    consent.begin_erasing(standing.leaving.contribution.agreement)
    actions.finish_erasing(today=TODAY)
    monkeypatch.undo()
    assert Contribution.objects.half_erased().get() == standing.leaving.contribution


@pytest.mark.proof
@pytest.mark.parametrize("name", ["unlink", "rmdir"])
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_after_a_death_between_two_files_it_is_finished(standing, settings, name, times):
    assert killed_after(os, name, times, lambda: erase(standing)) or name == "rmdir"
    end_well(standing, settings)


@pytest.mark.proof
def test_after_a_death_at_any_statement_it_is_finished(standing, settings, again):
    number = 1
    while killed_before_statement(number, lambda: erase(standing)):  # noqa: B023  called at once
        if not standing.leaving.visit():
            end_well(standing, settings)
        standing, number = again(), number + 6  # most of them lie in one transaction with the next
        settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    assert number > 40
