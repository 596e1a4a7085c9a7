"""Seals what a backup must be able to forget: under keys made from secrets that lie in the slot files alone.

Threat: a backup outlives a deletion by years. So the words of a story are sealed under its slot, and what its family
decided under the agreement's key, each by a key of the backups' own (BLAKE2b with the person "backup"). When a slot is
overwritten, every backup ever made loses what was sealed under it, wherever it lies and whoever holds it.
"""

import base64
import hashlib
import json

from stories import keys
from stories.vault import envelope
from stories.vault.shards import Slot

PERSON = b"backup"


def secret_of(slot: int, tag: bytes) -> bytes:
    """The secret in a slot. Raises `SlotErased` and `SlotMissing`, and `PathMissing` when no copy is in reach."""
    return keys.slots().read(Slot(slot, bytes(tag)))


def seal(secret: bytes, data: bytes, *, of: str) -> bytes:
    """`of` says whose it is, and what: in another's place it does not open. The length is hidden in steps."""
    return envelope.encrypt(_key(secret), envelope.pad(data), bound=_bound(of))


def unseal(secret: bytes, sealed: bytes, *, of: str) -> bytes:
    """The data, or `envelope.Refused`."""
    return envelope.unpad(envelope.decrypt(_key(secret), sealed, bound=_bound(of)))


def from_base64(text: str) -> bytes:
    return base64.b64decode(text)


def seal_rows(secret: bytes, rows: dict, *, of: str) -> str:
    return base64.b64encode(seal(secret, json.dumps(rows).encode(), of=of)).decode()


def unseal_rows(secret: bytes, sealed: str, *, of: str) -> dict:
    return json.loads(unseal(secret, from_base64(sealed), of=of))


def _key(secret: bytes) -> bytes:
    return hashlib.blake2b(secret, person=PERSON, digest_size=32).digest()


def _bound(of: str) -> bytes:
    return b"pp backup 1" + of.encode()
