"""This file knows how test processes share one migrated SQLite database instead of each making their own.

Wagtail's and our migrations take ten seconds of processor time. The first process that needs them keeps the outcome
under the hash of everything it depends on: each source file of the three rooms, the settings, the pinned packages and
Python itself. Whoever changes one of these pays once; everybody else copies a file. Migrating still runs on the copy,
where it has nothing to do but call what is called after each migration (groups, triggers).
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.imports import ROOMS, ROOT

SHELF = ROOT / "var" / "tests"
KEEP = 3  # a branch or two beside the present state


def key() -> str:
    digest = hashlib.sha256(sys.version.encode() + sqlite3.sqlite_version.encode())
    sources = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    for path in (*sources, ROOT / "requirements.txt", ROOT / "tests" / "settings.py"):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


@contextmanager
def copied_or_made() -> Iterator[None]:
    """Around the set-up of the test database: lays the kept one in its place before, or keeps the new one after."""
    SHELF.mkdir(parents=True, exist_ok=True)
    kept, place = SHELF / f"{key()}.sqlite3", Path(connection.settings_dict["TEST"]["NAME"])
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process migrates while the others wait for what it makes
        if not kept.exists():
            yield
            keep(kept)
            return
        shutil.copy(kept, place)
        os.utime(kept)
    yield


def keep(kept: Path) -> None:
    """Stores the database as it is now, whole or not at all, and drops those that nobody asked for lately."""
    being_made = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(being_made) as copy:
        connection.connection.backup(copy)
    copy.close()
    being_made.rename(kept)
    for old in sorted(SHELF.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
        old.unlink(missing_ok=True)
