"""This file knows how test processes share one migrated database instead of each making their own.

Wagtail's and our migrations take ten seconds of processor time. The first process that needs them keeps the outcome
under the hash of everything it depends on: each source file of the three rooms, the settings, the pinned packages and
Python itself. Whoever changes one of these pays once; everybody else copies a file, or lets PostgreSQL copy a database.
Migrating still runs on the copy, where it has nothing to do but call what is called after each migration (groups,
triggers).
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
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process migrates while the others wait for what it makes
        if connection.vendor == "sqlite":
            with copied_file(Path(connection.settings_dict["TEST"]["NAME"])):
                yield
        else:
            with copied_database():
                yield


def lay_a_copy(place: Path) -> None:
    """For a child process that migrates a SQLite database of its own: it finds that done, if some process has."""
    kept = SHELF / f"{key()}.sqlite3"
    if kept.exists():
        shutil.copy(kept, place)


@contextmanager
def copied_file(place: Path) -> Iterator[None]:
    kept = SHELF / f"{key()}.sqlite3"
    if kept.exists():
        shutil.copy(kept, place)
        os.utime(kept)
        yield
    else:
        yield
        keep(kept)


@contextmanager
def copied_database() -> Iterator[None]:
    kept = f"parent_press_migrated_{key()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'parent\\_press\\_migrated\\_%%'")
        there = {name for (name,) in cursor.fetchall()}
    if kept in there:
        connection.settings_dict["TEST"]["TEMPLATE"] = kept
        yield
        return
    yield
    made = connection.settings_dict["NAME"]
    connection.close()  # only a database that nobody is in can be copied
    with connection._nodb_cursor() as cursor:
        for old in there:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{made}"')


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
