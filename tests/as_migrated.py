"""This file knows how to give the test database back as the migrations left it.

Django empties every table after a test with real transactions. Here that would fail on the ledger, whose triggers
refuse deletion, and would also take what migrations put in (Wagtail's first page, groups, notices). So a copy is
kept at the start: SQLite copies the whole file in a few milliseconds, PostgreSQL the rows of each table.
"""

import sqlite3

from django.db import connections

_kept: dict[tuple[str, str], object] = {}


def keep(alias: str = "default", *, name: str = "") -> None:
    """Keeps the database as it is now. Once, before the first test; under a name, whatever a test has made."""
    connection = connections[alias]
    _kept[alias, name] = _sqlite_copy(connection) if connection.vendor == "sqlite" else _postgresql_rows(connection)


def give_back(alias: str = "default", *, name: str = "") -> None:
    """Makes the database what it was when it was kept, whatever its triggers forbid."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _kept[alias, name].backup(connection.connection)
        # The log would keep what a test wrote, and the next one might search for it.
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    else:
        _refill_postgresql(connection, _kept[alias, name])


def _sqlite_copy(connection) -> sqlite3.Connection:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)
    return copy


def _postgresql_rows(connection) -> dict[str, bytes]:
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                rows[table] = b"".join(bytes(block) for block in copied)
    return rows


def _refill_postgresql(connection, rows: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        # A table of no bytes was touched by nobody. TRUNCATE would have to be given all of them, since they refer to
        # each other, and makes a new file for each table and index: ten times the work of everything here.
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
            " AND relnamespace = current_schema()::regnamespace"
        )
        written = [f'"{table}"' for (table,) in cursor.fetchall() if table in rows]
        cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key, until the end
        for table in written:
            cursor.execute(f"DELETE FROM {table}")
        # Cuts the empty files short: what a test wrote is in no byte of them, or the next might find it there.
        cursor.execute("VACUUM " + ", ".join(written))
        for table, lines in rows.items():
            if lines:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copied:
                    copied.write(lines)
        cursor.execute("SET session_replication_role = origin")
