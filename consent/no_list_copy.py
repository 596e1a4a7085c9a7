"""This file knows one copy of the no-list on its disk: whole lines in, whole lines out, times that tell nothing."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from consent.errors import NoListMissing

logger = logging.getLogger(__name__)

# A kind, an agreement and a mark: "n", 32 and 32 hexadecimal digits.
LINE = 1 + 1 + 32 + 1 + 32 + 1
# 1 January 2000, as in the slot file: the time of the last write would be the time of somebody's no.
LEVEL_NS = 946_684_800 * 10**9


class Copy:
    """An open copy; leaving the `with` closes it, and with it the lock on it."""

    def __init__(self, path: Path):
        self.path = path
        self.file = os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def __enter__(self) -> "Copy":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.file)

    def whole(self) -> bytes:
        """Every whole line. Half a line is what a crash left; nobody was told of it yet, and it is written over."""
        size = os.fstat(self.file).st_size // LINE * LINE
        return os.pread(self.file, size, 0)

    def try_append(self, content: bytes) -> bool:
        return self.try_rewrite(os.fstat(self.file).st_size // LINE * LINE, content)

    def try_rewrite(self, at: int, content: bytes) -> bool:
        """Writes from a place to the end, on the disk when it returns; False when this disk refuses."""
        try:
            if os.pwrite(self.file, content, at) != len(content):
                raise OSError("The no-list was not written in full.")
            os.ftruncate(self.file, at + len(content))
            os.utime(self.file, ns=(LEVEL_NS, LEVEL_NS))
            os.fsync(self.file)
        except OSError as failure:
            logger.error("The no-list %s could not be written (%s).", self.path, type(failure).__name__)
            return False
        return True


@contextmanager
def locked(paths: tuple[Path, ...]) -> Iterator[list[Copy]]:
    """The copies in reach, locked against other processes and threads, always in one order.

    Raises `NoListMissing` when none is.
    """
    with ExitStack() as stack:
        copies = []
        for path in paths:
            try:
                copy = stack.enter_context(Copy(path))
                os.pread(copy.file, 1, 0)
            except OSError:
                continue
            fcntl.flock(copy.file, fcntl.LOCK_EX)
            copies.append(copy)
        if not copies:
            raise NoListMissing(paths)
        yield copies


def write_new(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.utime(file, ns=(LEVEL_NS, LEVEL_NS))
        os.fsync(file)
    finally:
        os.close(file)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
