"""A disk breaks, and with it one copy of the slot file and of the no-list: one command writes both anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consent import actions, no_list
from stories import keys
from tests.factories import TODAY, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_disks(settings, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    settings.SLOT_FILES = (first / "a.slots", second / "b.slots")
    settings.NO_LIST_FILES = (first / "no-list", second / "no-list")
    keys.slots().create(slots=64)
    no_list.create()
    return first, second


@pytest.fixture
def stopped(two_disks):
    version = make_version()
    actions.stop(agreement=version.agreement, today=TODAY)
    return version


def lose(disk) -> None:
    for path in disk.iterdir():
        path.unlink()


def replace(folder) -> str:
    said = StringIO()
    call_command("replace_lost_copy", str(folder), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("broken", [0, 1])
def test_both_files_are_written_anew_and_say_what_they_said(two_disks, stopped, broken, settings):
    kept = {path.name: path.read_bytes() for path in two_disks[1 - broken].iterdir()}
    key = stopped.agreement.tag("words")
    lose(two_disks[broken])
    said = replace(two_disks[broken])
    assert [path.read_bytes() for path in settings.SLOT_FILES] == [kept[settings.SLOT_FILES[1 - broken].name]] * 2
    assert [path.read_bytes() for path in settings.NO_LIST_FILES] == [kept["no-list"]] * 2
    assert said.count("written anew") == 2 and "on one disk" in said
    assert stopped.agreement.tag("words") == key
    assert keys.slots().repair() == no_list.mend() == 0
    make_version("The stair")  # something new can be sealed again


def test_twice_does_no_harm(two_disks, stopped):
    lose(two_disks[1])
    replace(two_disks[1])
    assert "Nothing was lost" in replace(two_disks[1])


def test_a_disk_that_is_only_away_is_not_papered_over(two_disks, stopped):
    lose(two_disks[1])
    two_disks[1].rmdir()
    with pytest.raises(CommandError, match="Mount the new disk"):
        replace(two_disks[1])
    assert not two_disks[1].exists()


def test_the_folder_must_be_the_one_that_was_lost(two_disks, stopped, tmp_path):
    lose(two_disks[1])
    with pytest.raises(CommandError, match="is missing, and not only"):
        replace(two_disks[0])
    assert not list(two_disks[1].iterdir())


def test_with_no_copy_left_nothing_is_made_up(two_disks, stopped):
    for disk in two_disks:
        lose(disk)
    with pytest.raises(CommandError, match="No copy is left"):
        replace(two_disks[1])
    assert not list(two_disks[1].iterdir())


def test_a_no_list_that_alone_was_lost_is_replaced_alone(two_disks, stopped, settings):
    before = [path.read_bytes() for path in settings.SLOT_FILES]
    settings.NO_LIST_FILES[1].unlink()
    assert replace(two_disks[1]).count("written anew") == 1
    assert [path.read_bytes() for path in settings.SLOT_FILES] == before
    assert no_list.differ() is False
