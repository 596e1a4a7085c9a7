"""Buckets that slow down whoever asks too often, and lock nobody out. Pure, but for the clock.

Each name has a bucket with so many turns in it. A turn comes back evenly over the hour, so an empty bucket means a
wait and never an end; asking again while it is empty makes the wait no longer.

A name may be somebody's address. It is kept only as a hash under a salt that this process made for itself and tells
nobody; it is in memory alone, and goes with the process, or when `most` others came after it.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

HOUR = 3600


class Buckets:
    """`per_hour` turns for each name at once, and as many again over the next hour. With 0 there is no limit."""

    def __init__(self, per_hour: int, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic):
        self._per_hour = per_hour
        self._most = most
        self._clock = clock
        self._salt = secrets.token_bytes(32)
        self._held: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str) -> float:
        """0 when a turn was taken; else the seconds until there is one, and nothing is taken."""
        if not self._per_hour:
            return 0.0
        with self._lock:
            key, turns, now = self._look(name)
            if turns < 1:
                return (1 - turns) * HOUR / self._per_hour
            self._put(key, turns - 1, now)
            return 0.0

    def give_back(self, name: str) -> None:
        """The turn was not used after all."""
        if not self._per_hour:
            return
        with self._lock:
            key, turns, now = self._look(name)
            self._put(key, min(turns + 1, self._per_hour), now)

    def __len__(self) -> int:
        return len(self._held)

    def _look(self, name: str) -> tuple[bytes, float, float]:
        key = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=16).digest()
        now = self._clock()
        turns, since = self._held.get(key, (self._per_hour, now))
        return key, min(self._per_hour, turns + (now - since) * self._per_hour / HOUR), now

    def _put(self, key: bytes, turns: float, now: float) -> None:
        self._held[key] = (turns, now)
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
