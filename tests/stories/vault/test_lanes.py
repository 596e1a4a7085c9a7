"""Places for slow derivations: few at once over all processes, and never one kind waiting for another."""

import multiprocessing
import os
import signal
import threading
import time
from contextlib import ExitStack

import pytest

from stories.vault.lanes import Busy, Lanes


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "lanes"


def test_as_many_as_there_are_places_come_in_and_the_next_is_told_it_is_busy(folder):
    lanes = Lanes(folder)
    with lanes.place("send", 2), lanes.place("send", 2), pytest.raises(Busy), lanes.place("send", 2, patience=0.05):
        pass


def test_who_finds_no_place_is_told_so_within_a_second(folder):
    with Lanes(folder).place("send", 1):
        began = time.monotonic()
        with pytest.raises(Busy), Lanes(folder).place("send", 1):
            pass
        assert 0.9 < time.monotonic() - began < 5


def test_one_lane_never_waits_for_another(folder):
    lanes = Lanes(folder)
    with lanes.place("send", 1), lanes.place("return", 1, patience=0), lanes.place("reader", 1, patience=0):
        pass


def test_a_place_is_free_again_after_whatever_happened_in_it(folder):
    lanes = Lanes(folder)
    with pytest.raises(RuntimeError), lanes.place("send", 1):
        raise RuntimeError
    with lanes.place("send", 1, patience=0):
        pass


def test_who_waits_gets_the_place_that_comes_free(folder):
    lanes, came = Lanes(folder), []

    def wait():
        with lanes.place("send", 1, patience=30):
            came.append(True)

    with lanes.place("send", 1):
        waiting = threading.Thread(target=wait)
        waiting.start()
    waiting.join(30)
    assert came


def hold(folder, ready) -> None:
    with Lanes(folder).place("send", 1):
        ready.set()
        time.sleep(60)


def test_another_process_counts_too_and_its_place_is_free_when_it_is_killed(folder):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=hold, args=(folder, ready))
    other.start()
    try:
        assert ready.wait(60)
        with pytest.raises(Busy), Lanes(folder).place("send", 1, patience=0.05):
            pass
    finally:
        os.kill(other.pid, signal.SIGKILL)
        other.join(60)
    with Lanes(folder).place("send", 1, patience=5):
        pass


def test_a_folder_that_can_hold_nothing_keeps_nobody_out(folder):
    (folder / "send-0").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    with ExitStack() as inside:
        for _ in range(3):
            inside.enter_context(Lanes(folder).place("send", 1, patience=0))


def test_nothing_is_written_into_the_files(folder):
    with Lanes(folder).place("send", 2):
        assert all(file.stat().st_size == 0 for file in folder.iterdir())
