"""Database triggers that refuse to change, remove or empty rows of the chain.

A migration of the table may drop them (SQLite builds a new table), so they are made again after
every `migrate`. They stop slips and careless tools; somebody who can drop a trigger is found by
`verify_ledger` and a head that was printed elsewhere.
"""

from django.db import connections

TABLE = "consent_decision"
SAYS = "The consent ledger can only be added to."

SQLITE_DROP = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_update",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_delete",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_replace",
]
SQLITE_CREATE = [
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    # SQLite empties a table by DELETE, so this one is its TRUNCATE too.
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    # INSERT OR REPLACE removes the old row without asking a DELETE trigger.
    "CREATE TRIGGER consent_decision_no_replace BEFORE INSERT ON consent_decision"
    " WHEN NEW.sequence IN (SELECT sequence FROM consent_decision)"
    " BEGIN SELECT RAISE(ABORT, 'The consent ledger can only be added to.'); END",
]
POSTGRESQL_DROP = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
]
POSTGRESQL_CREATE = [
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]
STATEMENTS = {
    "sqlite": (SQLITE_DROP, SQLITE_CREATE),
    "postgresql": (POSTGRESQL_DROP, POSTGRESQL_CREATE),
}


def create(using: str = "default", **kwargs) -> None:
    """Makes the triggers, or makes them anew. Receives `post_migrate`."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return  # migrated back to before the ledger
    drop, make = STATEMENTS[connection.vendor]
    _run(connection, drop + make)


def drop(using: str = "default") -> None:
    """Takes the triggers away: for a test's cleaning up, and for a restore into an empty ledger."""
    connection = connections[using]
    _run(connection, STATEMENTS[connection.vendor][0])


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
