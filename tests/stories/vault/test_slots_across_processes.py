"""Several processes at one slot file, and processes that die in the middle."""

import fcntl
import json
import os
import signal
import subprocess

import pytest

from stories.vault.shards import Slot, SlotErased, SlotFile

CLAIM_MANY = """
import json, sys
from stories.vault.shards import SlotFile
slots = SlotFile((sys.argv[1], sys.argv[2]))
made = [(slots.claim(bytes([int(sys.argv[3])]) * 32), n) for n in range(25)]
print(json.dumps([(slot.index, slot.tag.hex()) for slot, n in made]))
"""

# Dies by a signal nobody can catch, right after the n-th fsync; real fsyncs before.
DIE_AFTER = """
import os, signal, sys
from stories.vault.shards import Slot, SlotFile
real, left = os.fsync, [int(sys.argv[3])]
def fsync(file):
    real(file)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = fsync
slots = SlotFile((sys.argv[1], sys.argv[2]))
if sys.argv[4] == "claim":
    slots.claim(bytes.fromhex(sys.argv[5]))
else:
    slots.erase(Slot(int(sys.argv[5]), bytes.fromhex(sys.argv[6])))
"""
STEPS = {"between the two paths": 1, "after both paths": 2}
SECRET = bytes(range(50, 82))


def test_processes_that_claim_at_once_never_share_a_slot(slot_file, paths, in_another_process):
    processes = [in_another_process(CLAIM_MANY, *paths, number) for number in range(1, 5)]
    claimed = {}
    for number, process in enumerate(processes, start=1):
        for index, tag in json.loads(process.communicate(timeout=30)[0]):
            assert index not in claimed
            claimed[index] = (number, bytes.fromhex(tag))
    assert len(claimed) == 100
    for index, (number, tag) in claimed.items():
        assert slot_file.read(Slot(index, tag)) == bytes([number]) * 32
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_claim_waits_while_another_process_is_at_the_files(slot_file, paths, in_another_process):
    copies = [os.open(path, os.O_RDWR) for path in paths]
    try:
        for copy in copies:
            fcntl.flock(copy, fcntl.LOCK_EX)
        process = in_another_process(CLAIM_MANY, *paths, 1)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.7)
        assert paths[0].read_bytes().count(b"\1" * 32) == 0
    finally:
        for copy in copies:
            os.close(copy)
    assert process.wait(30) == 0
    assert paths[0].read_bytes().count(b"\1" * 32) == 25


def test_an_erasure_by_another_process_is_seen_at_once(slot_file, paths, in_another_process):
    slot = slot_file.claim(SECRET)
    assert slot_file.read(slot) == SECRET
    code = (
        "import sys; from stories.vault.shards import *;"
        "SlotFile(sys.argv[1:3]).erase(Slot(int(sys.argv[3]), bytes.fromhex(sys.argv[4])))"
    )
    assert in_another_process(code, *paths, slot.index, slot.tag.hex()).wait(30) == 0
    with pytest.raises(SlotErased):
        slot_file.read(slot)


@pytest.mark.parametrize("step", STEPS)
def test_a_claim_killed_leaves_two_equal_files_after_the_next_act(slot_file, paths, in_another_process, step):
    process = in_another_process(DIE_AFTER, *paths, STEPS[step], "claim", SECRET.hex())
    assert process.wait(30) == -signal.SIGKILL
    first, second = (path.read_bytes() for path in paths)
    assert SECRET in first
    assert (SECRET in second) is (step == "after both paths")
    slot = slot_file.claim(bytes(32))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes().count(SECRET) == 1
    assert slot_file.read(slot) == bytes(32)


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_killed_reads_as_erased_and_is_finished_by_repair(slot_file, paths, in_another_process, step):
    slot = slot_file.claim(SECRET)
    process = in_another_process(DIE_AFTER, *paths, STEPS[step], "erase", slot.index, slot.tag.hex())
    assert process.wait(30) == -signal.SIGKILL
    assert (SECRET in paths[1].read_bytes()) is (step == "between the two paths")
    with pytest.raises(SlotErased):
        slot_file.read(slot)
    assert slot_file.repair() == (1 if step == "between the two paths" else 0)
    assert not any(SECRET in path.read_bytes() for path in paths)


def test_an_erasure_killed_is_finished_by_doing_it_again(slot_file, paths, in_another_process):
    slot = slot_file.claim(SECRET)
    in_another_process(DIE_AFTER, *paths, 1, "erase", slot.index, slot.tag.hex()).wait(30)
    slot_file.erase(slot)
    assert not any(SECRET in path.read_bytes() for path in paths)


@pytest.mark.parametrize("step", STEPS)
def test_a_doubling_killed_keeps_every_slot(paths, in_another_process, step):
    slots = SlotFile(paths)
    slots.create(slots=8)
    kept = {slots.claim(bytes([number]) * 32): bytes([number]) * 32 for number in range(6)}
    in_another_process(DIE_AFTER, *paths, STEPS[step], "claim", SECRET.hex()).wait(30)
    sizes = [path.stat().st_size for path in paths]
    assert sizes == ([64 * 17, 64 * 9] if step == "between the two paths" else [64 * 17] * 2)
    slots.claim(bytes(32))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert {slot: slots.read(slot) for slot in kept} == kept
