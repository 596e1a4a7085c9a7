"""A database keeps what was deleted, in a log or in dead rows; a deletion leaves nothing of it in any file."""

import time
from pathlib import Path

import pytest
from django.db import connection

from stories import actions, residue
from stories.models import Story
from tests.factories import TODAY
from tests.hostile.sweep import read_apart


def raw_bytes() -> bytes:
    """Every file of the database's tables, as it lies on the disk now."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(read_apart(one) for one in path.parent.glob(f"{path.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid::regclass)) FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND relnamespace <> 'pg_catalog'::regnamespace"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def kept_of(family) -> list[str]:
    found = raw_bytes()
    return [word for word in family.words.values() if word.encode() in found]


def erase(standing) -> None:
    actions.erase(contribution=standing.leaving.contribution, today=TODAY)


def test_no_word_of_hers_lies_in_any_file_of_the_database(standing):
    assert kept_of(standing.leaving)
    erase(standing)
    assert kept_of(standing.leaving) == []
    assert standing.staying.words["title"] in kept_of(standing.staying)


@pytest.mark.proof  # run with the deaths and races on PostgreSQL, which is what it is about
def test_rows_that_somebody_might_still_see_are_not_taken_for_gone(standing, monkeypatch):
    """On PostgreSQL a reader elsewhere in the database, who holds none of these tables, is enough."""
    told = []
    monkeypatch.setattr(residue.logger, "warning", told.append)
    if connection.vendor == "sqlite":
        erase(standing)
        assert told == []
        return
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT 1 FROM pg_class")
            erase(standing)
    finally:
        reader.close()
    assert residue.LATER in told
    standing.the_day_comes()
    assert kept_of(standing.leaving) == []


def test_somebody_who_reads_at_this_moment_holds_up_the_last_bytes_and_not_the_deletion(standing):
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            # As a backup does. On SQLite a transaction of its own kind, or it would wait to write.
            cursor.execute("BEGIN")
            cursor.execute(f'SELECT count(*) FROM "{Story._meta.db_table}"')
            cursor.fetchall()
            began = time.monotonic()
            erase(standing)
            assert time.monotonic() - began < 10
    finally:
        reader.close()
    standing.the_day_comes()
    assert kept_of(standing.leaving) == []
