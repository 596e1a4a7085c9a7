"""What stands in clear about a contribution, column by column, as the database itself lists it.

A new column here is a decision: it needs a line below, and the line needs a reason that a parent would accept.
"""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from consent.uses import Answer, Use
from stories import actions
from stories.models import Contribution, Grant, Record
from tests.stories.journey.house import TODAY, found, make_edition
from tests.stories.journey.walking import come_back, sent, words_on

pytestmark = pytest.mark.django_db

# What is in clear only after two people said so.
CLEARED = {"stories_story", "stories_picture"}

IN_CLEAR = {
    "stories_contribution": {
        "id": "random, so that it tells no order",
        "lookup": "found again by the return words alone; says nothing without them",
        "public_key": "the parent's, derived from the return words",
        "slot": "where its shard lies; drawn at random",
        "tag": "random, the shard's own mark",
        "state": "how far the desk is",
        "week": "the ISO week in which it came, no day",
        "expires": "the ISO week in which it goes by itself",
        "kind": "prose, poem or letter; set by a reader",
        "severity": "how hard it is to read; set by a reader",
        "urgent": "set by a reader",
        "agreement_id": "random, leads to what was said about uses",
    },
    "stories_record": {
        "id": "random",
        "contribution_id": "whose record it is",
        "kind": "body, answers, working copy, message ...",
        "version": "counts the savings of one record",
        "size": "of what is sealed, padded in steps that double",
        "sealed": "XChaCha20-Poly1305",
    },
    "stories_grant": {
        "id": "random",
        "contribution_id": "what it opens",
        "holder": "the parent, a reader's key id, or the recovery key",
        "sealed": "the half key in a sealed box",
    },
    "stories_draft": {
        "id": "random, so that it tells no order",
        "lookup": "found again by the return words alone",
        "slot": "where its shard lies; drawn at random",
        "tag": "random, the shard's own mark",
        "expires": "the ISO week in which it goes by itself",
        "grant": "the half key in a sealed box, for the parent alone",
        "size": "of what is sealed, padded in steps that double",
        "sealed": "XChaCha20-Poly1305",
    },
    "stories_enquiry": {
        "id": "random, so that it tells no order",
        "kind": "complaint, request, objection or other; so that objections are read first",
        "slot": "where its shard lies; drawn at random",
        "tag": "random, the shard's own mark",
        "week": "the ISO week in which it came, no day",
        "expires": "the ISO week in which it goes by itself",
        "answered_week": "the ISO week in which staff said that it is answered",
        "answered_by_id": "the member of staff who said so",
        "size": "of what is sealed, padded in steps that double",
        "sealed": "XChaCha20-Poly1305",
    },
    "stories_enquirygrant": {
        "id": "random",
        "enquiry_id": "what it opens",
        "holder": "a reader's key id, or the recovery key",
        "sealed": "the half key in a sealed box",
    },
    "stories_deletion": {
        "number": "random; only the parent knows that it is hers",
        "week": "the ISO week in which it was pressed; public",
    },
    "stories_bell": {
        "name": "what rang: danger, urgent, an enquiry or an objection",
        "rung": "how often since staff were last told; leads to nobody",
    },
    "stories_reader": {
        "key_id": "random",
        "user_id": "a member of staff",
        "public_key": "for sealing to them",
        "signing_key": "public half",
        "wrapped_seed": "opened by the unlock phrase, which no table holds",
        "epoch": "raised to close their open vaults",
    },
    "stories_readerlistdocument": {
        "version": "counts the lists",
        "document": "public keys and a signature",
    },
}

TIMES = {
    "consent_edition": {
        "call_opens": "the public calendar",
        "call_closes": "the public calendar",
        "content_lock": "the public calendar",
        "print_order": "the public calendar",
        "opens_at": "the public calendar: the second of the embargo",
    },
    "stories_picture": {"created_at": "Wagtail's; staff upload a picture, or clear a parent's, at that moment"},
    "stories_proposal": {"asked_on": "staff asked on that day"},
    "stories_story": {
        "first_published_at": "Wagtail's; a story is never published by itself, so it stays empty",
        "last_published_at": "Wagtail's; stays empty",
        "go_live_at": "Wagtail's; stays empty",
        "expire_at": "Wagtail's; stays empty",
        "locked_at": "Wagtail's; staff's lock while a parent is asked",
    },
}
ROOMS = ("stories", "consent")
WEEK = re.compile(r"\d{4}-W\d\d")
SMALLEST = 8192 + 1 + 24 + 16  # the first step of the padding, a format byte, a nonce, a tag


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(make_edition())


def tables_of(*rooms: str) -> list[str]:
    return [name for name in connection.introspection.table_names() if name.split("_")[0] in rooms]


def columns(table: str) -> dict[str, str]:
    """Every column of a table with Django's name for its type, read from the database's own catalogue."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name: connection.introspection.get_field_type(column.type_code, column) for column in described}


@pytest.mark.parametrize("table", IN_CLEAR)
def test_a_table_of_the_vault_has_these_columns_and_no_other(table):
    assert set(columns(table)) == set(IN_CLEAR[table])


def test_no_column_of_these_rooms_holds_a_time_but_for_these():
    held = {
        table: {name for name, kind in columns(table).items() if re.search("Date|Time|Duration", kind)}
        for table in tables_of(*ROOMS)
    }
    assert {table: names for table, names in held.items() if names} == {t: set(names) for t, names in TIMES.items()}


def test_no_field_of_these_rooms_fills_itself_with_the_time_or_holds_an_address_of_a_machine():
    ours = [field for room in ROOMS for model in apps.get_app_config(room).get_models() for field in model._meta.fields]
    telling = [
        str(field)
        for field in ours
        if isinstance(field, models.GenericIPAddressField)
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    ]
    assert telling == ["stories.Picture.created_at"]


def test_every_table_that_a_contribution_leads_to_is_held_to_its_list():
    """A new table of sealed things must not slip past this file."""
    leading = {
        relation.related_model._meta.db_table
        for relation in Contribution._meta.related_objects
        if relation.related_model._meta.db_table not in CLEARED
    }
    assert leading <= set(IN_CLEAR)


def test_what_stands_in_clear_after_a_sending_is_of_the_promised_form(house, client):
    """A column's name says little; so each value that a parent's sending leaves is looked at too."""
    come_back(client, words_on(sent(client)))
    row = Contribution.objects.get()
    assert WEEK.fullmatch(row.week) and WEEK.fullmatch(row.expires)
    assert re.fullmatch("[0-9a-f]{32}", row.pk) and re.fullmatch("[0-9a-f]{64}", row.lookup)
    assert (row.kind, row.severity, row.urgent) == ("", "unrated", False)
    assert {record.kind for record in Record.objects.all()} <= {"body", "answers", "contact"}
    assert {record.size for record in Record.objects.all()} == {SMALLEST}
    assert all(len(record.sealed) == record.size for record in Record.objects.all())
    holders = {grant.holder for grant in Grant.objects.all()}
    assert holders == {"parent", "recovery", house.amara.reader.key_id, house.ben.reader.key_id}


def test_a_poem_and_a_page_leave_rows_of_one_size(house):
    for text in ("Short.", "A longer one. " * 300):
        actions.receive(
            sending=actions.Sending(title="T", text=text, kind="prose", uses={Use.KEEP: Answer.YES}), today=TODAY
        )
    assert {len(record.sealed) for record in Record.objects.filter(kind="body")} == {SMALLEST}
