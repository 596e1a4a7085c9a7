"""Slows down whoever guesses at a password or an unlock phrase. Right answers are never counted."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import ngettext

from stories.buckets import Buckets
from stories.sources import source


class TooManyGuesses(Exception):
    """There were too many wrong answers for this account from this place. The message says when to try again."""

    def __init__(self, seconds: float):
        minutes = max(1, round(seconds / 60))
        super().__init__(
            ngettext(
                "That was wrong too often. Wait %(minutes)d minute, then try again.",
                "That was wrong too often. Wait %(minutes)d minutes, then try again.",
                minutes,
            )
            % {"minutes": minutes}
        )


@contextmanager
def guess(request: HttpRequest, *, at: str, account: str) -> Iterator[None]:
    """One attempt, made inside the block; a wrong one leaves it by an exception.

    Counted by account and by the network it comes from, so that a stranger's guesses do not slow down a colleague
    elsewhere. Counted before the attempt, so that many at once are counted too. Raises `TooManyGuesses`.
    """
    name = f"{at}\n{source(request) or ''}\n{account.casefold()}"
    buckets = _buckets(settings.GUESSES_PER_HOUR)
    if wait := buckets.take(name):
        raise TooManyGuesses(wait)
    yield
    buckets.give_back(name)


@functools.lru_cache
def _buckets(per_hour: int) -> Buckets:
    return Buckets(per_hour)
