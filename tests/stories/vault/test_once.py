"""A double press, a lost answer, a page sent again tomorrow: one contribution, and the words for half an hour."""

import os
import threading

import pytest

from stories.vault.once import AlreadyAnswered, Once

NONCE = b"nonce of one page"
MINUTE, DAY = 60, 86_400


class Clock:
    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def once(tmp_path, clock):
    return Once(tmp_path / "once", clock)


def test_before_the_first_answer_there_is_none(once):
    assert once.first(NONCE) is None


def test_the_first_answer_is_shown_again_and_a_second_one_changes_nothing(once):
    once.keep(NONCE, b"first")
    once.keep(NONCE, b"second")
    assert once.first(NONCE) == once.first(NONCE) == b"first"
    assert once.first(b"another nonce") is None


def test_after_half_an_hour_the_answer_is_gone_and_nothing_is_made_twice(once, clock, tmp_path):
    once.keep(NONCE, b"first")
    clock.now += 30 * MINUTE
    assert once.first(NONCE) == b"first"
    clock.now += 1
    with pytest.raises(AlreadyAnswered):
        once.first(NONCE)
    assert all(path.stat().st_size == 0 for path in (tmp_path / "once").iterdir() if path.is_file())


def test_words_written_down_are_wiped_at_once(once, clock):
    once.keep(NONCE, b"first")
    once.forget(NONCE)
    for _ in range(3):
        with pytest.raises(AlreadyAnswered):
            once.first(NONCE)
        clock.now += 12 * 3600
    once.keep(NONCE, b"again")
    with pytest.raises(AlreadyAnswered):
        once.first(NONCE)


def test_a_wiped_answer_is_overwritten_first(once, tmp_path):
    once.keep(NONCE, b"first")
    (kept,) = (path for path in (tmp_path / "once").iterdir() if path.is_file())
    os.link(kept, tmp_path / "link")
    once.forget(NONCE)
    assert set((tmp_path / "link").read_bytes()) == {0}


def test_marks_are_dropped_after_two_days_and_say_only_the_day(once, clock, tmp_path):
    once.keep(NONCE, b"first")
    once.forget(NONCE)
    (mark,) = (path for path in (tmp_path / "once").iterdir() if path.is_file())
    assert mark.stat().st_mtime % DAY == 0
    clock.now += 4 * DAY
    once.sweep()
    assert not mark.exists()


def test_the_folder_alone_opens_nothing(once, tmp_path):
    once.keep(NONCE, b"seven secret words")
    (kept,) = (path for path in (tmp_path / "once").iterdir() if path.is_file())
    for secret in (b"seven secret words", NONCE, NONCE.hex().encode()):
        assert secret not in kept.read_bytes() and secret not in kept.name.encode()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_two_presses_at_once_take_turns(once):
    made = []

    def press():
        with once.turn(NONCE):
            if once.first(NONCE) is None:
                made.append(1)
                once.keep(NONCE, b"words")

    presses = [threading.Thread(target=press) for _ in range(12)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert made == [1]
    assert once.first(NONCE) == b"words"


def test_an_answer_spoilt_on_the_way_is_not_taken_for_none(once, tmp_path):
    once.keep(NONCE, b"first")
    (kept,) = (path for path in (tmp_path / "once").iterdir() if path.is_file())
    os.truncate(kept, 20)
    with pytest.raises(AlreadyAnswered):
        once.first(NONCE)
