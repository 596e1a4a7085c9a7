"""One of the two copies of the slot file on its disk: reading, writing in place, times that tell nothing."""

import fcntl
import os
from pathlib import Path

from . import slot_layout as layout
from .slot_layout import SIZE, Content

# 1 January 2000.
LEVEL_NS = 946_684_800 * 10**9


class Copy:
    """An open slot file; leaving the `with` closes it, and with it any lock on it."""

    def __init__(self, path: Path, mode: int):
        self.path = path
        self.file = _opened(path, mode)

    def __enter__(self) -> "Copy":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.file)

    def lock(self) -> None:
        """Waits until no other process and no other thread has this file locked."""
        fcntl.flock(self.file, fcntl.LOCK_EX)

    @property
    def header(self) -> bytes:
        return os.pread(self.file, SIZE, 0)

    def slots(self) -> bytes:
        """Every whole slot; what a crash left of a half one is written anew by the repair."""
        size = os.fstat(self.file).st_size // SIZE * SIZE - SIZE
        return os.pread(self.file, max(size, 0), SIZE)

    def content(self, index: int) -> Content:
        return layout.decode(index, os.pread(self.file, SIZE, SIZE + index * SIZE))

    def holds(self, index: int) -> bool:
        return 0 <= index < os.fstat(self.file).st_size // SIZE - 1

    def write(self, index: int, raw: bytes) -> None:
        """In place and on the disk when this returns, with the file's times levelled by the same fsync."""
        if os.pwrite(self.file, raw, SIZE + index * SIZE) != len(raw):
            raise OSError(f"{self.path} was not written in full.")
        os.utime(self.file, ns=(LEVEL_NS, LEVEL_NS))
        os.fsync(self.file)


def _opened(path: Path, mode: int) -> int:
    """Opens without touching the access time where the system allows it: reading leaves no trace either."""
    try:
        return os.open(path, mode | os.O_CLOEXEC | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        return os.open(path, mode | os.O_CLOEXEC)


def write_new(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.utime(stream.fileno(), ns=(LEVEL_NS, LEVEL_NS))
        os.fsync(stream.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
