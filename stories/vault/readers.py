"""The reader list: to whom this site seals, as a chain of signed documents, pinned outside the database.

Threat: somebody with the database (an administrator, a thief with a restored copy) adds their own key, or
puts back an old list on which a reader still stands who has left. So each version is signed (Ed25519) by a
reader of the version before it, the first by the recovery key; each names the digest of the one before; and
the newest version and digest are pinned in a file that the database cannot change. Sealing asks `check`,
which answers with the newest list or raises. A reader who is on the list can add anybody: that is the trust
placed in readers, and it leaves a signed trace.

If every reader is lost, the recovery key signs a new first list and an operator removes the old pin.
"""

import hashlib
import json
from dataclasses import dataclass

from .envelope import Identity, verify
from .pin import NotTrusted, Pin

__all__ = ["Entry", "NotTrusted", "Pin", "ReaderList", "check", "first", "next", "pin_of"]

_PURPOSE = b"parent-press reader list 1\n"
READER = "reader"


@dataclass(frozen=True)
class Entry:
    """One reader: an opaque key id and two public halves; never a person's name."""

    name: str
    public: bytes
    signing_public: bytes
    role: str = READER


@dataclass(frozen=True)
class ReaderList:
    """One version. `previous` is the digest of the version before, and empty in the first."""

    version: int
    previous: bytes
    entries: tuple[Entry, ...]
    signed_by: bytes
    signature: bytes

    def to_bytes(self) -> bytes:
        return _canonical({**_data(self), "signature": self.signature.hex()})

    @classmethod
    def from_bytes(cls, raw: bytes) -> "ReaderList":
        """Exactly what `to_bytes` gave; anything else is NotTrusted."""
        try:
            data = json.loads(raw)
            found = cls(
                version=data["version"],
                previous=bytes.fromhex(data["previous"]),
                entries=tuple(
                    Entry(entry["name"], bytes.fromhex(entry["public"]), bytes.fromhex(entry["signing"]), entry["role"])
                    for entry in data["entries"]
                ),
                signed_by=bytes.fromhex(data["signed_by"]),
                signature=bytes.fromhex(data["signature"]),
            )
            same = found.to_bytes() == bytes(raw)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotTrusted("A reader list cannot be read.") from None
        if not same:
            raise NotTrusted("A reader list is not in its one form.")
        return found

    @property
    def digest(self) -> bytes:
        return hashlib.blake2b(self.to_bytes(), person=b"pp reader list", digest_size=32).digest()

    @property
    def signed_bytes(self) -> bytes:
        return _PURPOSE + _canonical(_data(self))


def first(recovery_identity: Identity, entries: tuple[Entry, ...]) -> ReaderList:
    """Version 1, signed by the recovery key."""
    return _signed(1, b"", entries, recovery_identity)


def next(before: ReaderList, identity: Identity, entries: tuple[Entry, ...]) -> ReaderList:
    """The version after `before`, by a reader who is on it. NotTrusted if the signer is not."""
    if identity.signing_public not in _signers(before):
        raise NotTrusted("Only a reader of the list before can sign the next one.")
    return _signed(before.version + 1, before.digest, entries, identity)


def check(chain: list[ReaderList], recovery_signing_public: bytes, pin: Pin) -> ReaderList:
    """The newest list of a whole chain, oldest first, or NotTrusted with the reason.

    A chain that goes on after the pin is accepted, as its later versions are signed by pinned readers;
    then the caller pins the answer (`pin_of`), so that the way back is closed.
    """
    if recovery_signing_public != pin.recovery_signing_public:
        raise NotTrusted("The recovery key is not the pinned one.")
    if len(chain) < pin.version:
        raise NotTrusted("The reader list is older than the pinned one.")
    signers, before = {recovery_signing_public}, b""
    for version, each in enumerate(chain, start=1):
        if each.version != version or each.previous != before:
            raise NotTrusted(f"Version {version} of the reader list does not follow from the one before.")
        if each.signed_by not in signers or not verify(each.signed_by, each.signature, each.signed_bytes):
            raise NotTrusted(f"Version {version} of the reader list is not signed by a reader of the one before.")
        _sound(each.entries)
        signers, before = _signers(each), each.digest
        if version == pin.version and before != pin.digest:
            raise NotTrusted(f"Version {version} of the reader list is not the pinned one.")
    return chain[-1]


def pin_of(newest: ReaderList, recovery_public: bytes, recovery_signing_public: bytes) -> Pin:
    return Pin(newest.version, newest.digest, recovery_public, recovery_signing_public)


def _signed(version: int, previous: bytes, entries: tuple[Entry, ...], identity: Identity) -> ReaderList:
    entries = tuple(entries)
    _sound(entries)
    unsigned = ReaderList(version, previous, entries, identity.signing_public, b"")
    return ReaderList(version, previous, entries, identity.signing_public, identity.sign(unsigned.signed_bytes))


def _sound(entries: tuple[Entry, ...]) -> None:
    """A list without readers would seal to nobody, and could never be followed by another."""
    if not any(entry.role == READER for entry in entries):
        raise NotTrusted("A reader list needs a reader.")
    for part in ("name", "public", "signing_public"):
        if len({getattr(entry, part) for entry in entries}) != len(entries):
            raise NotTrusted("A reader list holds each reader and each key once.")
    if any(len(entry.public) != 32 or len(entry.signing_public) != 32 for entry in entries):
        raise NotTrusted("A public half has 32 bytes.")


def _signers(found: ReaderList) -> set[bytes]:
    return {entry.signing_public for entry in found.entries if entry.role == READER}


def _data(found: ReaderList) -> dict:
    return {
        "version": found.version,
        "previous": found.previous.hex(),
        "entries": [
            {
                "name": entry.name,
                "public": entry.public.hex(),
                "signing": entry.signing_public.hex(),
                "role": entry.role,
            }
            for entry in found.entries
        ],
        "signed_by": found.signed_by.hex(),
    }


def _canonical(data: dict) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode("ascii")
