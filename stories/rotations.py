"""Notes of key changes under way: which two slots a row had, so that the wrong one never outlives a crash.

New keys of a contribution, or of an enquiry, need a new slot; the old one is erased after the rows are committed. A
process that is killed between the two would leave the old slot alive, and with it every old grant in a backup. So a
note lies in a file while this happens. It holds no secret: an id, and two places with their marks. Whoever settles it
asks the row: the slot that the row names stays, every other is erased. Who changes keys holds a lock on the note, which
dies with the process, so nobody settles the note of somebody still at work.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from stories import keys
from stories.models import Contribution, Enquiry
from stories.vault.shards import Slot, SlotMissing
from stories.vault.slot_copy import LEVEL_NS

ASK_AND_TELL_POSTGRES = ("SHOW synchronous_commit", "SET synchronous_commit TO ")


@dataclass(frozen=True)
class Note:
    path: Path
    whose: str
    slots: tuple[Slot, ...]

    def settle(self) -> None:
        """Erases each slot that the row does not name, then forgets the note. May be repeated."""
        named = _named_by(self.whose)
        for slot in self.slots:
            if slot != named:
                with suppress(SlotMissing):
                    keys.erase_slot(slot)
        self.path.unlink(missing_ok=True)
        _level()


def _named_by(whose: str) -> Slot | None:
    """The slot of the row with this accidental number, which no two rows of the two tables share."""
    for model in (Contribution, Enquiry):
        if place := model.objects.filter(pk=whose).values_list("slot", "tag").first():
            return Slot(place[0], bytes(place[1]))
    return None


def folder() -> Path:
    """Beside the pin of the reader list: on the machine, outside the database."""
    pin = Path(settings.READER_PIN_FILE)
    return pin.with_name(f"{pin.name}.rotations")


@contextmanager
def noted(whose: str, *slots: Slot) -> Iterator[Note]:
    """A note on the disk and under our lock until the block ends; it stays there if nobody settles it."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    aside, path = folder() / f".{name}", folder() / name
    data = {"whose": whose, "slots": [[slot.index, slot.tag.hex()] for slot in slots]}
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        json.dump(data, stream)
        stream.flush()
        os.fsync(stream.fileno())
        os.rename(aside, path)
        _level()
        _sync_folder()
        yield Note(path, whose, slots)


def finish() -> int:
    """Settles the notes that crashes have left; returns how many. Run before and after each change, and daily."""
    found = sorted(folder().iterdir()) if folder().is_dir() else []
    finished = sum(_finish(path) for path in found)
    if found:
        _level()
    return finished


def _finish(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(file).st_nlink:
            return False
        if path.name.startswith("."):  # Killed before the note was whole: no row was touched yet.
            path.unlink(missing_ok=True)
            return False
        data = json.loads(path.read_bytes())
        slots = tuple(Slot(index, bytes.fromhex(tag)) for index, tag in data["slots"])
        Note(path, data["whose"], slots).settle()
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def _level() -> None:
    """The folder's times tell nothing: it may have been a parent who changed keys, by taking new words."""
    os.utime(folder(), ns=(LEVEL_NS, LEVEL_NS))


def _sync_folder() -> None:
    opened = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def durably() -> Iterator[None]:
    """A commit inside reaches the disk before it is told, as a slot erased after it cannot be brought back.

    SQLite with a write-ahead log otherwise promises that only at a checkpoint, and PostgreSQL can be told not to.
    """
    if connection.in_atomic_block:
        yield
        return
    sqlite = connection.vendor == "sqlite"
    ask, tell = ("PRAGMA synchronous", "PRAGMA synchronous=") if sqlite else ASK_AND_TELL_POSTGRES
    with connection.cursor() as cursor:
        cursor.execute(ask)
        (usual,) = cursor.fetchone()
        cursor.execute(tell + ("FULL" if sqlite else "on"))
        try:
            yield
        finally:
            cursor.execute(f"{tell}{usual}")
