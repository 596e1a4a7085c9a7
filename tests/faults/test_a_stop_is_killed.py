"""A stop dies after its no: nothing of hers is served from then on, and whoever comes next renews the booklet."""

import os

import pytest

from consent import actions, announcing, marks, no_list
from consent.models import DecisionDetail
from tests.dying import killed_after, killed_at, killed_before_statement
from tests.factories import TODAY
from tests.faults.standing import Standing
from tests.publication.booklets.making import files_with

AFTER = ["the no", "its line", "it was told"]
ALWAYS = ("the no", "a reader comes")


def nobody_builds(release, day):
    """A builder that dies with the process that asks for it."""


def stop(standing: Standing) -> None:
    actions.stop(agreement=standing.leaving.version.agreement, today=TODAY)


WAYS = {"a reader comes": Standing.a_reader_comes, "the day comes": Standing.the_day_comes, "it is run again": stop}


def each_way() -> list:
    return [
        pytest.param(place, way, marks=() if (after, way) == ALWAYS else pytest.mark.proof, id=f"after {after}, {way}")
        for place, after in enumerate(AFTER)
        for way in WAYS
    ]


@pytest.fixture
def standing(standing, settings):
    settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    return standing


def end_well(standing: Standing, settings, way=Standing.the_day_comes) -> None:
    settings.RELEASE_BUILDER = "publication.actions.starting.here"
    standing.assert_closed()
    way(standing)
    assert files_with(standing.leaving.words["cleared"]) == []
    standing.the_day_comes()
    standing.assert_whole()
    # A stop destroys nothing: she finds her words where they were, and every no of hers is on both disks.
    assert standing.leaving.visit().opened.read("body")["title"] == standing.leaving.words["title"]
    said = set(DecisionDetail.objects.exclude(mark="").values_list("mark", flat=True))
    assert said and said <= no_list.read().noted
    assert marks.mend() == 0 and not no_list.differ()


def test_each_step_has_its_name_here():
    assert len(AFTER) == len(announcing.STEPS) + 1


@pytest.mark.parametrize(("place", "way"), each_way())
def test_after_a_death_at_a_step_whoever_comes_next_renews_the_booklet(standing, settings, place, way):
    killed_at(announcing, "STEPS", place, lambda: stop(standing))
    end_well(standing, settings, WAYS[way])


@pytest.mark.proof
@pytest.mark.parametrize("disks", [1, 2])
def test_after_a_death_between_the_two_copies_of_the_list_both_say_it(standing, settings, disks):
    assert killed_after(os, "fsync", disks, lambda: stop(standing))
    assert no_list.differ() is (disks == 1)
    end_well(standing, settings)


@pytest.mark.proof
def test_a_stop_that_dies_before_its_no_is_on_the_disk_never_was_and_a_whole_one_is(standing, settings, again):
    number = 1
    while killed_before_statement(number, lambda: stop(standing)):  # noqa: B023  called at once
        if not standing.shows(standing.leaving)[0]:
            end_well(standing, settings)
        else:
            assert not DecisionDetail.objects.exclude(mark="").exists()
            standing.assert_nothing_is_lost()
        standing, number = again(), number + 1
        settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"
    assert number > 4
