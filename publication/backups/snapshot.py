"""One moment of the database, read through a connection of its own while the site goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

ALIAS = "backup"


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees the database as it is now, until the block ends. It can only read."""
    connections.databases[ALIAS] = {**connection.settings_dict, "OPTIONS": _options(), "CONN_MAX_AGE": 0}
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def _options() -> dict:
    options = dict(connection.settings_dict["OPTIONS"])
    if connection.vendor == "sqlite":
        # Deferred: it takes no lock that a writer would wait for, and sees one state from its first reading on.
        command = options.get("init_command", "")
        return options | {"transaction_mode": "DEFERRED", "init_command": f"{command} PRAGMA query_only=ON;"}
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    return options | {
        "isolation_level": IsolationLevel.REPEATABLE_READ,
        "options": "-c default_transaction_read_only=on",
    }
