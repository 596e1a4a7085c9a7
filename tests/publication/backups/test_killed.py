"""A backup and a restore in a process that dies at each of their steps: run again they finish, and nothing leaks."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from consent import ledger
from consent.models import Agreement
from publication.backups import reading, writing
from publication.backups.parts import Kept
from publication.backups.reading import restore
from publication.backups.writing import back_up
from stories import actions
from stories.models import Contribution, Story
from tests.dying import killed, killed_after
from tests.publication.backups.installation import destroy_the_machine
from tests.publication.backups.test_writing import found_in
from tests.stories.journey.house import TODAY

WRITING = [step.name for step in writing.STEPS]
READING = [step.name for step in reading.STEPS]


def at(step: str, die: Callable[[], None]) -> Callable[[str], None]:
    return lambda name: die() if name == step else None


@pytest.mark.parametrize("step", WRITING)
def test_a_backup_that_is_killed_leaves_no_half_of_one_and_the_next_is_whole(small, tmp_path, step):
    shelf = tmp_path / "shelf"
    killed(lambda die: back_up(shelf, today=TODAY, tell=at(step, die)))
    there = sorted(path.name for path in shelf.glob("2*"))
    assert len(there) == (1 if step == WRITING[-1] else 0)
    words = [word for family in small.families.values() for word in family.words.values()]
    assert found_in(shelf, *words) == set()  # not in what it left lying, either
    folder, _head = back_up(shelf, today=TODAY)
    Kept(folder).check()
    assert sorted(path.name for path in shelf.iterdir()) == sorted([".lock", *there, folder.name])


@pytest.mark.short_proof
@pytest.mark.parametrize("file", range(1, 60, 7))
def test_a_backup_that_is_killed_in_the_middle_of_a_step_is_no_backup(small, tmp_path, file):
    """Dies after so many files have reached the disk."""
    assert killed_after(os, "fsync", file, lambda: back_up(tmp_path / "shelf", today=TODAY))
    assert not list((tmp_path / "shelf").glob("2*"))


@pytest.fixture
def destroyed(small, settings, tmp_path):
    """A backup, a deletion after it, and a new machine: what a restore needs, head and list."""
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    actions.erase(contribution=small.families["leaving"].contribution, today=TODAY)
    newest = ledger.head()
    kept = destroy_the_machine(small.home, settings)
    return {"folder": folder, "today": TODAY, "offered": kept.read_bytes(), "head": newest}


def assert_restored(small) -> None:
    staying, leaving = small.families["staying"], small.families["leaving"]
    assert staying.visit().opened.read("body")["title"] == staying.words["title"]
    assert Story.objects.get().title == staying.words["title"]
    assert leaving.visit() is None
    assert Agreement.objects.get(pk=leaving.version.agreement_id).state == Agreement.State.ERASED
    assert ledger.verify().whole


@pytest.mark.parametrize("step", READING)
def test_a_restore_that_is_killed_is_finished_by_running_it_again(small, destroyed, step):
    killed(lambda die: restore(**destroyed, tell=at(step, die)))
    assert not Contribution.objects.filter(pk=small.families["leaving"].contribution.pk).exists()
    if step != READING[-1]:  # after the last there is nothing left to do
        restore(**destroyed)
    assert_restored(small)


def test_a_restore_that_is_killed_while_it_fills_the_database_leaves_it_empty(small, destroyed):
    def act(die) -> None:
        def dying(execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "stories_storyversion"'):
                die()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(dying):
            restore(**destroyed)

    killed(act)
    assert not Contribution.objects.exists() and not Agreement.objects.exists()
    restore(**destroyed)
    assert_restored(small)


@pytest.mark.short_proof
@pytest.mark.parametrize("file", range(1, 14))
def test_a_restore_that_is_killed_between_two_files_is_finished_too(small, destroyed, file):
    """Dies after so many files have reached the disk: salt, pin, note, list and its two copies among them."""
    assert killed_after(os, "fsync", file, lambda: restore(**destroyed))
    restore(**destroyed)
    assert_restored(small)


def test_half_a_stored_file_that_a_kill_has_left_is_replaced(small, destroyed, settings):
    restored_to = Path(settings.MEDIA_ROOT) / "documents"
    restored_to.mkdir(parents=True)
    name = next(name for name, _data in Kept(destroyed["folder"]).below("media") if name.startswith("documents/"))
    (Path(settings.MEDIA_ROOT) / name).write_bytes(b"Dear sch")
    restore(**destroyed)
    assert (Path(settings.MEDIA_ROOT) / name).read_bytes() == b"Dear schools"
    assert len(list(restored_to.iterdir())) == 1


def test_every_step_is_named_once():
    for names in (WRITING, READING):
        assert len(set(names)) == len(names)
