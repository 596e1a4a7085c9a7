"""The machine's clock, at some moment or from some moment on. The clock is not code of ours."""

import datetime
from contextlib import contextmanager
from unittest import mock

import pytest
from django.utils import timezone

from tests.factories import TODAY

NOON = datetime.datetime.combine(TODAY, datetime.time(12), timezone.get_default_timezone())


@contextmanager
def clock(now: datetime.datetime):
    """The clock stands at `now`."""
    with mock.patch("django.utils.timezone.now", return_value=now):
        yield


@contextmanager
def clock_from(start: datetime.datetime):
    """The clock goes on from `start`."""
    real = timezone.now
    ahead = start - real()
    with mock.patch("django.utils.timezone.now", side_effect=lambda: real() + ahead):
        yield


@pytest.fixture(autouse=True)
def an_autumn_day():
    """The day on which the cast agrees, whatever the machine's calendar says: consent lapses in April."""
    with clock_from(NOON):
        yield
