"""What one slot looks like in bytes, and which of two differing copies of a slot is right.

64 bytes: state (1), tag (16), secret (32), checksum (15). 64 divides a disk's sector, so a slot is never
half in one and half in the next. The checksum includes the slot's place: a slot copied elsewhere, a torn
write and a block of zeros are all recognised as damaged, and damaged never means empty.
"""

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum

SIZE = 64
TAG_BYTES = 16
SECRET_BYTES = 32
_FILE_ID_BYTES = 16
_MAGIC = b"parent-press slots 1\n"


class State(IntEnum):
    """In the order in which copies join: an erasure seen anywhere wins, then a claim, then emptiness."""

    DAMAGED = 0
    EMPTY = 1
    LIVE = 2
    ERASED = 3


@dataclass(frozen=True)
class Content:
    state: State
    tag: bytes = bytes(TAG_BYTES)
    secret: bytes = field(default=bytes(SECRET_BYTES), repr=False)


DAMAGED = Content(State.DAMAGED)
EMPTY = Content(State.EMPTY)
# Nothing of the slot is kept, not even the tag: an erased slot cannot be matched with an old backup's row.
ERASED = Content(State.ERASED)


def encode(index: int, content: Content) -> bytes:
    body = bytes([content.state]) + content.tag + content.secret
    return body + _checksum(index, body)


def decode(index: int, raw: bytes) -> Content:
    """The content of one slot; short, torn, moved or unknown bytes are DAMAGED."""
    body, checksum = raw[: SIZE - 15], raw[SIZE - 15 :]
    if len(raw) != SIZE or checksum != _checksum(index, body) or not 0 < body[0] < len(State):
        return DAMAGED
    return Content(State(body[0]), body[1 : 1 + TAG_BYTES], body[1 + TAG_BYTES :])


def empties(start: int, count: int) -> bytes:
    return b"".join(encode(index, EMPTY) for index in range(start, start + count))


def join(index: int, raws: list[bytes]) -> bytes:
    """The bytes that every copy of this slot should hold; the first path's when states are equal."""
    return max(raws, key=lambda raw: decode(index, raw).state)


def header(file_id: bytes) -> bytes:
    """The first 64 bytes of a file: what it is, and which installation's, the same in both copies."""
    return (_MAGIC + file_id).ljust(SIZE, b"\0")


def file_id_of(raw: bytes) -> bytes | None:
    """The installation's id, or None when this is no slot file."""
    file_id = raw[len(_MAGIC) : len(_MAGIC) + _FILE_ID_BYTES]
    return file_id if raw == header(file_id) else None


def _checksum(index: int, body: bytes) -> bytes:
    return hashlib.blake2b(index.to_bytes(8, "big") + body, person=b"pp slot", digest_size=15).digest()
