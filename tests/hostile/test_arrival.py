"""Two hundred parents send, one after the other: what in the tables still tells in which order they came.

Ids, slots, marks and sealed bytes must not. The database's own order of rows and the ledger's numbers do, and
docs/security.md says so; anything else that did would be found here.
"""

import pytest
from django.db import connection

from consent.models import Agreement, DecisionDetail
from stories.models import Contribution, Grant, Record

pytestmark = pytest.mark.django_db
SENDINGS = 200
FEW = 50  # are enough to see an order that is there
# By chance one order in two hundred comes out above it, so the middle one of three counts.
MOST = 0.2
SERIES = 3
# The chain is numbered, which is what holds it together, and leads from a contribution to its decisions in clear.
ADMITTED = {("consent_decisiondetail", "sequence"), ("consent_decisiondetail", "effective_sequence")}


def ranks(values: list) -> list[float]:
    """Places from the smallest on; equal values share the middle of theirs."""
    ordered = sorted(range(len(values)), key=values.__getitem__)
    found, start = [0.0] * len(values), 0
    while start < len(ordered):
        end = start
        while end + 1 < len(ordered) and values[ordered[end + 1]] == values[ordered[start]]:
            end += 1
        for place in ordered[start : end + 1]:
            found[place] = (start + end) / 2
        start = end + 1
    return found


def correlation(values: list) -> float:
    """Spearman's rho between an order and the values in it; 0 where all are the same."""
    places, middle = ranks(values), (len(values) - 1) / 2
    across = sum((index - middle) * (place - middle) for index, place in enumerate(places))
    of_places = sum((place - middle) ** 2 for place in places)
    of_order = sum((index - middle) ** 2 for index in range(len(values)))
    return across / (of_places * of_order) ** 0.5 if of_places else 0.0


def test_the_measure_tells_an_order_from_none():
    assert correlation(list(range(50))) == pytest.approx(1)
    assert correlation(list(range(50, 0, -1))) == pytest.approx(-1)
    assert correlation([7] * 50) == 0
    assert correlation([(index * 37) % 101 for index in range(101)]) == pytest.approx(0, abs=0.2)


def comparable(value):
    if isinstance(value, (bytes, memoryview, bytearray)):
        return bytes(value)
    return value if isinstance(value, int) else str(value)


# From a contribution to one row of each model that belongs to it.
ROWS = {
    Contribution: lambda one: one,
    Agreement: lambda one: one.agreement,
    Record: lambda one: one.records.get(kind="body"),
    Grant: lambda one: one.grants.get(holder="parent"),
    DecisionDetail: lambda one: one.agreement.details.order_by("decision").first(),
}


def columns_that_tell(arrived: list[Contribution]) -> dict[tuple[str, str], float]:
    """Of each column: how far its values follow the order of arrival."""
    found = {}
    for model, find in ROWS.items():
        rows = [find(contribution) for contribution in arrived]
        for field in model._meta.local_fields:
            values = [comparable(getattr(row, field.attname)) for row in rows]
            found[model._meta.db_table, field.column] = correlation(values)
    return found


def test_no_column_tells_in_which_order_parents_came_but_the_ledgers_number(desk):
    series = []
    for _ in range(SERIES):
        sent = [desk.send(f"The gate, once more. {number}")[0].pk for number in range(SENDINGS)]
        by_key = Contribution.objects.in_bulk(sent)
        series.append(columns_that_tell([by_key[pk] for pk in sent]))
    middle = {place: sorted(one[place] for one in series)[SERIES // 2] for place in series[0]}
    assert len(middle) > 20, "the columns were looked at"
    assert {place for place, rho in middle.items() if abs(rho) >= MOST} == ADMITTED


def test_the_order_of_rows_tells_it_as_the_document_admits(desk):
    """What SQLite numbers by itself, and where PostgreSQL lays a row. Should this ever fail, mend the document."""
    sent = [desk.send(f"The gate, once more. {number}")[0].pk for number in range(FEW)]
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM stories_contribution ORDER BY {hidden}")
        lying = [key for (key,) in cursor.fetchall()]
    assert correlation([lying.index(pk) for pk in sent]) > 0.9
