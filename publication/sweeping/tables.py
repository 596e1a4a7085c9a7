"""Reads the rows of a SQLite file, a backup's too: its bytes alone do not show all that it holds.

A long value lies in pieces on pages that need not follow each other, so a word (or something packed) may be cut in two;
and a full-text index keeps of each term only what differs from the one before. The bytes are searched as well, for
what lies in pages that were given up.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

MAGIC = b"SQLite format 3\0"


class NoTables(Exception):
    """The file calls itself a database, and it or one of its tables cannot be read."""


def rows(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each table's name with the bytes of its rows, and each index's with its terms. Raises NoTables."""
    with told(), closing(opened(path)) as connection:
        named = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for name, source in named:
            label = name.decode(errors="replace")
            yield f"the rows of {label}", cells(connection, f"SELECT * FROM {quoted(label)}")  # noqa: S608
            if b"using fts5" in (source or b"").lower():
                yield f"the terms of {label}", terms(connection, label)


def opened(path: Path) -> sqlite3.Connection:
    """For reading only. Where no write-ahead log lies beside it, no lock and no new file either."""
    alone = not any(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))
    uri = f"file:{quote(str(path))}?mode=ro" + ("&immutable=1" if alone else "")
    connection = sqlite3.connect(uri, uri=True, timeout=20)
    connection.text_factory = bytes
    return connection


def cells(connection: sqlite3.Connection, question: str) -> Iterator[bytes]:
    with told():
        for row in connection.execute(question):
            for cell in row:
                if cell is not None:
                    yield cell if isinstance(cell, bytes) else str(cell).encode()
                    yield b"\0"


def terms(connection: sqlite3.Connection, label: str) -> Iterator[bytes]:
    with told():
        connection.execute("DROP TABLE IF EXISTS temp.swept")
        connection.execute(f"CREATE VIRTUAL TABLE temp.swept USING fts5vocab('main', {quoted(label)}, 'row')")
    yield from cells(connection, "SELECT term FROM temp.swept")


@contextmanager
def told():
    try:
        yield
    except sqlite3.Error as reason:
        raise NoTables(f"what it holds cannot be read ({reason.__class__.__name__})") from None


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
