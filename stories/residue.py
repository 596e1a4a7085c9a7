"""What a database keeps of rows that were deleted, and how that goes too.

SQLite overwrites the pages that it frees (settings.py), but its write-ahead log keeps older pages until it is cut.
PostgreSQL leaves dead rows in a table's file until the whole table is written anew. Neither waits long for somebody
who reads at this moment: then the next deletion or the daily run does it.
"""

import logging
import time
from collections.abc import Iterable

from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import Model
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState

from consent.models import Agreement, DecisionDetail

logger = logging.getLogger(__name__)

# Where Wagtail keeps what was saved at the desk.
OF_WAGTAIL = (Revision, ModelLogEntry, ReferenceIndex, FormState, EditingSession, WorkflowState, TaskState)
# Milliseconds. While SQLite waits to cut its log nobody else can write.
PATIENCE = 500
# PostgreSQL lets go of a table that it is tidying by itself when somebody has waited for a second (deadlock_timeout).
TIDYING = 1500
# Whoever reads or connects at this moment is mostly gone in the next: so often it is tried, with so much between.
TRIES, BETWEEN = (PATIENCE, TIDYING, 100, 100, 100), 0.05
# PostgreSQL's version from which a connection can be told to count now and not in a second.
COUNTS_AT_ONCE = 150000
LATER = "Somebody reads at this moment, so the database still keeps what was deleted. The daily run removes it."


def of_words() -> None:
    """Of what a family wrote."""
    _remove(*apps.get_app_config("stories").get_models(include_auto_created=True), *OF_WAGTAIL)


def of_decisions() -> None:
    """Of what a family decided."""
    _remove(Agreement, DecisionDetail)


def _remove(*models: type[Model]) -> None:
    """Inside a transaction it can do nothing, and does nothing."""
    if connection.in_atomic_block:
        return
    if connection.vendor == "sqlite":
        _cut_the_log()
    else:
        _write_anew(models)


def _cut_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _frames, _done = cursor.fetchone()
        except OperationalError:
            busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
    if busy:
        logger.warning(LATER)


def _write_anew(models: Iterable[type[Model]]) -> None:
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        try:
            for patience in TRIES:
                _let_counts_settle(cursor)
                cursor.execute(f"SET lock_timeout = {patience}")
                tables = [table for table in tables if not _is_written_anew(cursor, table)]
                if not tables:
                    return
                time.sleep(BETWEEN)
        finally:
            cursor.execute("RESET lock_timeout")
    logger.warning(LATER)


def _let_counts_settle(cursor) -> None:
    """What this connection has yet to count of its own deletions would be added to a later count of what is left."""
    if connection.pg_version >= COUNTS_AT_ONCE:
        cursor.execute("SELECT pg_stat_force_next_flush()")


def _is_written_anew(cursor, table: str) -> bool:
    """One that somebody holds keeps none of the others from it.

    PostgreSQL carries dead rows over, without a word, as long as any transaction might still see them; even one that
    only begins to connect is taken for such for a moment. Its own count, taken after, tells.
    """
    try:
        cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
    except OperationalError:
        return False
    cursor.execute("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = %s::regclass", [f'"{table}"'])
    return cursor.fetchone() == (0,)
