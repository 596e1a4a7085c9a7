"""The database itself refuses to change the chain."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from consent import ledger, triggers
from consent.models import Decision
from tests.people import amara

pytestmark = pytest.mark.django_db

FORBIDDEN = {
    "sqlite": [
        "UPDATE consent_decision SET week = '2026-W01'",
        "UPDATE consent_decision SET week = '2026-W01' WHERE sequence = 1",
        "DELETE FROM consent_decision",
        "DELETE FROM consent_decision WHERE sequence = 1",
        "INSERT OR REPLACE INTO consent_decision"
        " SELECT sequence, 'x', previous, hash, commitment FROM consent_decision",
    ],
    "postgresql": [
        "UPDATE consent_decision SET week = '2026-W01'",
        "DELETE FROM consent_decision WHERE sequence = 1",
        "TRUNCATE consent_decision CASCADE",
        "INSERT INTO consent_decision SELECT sequence, 'x', previous, hash, commitment FROM consent_decision"
        " ON CONFLICT (sequence) DO UPDATE SET week = 'x'",
    ],
}


def refuses(statement: str) -> bool:
    connection.check_constraints()  # else PostgreSQL refuses TRUNCATE for what this transaction has still to check
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return triggers.SAYS in str(error)
    return False


def test_rows_of_the_chain_cannot_be_changed_removed_or_emptied():
    amara()
    assert [statement for statement in FORBIDDEN[connection.vendor] if not refuses(statement)] == []
    assert ledger.verify().whole


def test_the_models_cannot_do_it_either():
    amara()
    row = Decision.objects.first()
    row.week = "2026-W01"
    for act in (row.save, row.delete, Decision.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("number", range(len(FORBIDDEN["postgresql"])))
def test_without_the_triggers_the_same_statements_are_not_refused_by_them(number):
    """Else the tests above could pass for another reason."""
    amara()
    triggers.drop()
    assert not refuses(FORBIDDEN[connection.vendor][number])


def test_migrate_makes_lost_triggers_again():
    amara()
    triggers.drop()
    call_command("migrate", verbosity=0)
    assert refuses(FORBIDDEN[connection.vendor][0])
