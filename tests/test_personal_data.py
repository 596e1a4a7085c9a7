"""docs/personal_data.md names every field of ours that can hold words or bytes: what for, how long, how it goes."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOMS = ("consent", "stories", "publication")
# StreamField, RichTextField, EmailField, SlugField, URLField and the like are among these by descent or by their type.
KINDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
TYPES = {"CharField", "TextField", "JSONField", "BinaryField", "FileField"}
PAGE = Path(__file__).parent.parent / "docs" / "personal_data.md"
ROW = re.compile(r"^\| `(\w+\.\w+)` \| ([^|]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def can_hold_words(field) -> bool:
    return isinstance(field, KINDS) or field.get_internal_type() in TYPES


def fields() -> dict[str, set[str]]:
    """Of each table of ours, those of its own fields that can hold words or bytes."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            names = {field.name for field in model._meta.local_fields if can_hold_words(field)}
            if names:
                found[model._meta.label] = names
    return found


def listed() -> dict[str, set[str]]:
    return {row[0]: set(re.findall(r"`(\w+)`", row[1])) for row in ROW.findall(PAGE.read_text())}


@pytest.mark.parametrize("table", sorted(fields()))
def test_every_field_that_can_hold_words_is_listed(table):
    missing = fields()[table] - listed().get(table, set())
    assert not missing, (
        f"Say in {PAGE.name} what these fields of {table} are for, until when, and how they go: {missing}"
    )


def test_nothing_is_listed_that_is_not_there():
    there = fields()
    assert not {
        table: names - there.get(table, set()) for table, names in listed().items() if names - there.get(table, set())
    }


def test_each_line_says_what_for_until_when_and_how_it_goes():
    assert all(part.strip() for row in ROW.findall(PAGE.read_text()) for part in row[2:])
    assert len(listed()) > 30


def test_the_list_can_be_wrong():
    assert fields()["stories.Enquiry"] >= {"sealed", "kind", "answered_week"}
    assert not can_hold_words(models.PositiveIntegerField(name="size"))
