"""Joins the signed reader list (stories.vault.readers) to its rows and its pin.

Sealing believes only `trusted()`: the newest document whose chain of signatures reaches back to the
recovery key and is not older than the pin outside the database. A public key put straight into a
table therefore receives nothing.
"""

import re
import secrets
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

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
    phrase: str = field(repr=False)
    entry: lists.Entry


@dataclass(frozen=True)
class Drawn:
    """A new key pair, wrapped under a phrase of its own. Drawing takes a second: do it before a transaction."""

    phrase: str = field(repr=False)
    identity: Identity
    wrapped_seed: bytes


def draw(phrase: str | None = None) -> Drawn:
    phrase = phrase or unlock.make_phrase()
    seed = secrets.token_bytes(32)
    return Drawn(phrase, Identity.from_seed(seed), keys.wrap(seed, phrase))


def make_reader(*, user, phrase: str | None = None, drawn: Drawn | None = None) -> Enrolled:
    """A key pair for one staff member, wrapped under a machine-made phrase that is returned once and kept nowhere.

    Somebody who had a key keeps its id, so that nobody becomes a second person to their own work by a new key.
    The reader opens nothing until a signed list names them: `found` for the first, `admit` afterwards.
    """
    drawn = drawn or draw(phrase)
    reader = Reader.objects.filter(user=user).first()
    if reader is None or not re.fullmatch("[0-9a-f]{32}", reader.key_id):
        Reader.objects.filter(user=user).delete()
        reader = Reader(key_id=secrets.token_hex(16), user=user, epoch=0)
    reader.public_key = drawn.identity.public
    reader.signing_key = drawn.identity.signing_public
    reader.wrapped_seed = drawn.wrapped_seed
    reader.epoch += 1
    reader.save()
    return Enrolled(reader, drawn.phrase, entry_of(reader.key_id, drawn.identity))


def entry_of(name: str, identity: Identity) -> lists.Entry:
    return lists.Entry(name, identity.public, identity.signing_public)


@transaction.atomic
def found(*, document: lists.ReaderList, recovery_public: bytes, recovery_signing_public: bytes) -> None:
    """Stores the first list, signed by the recovery key, and pins it. Refuses when a list is there already."""
    if ReaderListDocument.objects.exists():
        raise lists.NotTrusted("This site has a reader list already; a reader on it must sign the next one.")
    pin = lists.pin_of(document, recovery_public, recovery_signing_public)
    lists.check([document], recovery_signing_public, pin)
    ReaderListDocument.objects.create(version=document.version, document=document.to_bytes())
    keys.write_reader_pin(pin)


def take_turn() -> None:
    """Waits until nobody else changes the list, and keeps the turn until the transaction ends. Asked first of all, so
    that two who change it come one after the other, and the second sees what the first one left."""
    ReaderListDocument.objects.select_for_update().order_by("version").first()


def admit(*, entry: lists.Entry, by: Identity) -> None:
    """Adds one reader, signed by a reader with an open vault. Raises `lists.NotTrusted` for anybody else."""
    current = newest()
    _follow(current, by, (*current.entries, entry))


def exchange(*, entry: lists.Entry, by: Identity) -> None:
    """Puts a reader's new keys in the place of the old ones; the old ones receive and sign nothing from now on."""
    current = newest()
    _follow(current, by, tuple(entry if one.name == entry.name else one for one in current.entries))


def dismiss(*, name: str, by: Identity) -> None:
    """Takes a reader off the list."""
    current = newest()
    _follow(current, by, tuple(one for one in current.entries if one.name != name))


@transaction.atomic
def _follow(current: lists.ReaderList, by: Identity, entries: tuple[lists.Entry, ...]) -> None:
    """Stores the next list. It is pinned after the commit: a crash between the two is mended by the next `newest`,
    while a pin of a list that was never stored would stop all sealing."""
    document = lists.next(current, by, entries)
    try:
        with transaction.atomic():
            ReaderListDocument.objects.create(version=document.version, document=document.to_bytes())
    except IntegrityError:
        raise lists.NotTrusted(
            "A colleague changed the list of readers at this moment. Look at it, and try again."
        ) from None
    transaction.on_commit(newest, robust=True)
