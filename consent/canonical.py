"""This file knows the one way in which a record becomes bytes, so that a hash of it can be repeated.

It is RFC 8785 (JCS) for what consent records hold: objects with ASCII names, lists, texts, whole
numbers, true, false and null. A fraction is refused: JCS writes them in a way that json does not.
"""

import json

# Made once: a ledger of a hundred thousand rows is canonical bytes twice as often.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

# What can be passed over without a look: nearly every value of a record.
_REPEATS = frozenset((str, int, bool, type(None)))


def canonical(data) -> bytes:
    """The bytes of a record; raises `TypeError` for a fraction or a name that is not ASCII."""
    _refuse_what_would_not_repeat(data)
    return _ENCODER.encode(data).encode()


def _refuse_what_would_not_repeat(data) -> None:
    match data:
        case float():
            raise TypeError("A record may not hold a fraction.")
        case dict():
            for name, value in data.items():
                if not (isinstance(name, str) and name.isascii()):
                    raise TypeError("The names in a record must be ASCII.")
                if type(value) not in _REPEATS:
                    _refuse_what_would_not_repeat(value)
        case list() | tuple():
            for value in data:
                if type(value) not in _REPEATS:
                    _refuse_what_would_not_repeat(value)
