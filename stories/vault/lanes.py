"""Lanes for the slow derivations: each kind has a few places, counted over all processes of the server.

Threat: a flood of one kind takes all memory, or all processors, and nobody can come back to stop or delete. So
sending, returning and unlocking never wait for each other, and whoever finds no place is told so within a second.

A place is a lock on a file in the volatile folder. The kernel lets go of it when its holder ends, however it ends,
so no crash leaves a place taken. Nothing is written into the files.
"""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .volatile import Volatile

PATIENCE = 1.0
_PAUSE = 0.005


class Busy(Exception):
    """Too much is asked at this moment. `seconds` says after how long it is worth asking again."""

    def __init__(self, seconds: float = 5):
        super().__init__("There is too much to do at this moment.")
        self.seconds = max(1, round(seconds))


class Lanes:
    def __init__(self, folder: Path):
        self._files = Volatile(folder)

    @contextmanager
    def place(self, lane: str, places: int, *, patience: float = PATIENCE) -> Iterator[None]:
        """Holds one of the lane's places. Raises Busy when none comes free within `patience` seconds."""
        held = self._wait([f"{lane}-{number}" for number in range(places)], time.monotonic() + patience)
        try:
            yield
        finally:
            if held is not None:
                os.close(held)

    def _wait(self, names: list[str], give_up: float) -> int | None:
        # Not all at the same door: each looks at the places in an order of its own.
        random.shuffle(names)
        while True:
            for name in names:
                try:
                    file = self._open(name)
                except OSError:
                    # A full folder must not keep anybody from leaving. The server's threads are few as well.
                    return None
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(file)
                else:
                    return file
            if time.monotonic() >= give_up:
                raise Busy
            time.sleep(_PAUSE)

    def _open(self, name: str) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            return os.open(self._files.folder / name, flags, 0o600)
        except FileNotFoundError:
            return os.open(self._files.prepare() / name, flags, 0o600)
