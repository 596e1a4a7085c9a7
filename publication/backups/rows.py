"""Rows of any table as JSON and back, the same on SQLite and on PostgreSQL.

In a row a column has its name in the database's own spelling of the model (`story_id`). Bytes are base64, moments and
dates are written by ISO 8601, and JSON stays the text that it was.
"""

import base64
import datetime
import uuid
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, models

AT_ONCE = 500


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)


def holds_words(field: models.Field) -> bool:
    """Whether a column can hold words or bytes: everything but numbers, dates, yes and no, and keys of other rows."""
    numbers = (models.IntegerField, models.BooleanField, models.FloatField, models.DecimalField)
    times = (models.DateField, models.TimeField, models.DurationField)
    return not field.is_relation and not isinstance(field, (*numbers, *times))


def read(label: str) -> Iterator[dict]:
    """Every row of a table, by its key."""
    model, quote = model_of(label), connection.ops.quote_name
    fields = columns(model)
    names = ", ".join(quote(field.column) for field in fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    converters = [_converters(field) for field in fields]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} ORDER BY {key}")  # noqa: S608 - names of our own tables
        while found := cursor.fetchmany(AT_ONCE):
            for values in found:
                yield {
                    field.attname: _plain(convert(value))
                    for field, convert, value in zip(fields, converters, values, strict=True)
                }


def write(label: str, rows: Iterable[dict]) -> int:
    """Puts rows into a table as they are, without a word of any model; returns how many.

    Inside a transaction: foreign keys are looked at when it ends.
    """
    model, quote = model_of(label), connection.ops.quote_name
    fields = columns(model)
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of our tables
    count, waiting = 0, []
    with connection.cursor() as cursor:
        for row in rows:
            waiting.append([_for_database(field, row[field.attname]) for field in fields])
            if len(waiting) == AT_ONCE:
                cursor.executemany(sql, waiting)
                count, waiting = count + len(waiting), []
        if waiting:
            cursor.executemany(sql, waiting)
    return count + len(waiting)


def _is_json(field: models.Field) -> bool:
    return field.get_internal_type() == "JSONField"


def _converters(field: models.Field):
    if _is_json(field):
        return lambda value: value
    column = field.get_col(field.model._meta.db_table)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]

    def convert(value):
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _plain(value):
    match value:
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case datetime.datetime() | datetime.date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
    return value


def _for_database(field: models.Field, value):
    if value is None or _is_json(field):
        return value
    if isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    elif not isinstance(field, models.FileField):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
