"""A secret on two sheets of paper: either alone says nothing, both together give it back.

Threat: a safe is opened, a custodian is leaned upon, a sheet is lost. The secret is parted 2 of 2 by XOR with
random bytes (a one-time pad: each sheet by itself is pure chance, whatever computers will be able to do).
A sheet is 35 bytes (its number, 32 bytes, two of checksum) written as 22 words of the list, or as digits, so
that a slip in copying is named by its place before two sheets are joined.
"""

import hashlib
import secrets

from . import words

COUNT = 22
_BYTES = 35
_BASE = len(words.DRAWN)
_PLACES = {index: place for place, index in enumerate(words.DRAWN)}


class WrongSheet(Exception):
    """A sheet does not check, or the two are not sheet 1 and sheet 2."""


def part(seed: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two sheets, as indices of words."""
    pad = secrets.token_bytes(len(seed))
    return _encode(1, pad), _encode(2, _xor(seed, pad))


def join(sheet1: str, sheet2: str) -> bytes:
    """The secret from both sheets as typed, words or digits, in either order.

    Raises WordsError for a word that is not on the list or a wrong count, WrongSheet for the rest. Two sheets
    of different secrets give a wrong one: the caller compares its public halves with the known ones.
    """
    parts = dict(_decode(words.parse(sheet, COUNT)) for sheet in (sheet1, sheet2))
    if set(parts) != {1, 2}:
        raise WrongSheet("These are not sheet 1 and sheet 2.")
    return _xor(parts[1], parts[2])


def _encode(number: int, share: bytes) -> tuple[int, ...]:
    body = bytes([number]) + share
    value = int.from_bytes(body + _check(body), "big")
    indices = []
    for _ in range(COUNT):
        value, place = divmod(value, _BASE)
        indices.append(words.DRAWN[place])
    return tuple(reversed(indices))


def _decode(indices: tuple[int, ...]) -> tuple[int, bytes]:
    value = 0
    for index in indices:
        value = value * _BASE + _PLACES[index]
    raw = value.to_bytes(_BYTES + 1, "big")
    body, check = raw[1:-2], raw[-2:]
    if raw[0] or check != _check(body):
        raise WrongSheet("A word of this sheet is not the one that was printed, or two have changed places.")
    return body[0], body[1:]


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, person=b"pp sheet", digest_size=2).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
