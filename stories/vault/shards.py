"""Secrets that can be destroyed: fixed slots in one file, kept twice, on two disks, in no backup.

Threat: "deleted" keys that live on. A database keeps old pages (SQLite's WAL held an "overwritten" key 31
times when measured), and so do dumps, replicas and log archives. A slot is overwritten where it lies, in
both files, with fsync before success is told; every copy of what it locked, backups included, is closed.

- States join as erased > live > empty, so after a crash between the two files the stronger act wins, and an
  erased slot is never used again: a row in an old backup can never meet somebody else's key.
- Claiming picks a random empty slot, so a place says nothing about order. The file doubles when 3/4 full;
  slots of a later doubling are younger, which is all that can be seen.
- Both files are written in full beforehand: on a full disk claiming and erasing still work.
- A missing path stops claiming, by its name, since one copy is not safety. Reading goes on. Erasing
  overwrites what is there and then says what is missing, so the caller knows to repeat it.
- Modified and accessed times are set to a constant after each write. The kernel's change time cannot be:
  it shows when the file was last written, by somebody.

Limits: an SSD may keep a worn block and a copy-on-write file system (btrfs, ZFS, snapshots) an old one;
put both files on encrypted ext4 or xfs volumes without snapshots (docs/operations.md).
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import slot_layout as layout
from .slot_copy import Copy, write_new
from .slot_layout import SECRET_BYTES, SIZE, TAG_BYTES, Content, State

SLOTS = 4096


class SlotError(Exception):
    """Something about the slot file stands in the way; nothing was claimed."""


class SlotErased(SlotError):
    """The secret was destroyed; this is final."""


class SlotMissing(SlotError):
    """No live slot with this tag lies at this place."""


class PathMissing(SlotError):
    """A copy of the slot file cannot be reached; `path` says which."""

    def __init__(self, path: Path):
        super().__init__(f"The slot file {path} is missing. Is its disk mounted? Nothing new can be sealed without it.")
        self.path = path


class NotASlotFile(SlotError):
    """A file is no slot file, or the two belong to different installations."""


@dataclass(frozen=True)
class Slot:
    """Where a secret lies. `tag` proves that the slot is still the one that was claimed."""

    index: int
    tag: bytes


class SlotFile:
    """Stateless: each act opens, locks and reads the files anew, so processes see each other's acts."""

    def __init__(self, paths: tuple[Path, Path]):
        self.paths = tuple(Path(path) for path in paths)
        if self.paths[0].resolve() == self.paths[1].resolve():
            raise NotASlotFile("The slot file and its mirror are the same file. Two copies need two paths.")

    def exists(self) -> bool:
        return all(path.exists() for path in self.paths)

    def create(self, *, slots: int = SLOTS) -> None:
        """Makes both files. Leaves existing ones alone; if only one is there, that is a fault, not a beginning."""
        if self.exists():
            return
        if any(path.exists() for path in self.paths):
            raise PathMissing(next(path for path in self.paths if not path.exists()))
        content = layout.header(secrets.token_bytes(16)) + layout.empties(0, slots)
        for path in self.paths:
            write_new(path, content)

    def claim(self, secret: bytes) -> Slot:
        """Puts 32 bytes into a random empty slot; on both disks when it returns. PathMissing if one is away."""
        if len(secret) != SECRET_BYTES:
            raise ValueError("A slot holds 32 bytes.")
        with self._locked() as copies:
            if len(copies) < len(self.paths):
                raise PathMissing(self._absent(copies))
            index = _any_empty(_grown(copies, _joined(copies)[0]))
            tag = secrets.token_bytes(TAG_BYTES)
            for copy in copies:
                copy.write(index, layout.encode(index, Content(State.LIVE, tag, secret)))
        return Slot(index, tag)

    def read(self, slot: Slot) -> bytes:
        """The secret. One pread of 64 bytes from each copy, as an erasure seen in either is final."""
        found = self._look(slot.index)
        if len({content.state for content in found}) > 1 or State.DAMAGED in {content.state for content in found}:
            # Another process may be between the two files, or in the middle of one: wait for it.
            with self._locked() as copies:
                found = [copy.content(slot.index) for copy in copies]
        return _secret_of(slot, found)

    def erase(self, slot: Slot) -> None:
        """Overwrites the slot in both copies; may be repeated. SlotMissing if it is another's by now.

        With a copy away, the other is erased first and PathMissing raised then: the secret reads as erased
        from now on, and repeating the call (or `repair`) when the disk is back finishes the work.
        """
        with self._locked() as copies:
            if not any(copy.holds(slot.index) for copy in copies):
                raise SlotMissing(f"There is no slot {slot.index}.")
            for content in (copy.content(slot.index) for copy in copies):
                if content.state is State.LIVE and not secrets.compare_digest(content.tag, slot.tag):
                    raise SlotMissing(f"Slot {slot.index} does not hold this secret.")
            for copy in copies:
                if copy.holds(slot.index):
                    copy.write(slot.index, layout.encode(slot.index, layout.ERASED))
            if len(copies) < len(self.paths):
                raise PathMissing(self._absent(copies))

    def repair(self) -> int:
        """Joins both copies slot by slot and returns how many were mended. Run at start and daily.

        Claiming does the same before it chooses, so a crash between the files never lasts.
        """
        with self._locked() as copies:
            if len(copies) < len(self.paths):
                raise PathMissing(self._absent(copies))
            return _joined(copies)[1]

    def replace_missing(self) -> Path | None:
        """Writes a lost copy anew from the other. An operator's act: an unmounted disk must not be papered over."""
        with self._locked() as copies:
            if len(copies) == len(self.paths):
                return None
            path = self._absent(copies)
            write_new(path, copies[0].header + copies[0].slots())
            return path

    def _absent(self, copies: list[Copy]) -> Path:
        there = {copy.path for copy in copies}
        return next(path for path in self.paths if path not in there)

    def _look(self, index: int) -> list[Content]:
        with ExitStack() as stack:
            return [copy.content(index) for copy in self._opened(stack, os.O_RDONLY)]

    @contextmanager
    def _locked(self) -> Iterator[list[Copy]]:
        """The reachable copies, each locked against other processes and threads, always in the same order."""
        with ExitStack() as stack:
            copies = self._opened(stack, os.O_RDWR)
            for copy in copies:
                copy.lock()
            ids = {layout.file_id_of(copy.header) for copy in copies}
            if None in ids or len(ids) > 1:
                raise NotASlotFile(f"{self.paths[0]} and {self.paths[1]} are not two copies of one slot file.")
            yield copies

    def _opened(self, stack: ExitStack, mode: int) -> list[Copy]:
        copies = []
        for path in self.paths:
            try:
                copies.append(stack.enter_context(Copy(path, mode)))
            except FileNotFoundError:
                continue
        if not copies:
            raise PathMissing(self.paths[0])
        return copies


def _joined(copies: list[Copy]) -> tuple[bytes, int]:
    """What both copies should hold, after mending those that differ; and how many slots were mended."""
    data = [copy.slots() for copy in copies]
    if all(each == data[0] for each in data):
        return data[0], 0
    merged, mended = bytearray(), 0
    for index in range(max(map(len, data)) // SIZE):
        raws = [each[index * SIZE : (index + 1) * SIZE] for each in data]
        right = layout.join(index, raws)
        merged += right
        if any(raw != right for raw in raws):
            mended += 1
            for copy, raw in zip(copies, raws, strict=True):
                if raw != right:
                    copy.write(index, right)
    return bytes(merged), mended


def _grown(copies: list[Copy], merged: bytes) -> bytes:
    """Doubles the files when three quarters are used; existing slots stay where they are."""
    count = len(merged) // SIZE
    empty = merged[::SIZE].count(State.EMPTY)
    if (count - empty) * 4 < count * 3:
        return merged
    more = layout.empties(count, count)
    try:
        for copy in copies:
            copy.write(count, more)
    except OSError:
        # A full disk: the slots that are still empty are already ours to write.
        if not empty:
            raise
        return merged
    return merged + more


def _any_empty(merged: bytes) -> int:
    empty = [index for index, state in enumerate(merged[::SIZE]) if state == State.EMPTY]
    while empty:
        index = empty.pop(secrets.randbelow(len(empty)))
        if layout.decode(index, merged[index * SIZE : (index + 1) * SIZE]).state is State.EMPTY:
            return index
    raise SlotError("No slot of the slot file is free.")


def _secret_of(slot: Slot, found: list[Content]) -> bytes:
    if any(content.state is State.ERASED for content in found):
        raise SlotErased(f"Slot {slot.index} was erased.")
    for content in found:
        if content.state is State.LIVE and secrets.compare_digest(content.tag, slot.tag):
            return content.secret
    raise SlotMissing(f"Slot {slot.index} does not hold this secret.")
