"""Frozen dataclasses to plain data, and back only if the data is exactly one of them."""

from dataclasses import MISSING, fields

from stories import tree


class BadEdition(ValueError):
    """The data is not an edition; the message says where and why, and quotes no words of a story."""


def plain(thing: object, skip: tuple[str, ...] = ()) -> dict:
    """The fields of a dataclass by name."""
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in skip}


def values(data: object, kind: type, where: str) -> dict:
    """The values of `kind`'s fields: each that has no default is there, none is unknown, text and numbers are of
    the right type. Raises BadEdition with the place `where`."""
    names = {field.name: field.type for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    if not isinstance(data, dict):
        raise BadEdition(f"{where} is not an object")
    if not needed <= set(data) <= set(names):
        raise BadEdition(f"{where} has the fields {sorted(map(str, data))} instead of {sorted(names)}")
    for name, wanted in names.items():
        if name in data and wanted in (str, int) and type(data[name]) is not wanted:
            raise BadEdition(f"{where}.{name} is not {'text' if wanted is str else 'a whole number'}")
    return dict(data)


def one_of(value: object, allowed: tuple[str, ...], where: str) -> None:
    """Raises BadEdition for a value that is none of those allowed."""
    if value not in allowed:
        raise BadEdition(f"{where} is none of {', '.join(allowed)}")


def listed(data: object, where: str) -> list:
    """The data, which must be a list."""
    if not isinstance(data, list):
        raise BadEdition(f"{where} is not a list")
    return data


def texts(data: object, where: str) -> tuple[str, ...]:
    """The data, which must be a list of texts."""
    for number, item in enumerate(listed(data, where)):
        if not isinstance(item, str):
            raise BadEdition(f"{where}[{number}] is not text")
    return tuple(data)


def approved(data: object, where: str) -> tree.StoryTree:
    """The text that the data describes. Raises BadEdition."""
    try:
        return tree.from_data(data)
    except tree.BadTree as wrong:
        raise BadEdition(f"{where}.tree: {wrong}") from None
