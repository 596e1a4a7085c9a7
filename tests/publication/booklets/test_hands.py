"""Two hands make the files of a release; whoever waits for them gets every file, or the first trouble and quiet."""

import threading

import pytest

from consent.uses import Use
from publication.actions import hands
from publication.formats.files import BENCHES, Maker


def maker(name: str, bench: str) -> Maker:
    return Maker(name, Use.ONLINE, "text/plain", name.encode, bench)


ALL = [maker(f"{bench}-{number}", bench) for bench in BENCHES for number in range(3)]


def test_every_file_is_made_once_and_told_in_the_callers_own_thread():
    made, told = [], []
    hands.side_by_side(ALL, made.append, lambda one: told.append((one, threading.current_thread())))
    assert sorted(one.name for one in made) == sorted(one.name for one in ALL)
    assert {thread for _, thread in told} == {threading.current_thread()}
    assert sorted(one.name for one, _ in told) == sorted(one.name for one in made)


def test_files_that_share_work_are_made_one_after_the_other():
    made = []
    hands.side_by_side(ALL, made.append, lambda _one: None)
    for bench in BENCHES:
        assert [one.name for one in made if one.bench == bench] == [f"{bench}-{number}" for number in range(3)]


def test_after_a_trouble_nothing_is_begun_and_nothing_is_at_work_any_more():
    made = []

    def write(one: Maker) -> None:
        if one.name == "print-1":
            raise OSError("the disk is full")
        made.append(one.name)

    with pytest.raises(OSError, match="the disk is full"):
        hands.side_by_side(ALL, write, lambda _one: None)
    assert "print-2" not in made
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]


def test_when_telling_fails_the_hands_stop_too():
    def tell(_one: Maker) -> None:
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError, match="the database is away"):
        hands.side_by_side(ALL, lambda _one: None, tell)
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]
