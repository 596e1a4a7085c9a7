"""The first answer to a nonce, kept for half an hour: a lost answer or a double press makes nothing twice.

The answer holds return words, the most secret thing the server ever has. So it lies in the volatile folder
only, encrypted under a key made from the nonce, which is in the parent's page (itself sealed) and nowhere
here: the folder alone opens nothing. After half an hour, or when the parent says they have written the words
down, the answer is wiped and an empty mark remains, so that the page sent again is told "already sent".

Marks are dropped after two days. The nonce's token must therefore be refused when older than `NONCE_SECONDS`.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .envelope import Refused, decrypt, encrypt
from .volatile import Volatile

KEEP_SECONDS = 30 * 60
NONCE_SECONDS = 24 * 60 * 60
_MARK_SECONDS = 2 * 24 * 60 * 60


class AlreadyAnswered(Exception):
    """This nonce had its answer, which is gone by now. Nothing may be made for it again."""


class Once:
    """Ask inside `turn`, so that two presses at the same moment come one after the other:

    with once.turn(nonce):
        answer = once.first(nonce)      # bytes: show them again; AlreadyAnswered: say so
        if answer is None:
            answer = make_it()          # commit first, keep after
            once.keep(nonce, answer)
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time):
        self._files = Volatile(folder)
        self._turns = Volatile(Path(folder) / "turns")
        self._clock = clock

    @contextmanager
    def turn(self, nonce: bytes) -> Iterator[None]:
        """Holds back others with this nonce. One of 256 lock files, which stay: a removed lock file locks nobody."""
        name = _name(nonce)[:2]
        self._turns.write_new(name, b"")
        file = os.open(self._turns.folder / name, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def first(self, nonce: bytes) -> bytes | None:
        """The kept answer; None when there was none yet; AlreadyAnswered when there was."""
        self.sweep()
        sealed = self._files.read(_name(nonce))
        if sealed is None:
            return None
        if not sealed:
            raise AlreadyAnswered("This was already sent.")
        try:
            return decrypt(_key(nonce), sealed, bound=b"pp once")
        except Refused:
            raise AlreadyAnswered("This was already sent.") from None

    def keep(self, nonce: bytes, answer: bytes) -> None:
        """Keeps the first answer; a second one for the same nonce changes nothing."""
        name = _name(nonce)
        self._files.write_new(name, encrypt(_key(nonce), answer, bound=b"pp once"), at=self._clock())

    def forget(self, nonce: bytes) -> None:
        """Wipes the answer at once and leaves the mark: the parent has written the words down."""
        self._to_mark(_name(nonce))

    def sweep(self) -> None:
        """Wipes answers older than half an hour and drops old marks; run with every `first`, and daily."""
        now = self._clock()
        for name in self._files.names():
            found = self._files.stat(name)
            if found is None or name == "turns":
                continue
            if found.st_size and now - found.st_mtime > KEEP_SECONDS:
                self._to_mark(name)
            elif not found.st_size and now - found.st_mtime > _MARK_SECONDS:
                self._files.wipe(name)

    def _to_mark(self, name: str) -> None:
        # Zeros first, then the mark in one step: at no moment does the nonce look as if it had no answer.
        self._files.blank(name)
        # The mark's time says only the day: nothing finer is needed to drop it.
        self._files.write(name, b"", at=self._clock() // 86_400 * 86_400)


def _name(nonce: bytes) -> str:
    return hashlib.blake2b(nonce, person=b"pp once name", digest_size=32).hexdigest()


def _key(nonce: bytes) -> bytes:
    return hashlib.blake2b(nonce, person=b"pp once key", digest_size=32).digest()
