"""Secrets in slots: read by their tag, erased for good, never where another's lay."""

import os
import shutil
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stories.vault import slot_layout as layout
from stories.vault.shards import NotASlotFile, PathMissing, Slot, SlotErased, SlotFile, SlotMissing
from stories.vault.slot_copy import LEVEL_NS

SECRET = bytes(range(100, 132))


def both(paths):
    return [path.read_bytes() for path in paths]


def test_a_secret_is_read_back_and_lies_in_both_files(slot_file, paths):
    slot = slot_file.claim(SECRET)
    assert slot_file.read(slot) == SECRET
    assert all(SECRET in content for content in both(paths))
    assert len(set(both(paths))) == 1


def test_an_erased_secret_is_in_neither_file_and_neither_is_its_tag(slot_file, paths):
    slot = slot_file.claim(SECRET)
    slot_file.erase(slot)
    assert not any(SECRET in content or slot.tag in content for content in both(paths))
    with pytest.raises(SlotErased):
        slot_file.read(slot)


def test_erasing_again_changes_nothing(slot_file, paths):
    slot = slot_file.claim(SECRET)
    slot_file.erase(slot)
    before = both(paths)
    slot_file.erase(slot)
    assert both(paths) == before


def test_an_erased_slot_is_never_used_again(slot_file):
    gone = set()
    for _ in range(200):
        slot = slot_file.claim(SECRET)
        assert slot.index not in gone
        slot_file.erase(slot)
        gone.add(slot.index)


def test_the_file_doubles_and_keeps_what_it_holds(slot_file, paths):
    before = paths[0].stat().st_size
    kept = {slot_file.claim(os.urandom(32)): None for _ in range(200)}
    assert paths[0].stat().st_size == paths[1].stat().st_size == 64 + (before - 64) * 8
    assert len({slot.index for slot in kept}) == len({slot_file.read(slot) for slot in kept}) == 200


def test_another_tag_reads_and_erases_nothing(slot_file):
    slot = slot_file.claim(SECRET)
    stranger = Slot(slot.index, bytes(16))
    with pytest.raises(SlotMissing):
        slot_file.read(stranger)
    with pytest.raises(SlotMissing):
        slot_file.erase(stranger)
    assert slot_file.read(slot) == SECRET


@pytest.mark.parametrize("index", [64, 10**9])
def test_a_place_outside_the_file_is_missing(slot_file, index):
    with pytest.raises(SlotMissing):
        slot_file.read(Slot(index, bytes(16)))
    with pytest.raises(SlotMissing):
        slot_file.erase(Slot(index, bytes(16)))


def test_places_say_nothing_about_order(paths):
    found = SlotFile(paths)
    found.create(slots=512)
    places = [found.claim(SECRET).index for _ in range(100)]
    rises = sum(one < other for one, other in zip(places, places[1:], strict=False))
    assert 25 < rises < 75
    assert max(places) > 256


@pytest.mark.parametrize("away", [0, 1])
def test_a_missing_path_refuses_a_claim_by_its_name(slot_file, paths, away):
    slot = slot_file.claim(SECRET)
    paths[away].rename(paths[away].with_suffix(".away"))
    with pytest.raises(PathMissing) as caught:
        slot_file.claim(SECRET)
    assert caught.value.path == paths[away] and str(paths[away]) in str(caught.value)
    assert slot_file.read(slot) == SECRET


@pytest.mark.parametrize("away", [0, 1])
def test_an_erasure_made_while_a_path_was_away_wins_when_it_comes_back(slot_file, paths, away):
    slot = slot_file.claim(SECRET)
    aside = paths[away].with_suffix(".away")
    paths[away].rename(aside)
    with pytest.raises(PathMissing):
        slot_file.erase(slot)
    with pytest.raises(SlotErased):
        slot_file.read(slot)
    aside.rename(paths[away])
    with pytest.raises(SlotErased):
        slot_file.read(slot)
    slot_file.repair()
    assert not any(SECRET in content for content in both(paths))


def test_with_both_paths_missing_even_reading_says_so(slot_file, paths):
    slot = slot_file.claim(SECRET)
    for path in paths:
        path.unlink()
    for act in (lambda: slot_file.read(slot), lambda: slot_file.erase(slot), lambda: slot_file.claim(SECRET)):
        with pytest.raises(PathMissing):
            act()


@pytest.mark.parametrize("away", [0, 1])
def test_a_lost_copy_is_written_anew_only_when_asked(slot_file, paths, away):
    slot = slot_file.claim(SECRET)
    paths[away].unlink()
    for act in (slot_file.repair, slot_file.create):
        with pytest.raises(PathMissing):
            act()
    assert slot_file.replace_missing() == paths[away]
    assert len(set(both(paths))) == 1
    assert slot_file.replace_missing() is None
    assert slot_file.read(slot) == SECRET


@pytest.mark.parametrize("spoilt", [0, 1])
def test_damage_in_one_copy_is_mended_from_the_other(slot_file, paths, spoilt):
    slots = [slot_file.claim(os.urandom(32)) for _ in range(10)]
    secrets = [slot_file.read(slot) for slot in slots]
    content = bytearray(paths[spoilt].read_bytes())
    for slot in slots:
        content[64 + slot.index * 64 + 20] ^= 1
    paths[spoilt].write_bytes(content)
    assert [slot_file.read(slot) for slot in slots] == secrets
    assert slot_file.repair() == 10
    assert slot_file.repair() == 0
    assert len(set(both(paths))) == 1


def test_a_slot_damaged_in_both_copies_is_neither_read_nor_taken_for_empty(slot_file, paths):
    for path in paths:
        path.write_bytes(path.read_bytes()[:64] + bytes(64 * 64))
    assert all(slot_file.claim(SECRET).index >= 64 for _ in range(5)), "only in what the file grew by"
    with pytest.raises(SlotMissing):
        slot_file.read(Slot(3, bytes(16)))


def test_a_slot_copied_to_another_place_is_damaged_there(slot_file, paths):
    slot = slot_file.claim(SECRET)
    other = (slot.index + 1) % 64
    for path in paths:
        content = bytearray(path.read_bytes())
        content[64 + other * 64 : 128 + other * 64] = content[64 + slot.index * 64 : 128 + slot.index * 64]
        path.write_bytes(content)
    with pytest.raises(SlotMissing):
        slot_file.read(Slot(other, slot.tag))


def test_two_files_of_different_installations_are_refused(slot_file, paths, tmp_path):
    other = SlotFile((tmp_path / "x", tmp_path / "y"))
    other.create(slots=64)
    shutil.copy(tmp_path / "y", paths[1])
    with pytest.raises(NotASlotFile):
        slot_file.claim(SECRET)
    paths[1].write_bytes(b"something else")
    with pytest.raises(NotASlotFile):
        slot_file.repair()


def test_one_path_twice_is_no_mirror(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with pytest.raises(NotASlotFile):
        SlotFile((tmp_path / "file", tmp_path / "link"))


def test_creating_again_keeps_what_is_there(slot_file):
    slot = slot_file.claim(SECRET)
    slot_file.create(slots=8)
    assert slot_file.read(slot) == SECRET


def test_file_times_tell_nothing_and_files_are_private(slot_file, paths):
    slot = slot_file.claim(SECRET)
    slot_file.read(slot)
    slot_file.erase(slot_file.claim(SECRET))
    slot_file.read(slot)
    for path in paths:
        found = path.stat()
        assert found.st_mtime_ns == LEVEL_NS
        assert found.st_atime_ns == LEVEL_NS
        assert stat.S_IMODE(found.st_mode) == 0o600


def test_slots_take_their_room_on_the_disk_beforehand(slot_file, paths):
    before = [path.stat().st_blocks for path in paths]
    assert all(blocks * 512 >= path.stat().st_size for blocks, path in zip(before, paths, strict=True))
    slot_file.erase(slot_file.claim(SECRET))
    assert [path.stat().st_blocks for path in paths] == before


def test_a_secret_that_is_not_thirty_two_bytes_is_refused(slot_file):
    with pytest.raises(ValueError, match="32"):
        slot_file.claim(b"short")


contents = st.sampled_from(layout.State).flatmap(
    lambda state: st.builds(
        layout.Content, st.just(state), st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32)
    )
)


@given(st.integers(0, 10**6), contents)
def test_a_slot_reads_as_it_was_written(index, content):
    raw = layout.encode(index, content)
    assert len(raw) == layout.SIZE
    assert layout.decode(index, raw) == (content if content.state else layout.DAMAGED)
    assert layout.decode(index + 1, raw) == layout.DAMAGED


@given(st.integers(0, 10**6), contents, contents)
def test_states_join_in_one_way_whichever_copy_comes_first(index, one, other):
    raws = [layout.encode(index, one), layout.encode(index, other)]
    joined = layout.decode(index, layout.join(index, raws)).state
    assert joined == layout.decode(index, layout.join(index, raws[::-1])).state == max(one.state, other.state)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.sampled_from(["claim", "erase", "spoil", "repair"]), st.integers(0, 99)), max_size=30)
)
def test_whatever_happens_live_secrets_are_read_and_erased_ones_never(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("acts")
    paths = (folder / "a", folder / "b")
    found = SlotFile(paths)
    found.create(slots=8)
    live, erased = {}, []
    for act, number in acts:
        if act == "claim":
            secret = os.urandom(32)
            live[found.claim(secret)] = secret
        elif act == "erase" and live:
            slot = list(live)[number % len(live)]
            found.erase(slot)
            erased.append((slot, live.pop(slot)))
        elif act == "spoil" and live:
            slot = list(live)[number % len(live)]
            with open(paths[number % 2], "r+b") as file:
                file.seek(64 + slot.index * 64 + number % 64)
                file.write(b"\xff")
            found.repair()
        elif act == "repair":
            found.repair()
    assert all(found.read(slot) == secret for slot, secret in live.items())
    for slot, secret in erased:
        with pytest.raises((SlotErased, SlotMissing)):
            found.read(slot)
        assert not any(secret in content for content in both(paths))
