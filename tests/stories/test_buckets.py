"""Buckets slow down, forget, and lock nobody out."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.buckets import HOUR, Buckets


class Clock:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def taken(buckets: Buckets, name: str, tries: int) -> int:
    return sum(buckets.take(name) == 0 for _ in range(tries))


def test_as_many_as_are_allowed_pass_at_once_and_the_next_is_told_how_long_to_wait(clock):
    buckets = Buckets(6, clock=clock)
    assert taken(buckets, "a library", 10) == 6
    assert buckets.take("a library") == pytest.approx(HOUR / 6)


def test_after_the_wait_that_was_told_there_is_a_turn(clock):
    buckets = Buckets(6, clock=clock)
    taken(buckets, "a library", 6)
    clock.now += buckets.take("a library")
    assert taken(buckets, "a library", 2) == 1


def test_asking_again_while_it_is_empty_makes_the_wait_no_longer(clock):
    buckets = Buckets(6, clock=clock)
    taken(buckets, "a library", 1000)
    assert buckets.take("a library") == pytest.approx(HOUR / 6)


def test_one_name_takes_no_turn_of_another(clock):
    buckets = Buckets(2, clock=clock)
    taken(buckets, "a flood", 50)
    assert taken(buckets, "a parent", 2) == 2


def test_a_turn_that_was_not_used_can_be_given_back_and_no_more_than_were_taken(clock):
    buckets = Buckets(2, clock=clock)
    buckets.take("one")
    for _ in range(5):
        buckets.give_back("one")
    assert taken(buckets, "one", 5) == 2


def test_with_nought_there_is_no_limit_and_nothing_is_remembered():
    buckets = Buckets(0)
    assert taken(buckets, "anybody", 1000) == 1000
    buckets.give_back("anybody")
    assert len(buckets) == 0


def test_no_more_names_are_remembered_than_there_is_room_for(clock):
    buckets = Buckets(1, most=10, clock=clock)
    for number in range(1000):
        buckets.take(f"source {number}")
    assert len(buckets) == 10
    assert taken(buckets, "source 999", 1) == 0, "the newest are remembered"


def test_an_address_is_in_nothing_that_a_bucket_remembers(clock):
    buckets, other = Buckets(3, clock=clock), Buckets(3, clock=clock)
    for each in (buckets, other):
        each.take("81.2.69.160")
    assert b"81.2.69.160" not in pickle.dumps((buckets._held, buckets._salt))
    assert set(buckets._held) != set(other._held), "each process has a salt of its own"


@given(st.integers(1, 50), st.lists(st.tuples(st.floats(0, 600), st.integers(0, 20)), max_size=20))
def test_never_more_than_a_bucketful_and_what_came_back_since(per_hour, visits):
    clock = Clock()
    buckets, passed = Buckets(per_hour, clock=clock), 0
    for pause, tries in visits:
        clock.now += pause
        passed += taken(buckets, "one", tries)
    assert passed <= per_hour + clock.now * per_hour / HOUR + 1e-6
