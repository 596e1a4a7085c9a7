"""A secret can be destroyed while one of its two disks is away."""

import pytest

from stories import keys
from stories.vault.shards import PathMissing, SlotErased

SECRET = bytes(range(32))


@pytest.fixture
def two_disks(settings, tmp_path):
    settings.SLOT_FILES = (tmp_path / "first" / "slots", tmp_path / "second" / "slots")
    for path in settings.SLOT_FILES:
        path.parent.mkdir()
    keys.slots().create()
    return settings.SLOT_FILES


def test_a_deletion_does_not_wait_for_a_disk_that_is_away(two_disks):
    slot = keys.slots().claim(SECRET)
    away = two_disks[1].rename(two_disks[1].with_name("away"))
    keys.erase_slot(slot)
    with pytest.raises(SlotErased):
        keys.slots().read(slot)
    away.rename(two_disks[1])
    keys.slots().repair()
    assert SECRET not in two_disks[1].read_bytes()


def test_a_deletion_that_reached_no_disk_says_so(two_disks):
    slot = keys.slots().claim(SECRET)
    for path in two_disks:
        path.rename(path.with_name("away"))
    with pytest.raises(PathMissing):
        keys.erase_slot(slot)
