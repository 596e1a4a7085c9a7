"""Every column that can hold words is in the table map: who adds one decides what it is in a backup."""

import pytest
from django.apps import apps
from django.db import connection

from publication.backups import rows
from publication.backups.map import MAP, PART_OF, WITH_A_SLOT, WITHOUT_A_MODEL, LeftOut, Table
from publication.backups.refilling import MUST_BE_EMPTY

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}


def unmapped(label: str, model, known: dict) -> set[str]:
    """The columns of a table that the map says nothing about."""
    table = known.get(label)
    if isinstance(table, LeftOut):
        return set()
    held = table.columns if table else frozenset()
    return {field.name for field in rows.columns(model) if rows.holds_words(field)} - held


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_table_and_every_column_that_can_hold_words_is_mapped(label):
    assert label in MAP, f"Say in publication/backups/map.py what {label} is in a backup."
    assert unmapped(label, MODELS[label], MAP) == set()


def test_a_column_that_nobody_mapped_is_found():
    forgotten = MAP | {"stories.Story": Table(family="code kind title credit language standfirst content_note")}
    assert unmapped("stories.Story", MODELS["stories.Story"], forgotten) == {"body"}
    assert unmapped("stories.Record", MODELS["stories.Record"], {}) == {"id", "kind", "sealed"}


def test_the_map_names_nothing_that_is_not_there():
    only_on_sqlite = {"wagtailsearch.SQLiteFTSIndexEntry"}
    assert set(MAP) - only_on_sqlite <= set(MODELS)
    for label, table in MAP.items():
        if isinstance(table, Table):
            assert table.columns <= {field.name for field in rows.columns(MODELS[label])}, label


def test_no_column_is_two_things():
    for label, table in MAP.items():
        if isinstance(table, Table):
            named = " ".join((table.sealed, table.family, table.agreement, table.staff, table.codes, table.files))
            assert len(named.split()) == len(table.columns), label


@pytest.mark.django_db
def test_every_table_of_the_database_belongs_to_a_model_or_is_named():
    known = {model._meta.db_table for model in MODELS.values()} | WITHOUT_A_MODEL
    assert set(connection.introspection.table_names()) <= known


def test_every_row_that_leads_to_a_story_or_to_a_family_is_sealed_or_holds_no_words():
    """A foreign key to a contribution, a story or its words marks a table in which words about it may stand."""
    close = {"stories.Contribution", "stories.Story", "stories.Proposal", "stories.StoryVersion", "consent.Agreement"}
    for label, model in MODELS.items():
        leads = {f.related_model._meta.label for f in rows.columns(model) if f.is_relation and f.related_model}
        table = MAP[label]
        if leads & close and isinstance(table, Table) and not (table.family or table.agreement):
            assert not table.staff, f"{label} may hold words about a story, and lies open."


def test_a_database_that_somebody_uses_is_never_taken_for_an_empty_one():
    assert set(MUST_BE_EMPTY) <= set(MODELS)


def test_whatever_has_a_slot_comes_back_only_with_its_key():
    slotted = {label for label, model in MODELS.items() if "slot" in {field.name for field in rows.columns(model)}}
    assert slotted == set(WITH_A_SLOT)


def test_whatever_holds_a_sealed_part_goes_with_what_it_is_a_part_of():
    """Records and grants: the tables with a column called `sealed`."""
    sealed = {label for label, model in MODELS.items() if "sealed" in {field.name for field in rows.columns(model)}}
    assert sealed == (set(WITH_A_SLOT) - {"stories.Contribution", "consent.Agreement"}) | set(PART_OF)
    for label, column in PART_OF.items():
        assert column in {field.attname for field in rows.columns(MODELS[label])}
