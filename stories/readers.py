"""Joins the signed reader list (stories.vault.readers) to its rows and its pin.

Sealing believes only `trusted()`: the newest document whose chain of signatures reaches back to the
recovery key and is not older than the pin outside the database. A public key put straight into a
table therefore receives nothing.
"""

import secrets
from dataclasses import dataclass

from django.db import transaction

from stories import keys
from stories.models import Reader, ReaderListDocument
from stories.vault import readers as lists
from stories.vault import unlock
from stories.vault.envelope import Identity


@dataclass(frozen=True)
class Trusted:
    recovery_public: bytes
    readers: dict[str, bytes]


def chain() -> list[lists.ReaderList]:
    return [lists.ReaderList.from_bytes(bytes(row.document)) for row in ReaderListDocument.objects.order_by("version")]


def newest() -> lists.ReaderList:
    """The newest list, checked against the pin. Raises `lists.NotTrusted` with the reason."""
    pin = keys.reader_pin()
    found = lists.check(chain(), pin.recovery_signing_public, pin)
    if found.version > pin.version:
        keys.write_reader_pin(lists.pin_of(found, pin.recovery_public, pin.recovery_signing_public))
    return found


def trusted() -> Trusted:
    """Who new contributions are sealed to. Raises `lists.NotTrusted`."""
    document = newest()
    return Trusted(keys.reader_pin().recovery_public, {entry.name: entry.public for entry in document.entries})


@dataclass(frozen=True)
class Enrolled:
    reader: Reader
    phrase: str
    entry: lists.Entry


def make_reader(*, user, phrase: str | None = None) -> Enrolled:
    """A key pair for one staff member, wrapped under a machine-made phrase that is returned once and kept nowhere.

    The reader opens nothing until a signed list names them: `found` for the first, `admit` afterwards.
    """
    phrase = phrase or unlock.make_phrase()
    seed = secrets.token_bytes(32)
    identity = Identity.from_seed(seed)
    reader = Reader.objects.create(
        key_id=secrets.token_hex(16),
        user=user,
        public_key=identity.public,
        signing_key=identity.signing_public,
        wrapped_seed=keys.wrap(seed, phrase),
    )
    entry = lists.Entry(reader.key_id, identity.public, identity.signing_public)
    return Enrolled(reader, phrase, entry)


@transaction.atomic
def found(*, document: lists.ReaderList, recovery_public: bytes, recovery_signing_public: bytes) -> None:
    """Stores the first list, signed by the recovery key, and pins it. Refuses when a list is there already."""
    if ReaderListDocument.objects.exists():
        raise lists.NotTrusted("This site has a reader list already; a reader on it must sign the next one.")
    pin = lists.pin_of(document, recovery_public, recovery_signing_public)
    lists.check([document], recovery_signing_public, pin)
    ReaderListDocument.objects.create(version=document.version, document=document.to_bytes())
    keys.write_reader_pin(pin)


@transaction.atomic
def admit(*, entry: lists.Entry, by: Identity) -> None:
    """Adds one reader, signed by a reader with an open vault. Raises `lists.NotTrusted` for anybody else."""
    current = newest()
    document = lists.next(current, by, (*current.entries, entry))
    ReaderListDocument.objects.create(version=document.version, document=document.to_bytes())
    pin = keys.reader_pin()
    keys.write_reader_pin(lists.pin_of(document, pin.recovery_public, pin.recovery_signing_public))
