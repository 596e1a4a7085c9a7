"""One moment of the database, read while the site goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Until the block ends, this thread sees the database as it was at its beginning, and can only read.

    Everything that asks for the usual connection gets this one, so that nothing looks past the snapshot by mistake.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    reading = connections.create_connection(DEFAULT_DB_ALIAS)
    reading.settings_dict = {**usual.settings_dict, "OPTIONS": _options(usual), "CONN_MAX_AGE": 0}
    connections[DEFAULT_DB_ALIAS] = reading
    try:
        with transaction.atomic():
            ContentType.objects.exists()  # the first question is what fixes the moment
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        reading.close()


def _options(usual) -> dict:
    options = dict(usual.settings_dict["OPTIONS"])
    if usual.vendor == "sqlite":
        # Deferred: it takes no lock that a writer would wait for, and sees one state from its first reading on.
        command = options.get("init_command", "")
        return options | {"transaction_mode": "DEFERRED", "init_command": f"{command} PRAGMA query_only=ON;"}
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    return options | {
        "isolation_level": IsolationLevel.REPEATABLE_READ,
        "options": "-c default_transaction_read_only=on",
    }
