"""The vault of this installation: which files it uses, at which costs. The only place where Django's settings
meet the vault.

Threat: a path that silently points elsewhere. A missing salt or slot file is named and never replaced by a new
one, since with a new salt no parent's words would find anything again. `create_files` is for the set-up.
Nothing here keeps a secret in memory between calls, so every process sees what another one changed.
"""

import contextlib
import functools
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from stories.vault import unlock, words
from stories.vault.lanes import Lanes
from stories.vault.once import Once
from stories.vault.pin import Pin
from stories.vault.shards import PathMissing, Slot, SlotErased, SlotFile
from stories.vault.tokens import Tokens
from stories.vault.unlock import Unlocks
from stories.vault.volatile import Volatile

SALT_BYTES = 16
SEND, RETURN, READER, PICTURE, SCAN, FINISH = "send", "return", "reader", "picture", "scan", "finish"
# An unlock takes a second by itself, and several colleagues may start their day at once.
READER_PATIENCE, WRAPPING_PATIENCE = 5.0, 60.0
# Who waits for it holds one of the few threads that everybody else needs.
PICTURE_PATIENCE = 0.3


def slots() -> SlotFile:
    """The slot file and its mirror. The object holds no state but the two paths."""
    return _slot_file(tuple(settings.SLOT_FILES))


@functools.lru_cache(maxsize=8)
def _slot_file(paths: tuple[Path, Path]) -> SlotFile:
    return SlotFile(paths)


def erase_slot(slot: Slot) -> None:
    """Destroys a secret in both copies. With one copy's disk away the other is enough: the secret reads as
    erased from now on, and `repair` (at each start, and daily) carries the erasure over when the disk is back.

    Raises PathMissing only when no copy could be reached, since then nothing was destroyed.
    """
    try:
        slots().erase(slot)
    except PathMissing:
        with contextlib.suppress(SlotErased):
            slots().read(slot)
            raise


def site_salt() -> bytes:
    """The salt of all return words. It is no secret, but losing it loses every parent's way back."""
    path = Path(settings.SITE_SALT_FILE)
    try:
        salt = path.read_bytes()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"The site salt {path} is missing. Restore it from a backup.") from None
    if len(salt) != SALT_BYTES:
        raise ImproperlyConfigured(f"The site salt {path} does not hold {SALT_BYTES} bytes. Restore it from a backup.")
    return salt


def create_files() -> None:
    """Makes the slot files and the salt of a new installation; leaves those of an old one as they are.

    Refuses to make a salt beside an existing slot file: that installation had one, and needs it back.
    """
    salt = Path(settings.SITE_SALT_FILE)
    if slots().exists() and not salt.exists():
        site_salt()
    slots().create()
    if not salt.exists():
        salt.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(salt, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(SALT_BYTES))
            stream.flush()
            os.fsync(stream.fileno())


def derive(indices: tuple[int, ...], lane: str = RETURN) -> words.Returner:
    """Lookup and seed of return words, with this site's salt and cost.

    `lane` is SEND for words that are made now and RETURN for words that are typed: a flood of the one leaves the other
    its places. Raises `lanes.Busy` when none comes free within a second.
    """
    with lanes().place(lane, settings.DERIVATIONS_AT_ONCE):
        return returner(indices)


@contextlib.contextmanager
def deriving(indices: tuple[int, ...], lane: str) -> Iterator[Callable[[], words.Returner]]:
    """The same beside what the block does meanwhile; what it gives is called for the result.

    A place is taken first, so that `lanes.Busy` comes before the block has begun anything.
    """
    with lanes().place(lane, settings.DERIVATIONS_AT_ONCE), ThreadPoolExecutor(1) as beside:
        yield beside.submit(returner, indices).result


def decoding() -> contextlib.AbstractContextManager[None]:
    """A place to decode a parent's picture, of which the whole server has one, since each may take a second or two.

    Raises `lanes.Busy` when none comes free.
    """
    return lanes().place(PICTURE, 1, patience=PICTURE_PATIENCE)


def reading_a_scan() -> contextlib.AbstractContextManager[None]:
    """A place to read a PDF, of which the whole server has one. Raises `lanes.Busy` after a wait of seconds."""
    return lanes().place(SCAN, 1, patience=READER_PATIENCE)


def finishing() -> contextlib.AbstractContextManager[None]:
    """A place to finish what a crash cut short, of which the whole server has one. Raises `lanes.Busy` at once."""
    return lanes().place(FINISH, 1, patience=0)


def returner(indices: tuple[int, ...]) -> words.Returner:
    """The derivation itself, at whatever moment: ask for a place first."""
    return words.derive(indices, salt=site_salt(), kib=settings.RETURN_ARGON2_KIB, passes=settings.RETURN_ARGON2_PASSES)


def wrap(seed: bytes, phrase: str) -> bytes:
    """The seed under the phrase, or `lanes.Busy` after a long wait: nobody enrols twice in a hurry."""
    with lanes().place(READER, 1, patience=WRAPPING_PATIENCE):
        return unlock.wrap(seed, phrase, kib=settings.READER_ARGON2_KIB, passes=settings.READER_ARGON2_PASSES)


def unwrap(wrapped: bytes, phrase: str) -> bytes:
    """A reader's seed, or unlock.WrongPhrase, or `lanes.Busy`: one at a time, since each takes 256 MiB."""
    with lanes().place(READER, 1, patience=READER_PATIENCE):
        return unlock.unwrap(wrapped, phrase, kib=settings.READER_ARGON2_KIB, passes=settings.READER_ARGON2_PASSES)


def reader_pin() -> Pin:
    """The pinned version of the reader list; NotTrusted when there is none."""
    return Pin.read(settings.READER_PIN_FILE)


def write_reader_pin(pin: Pin) -> None:
    pin.write(settings.READER_PIN_FILE)


def unlocks() -> Unlocks:
    return Unlocks(_volatile("unlocks"))


def tokens() -> Tokens:
    """Tokens under this run's key: the first process to ask makes it, all others find it."""
    files = Volatile(_volatile())
    # Read first: with the folder full, the pages that need no new file must still work.
    return Tokens(files.read("tokens.key") or files.write_new("tokens.key", secrets.token_bytes(32)))


def lanes() -> Lanes:
    return Lanes(Path(settings.VOLATILE_DIR) / "lanes")


def once() -> Once:
    return Once(_volatile("once"))


def empty_volatile() -> None:
    """Locks every vault and ends every token: for the start of the server, once, before its workers.

    Never from a management command: beside a running server it would throw readers out of their work.
    """
    Volatile(Path(settings.VOLATILE_DIR)).empty()


def _volatile(folder: str = "") -> Path:
    """A folder in the volatile one. The outer is looked at each time, since /dev/shm is open to every user."""
    outer = Path(settings.VOLATILE_DIR)
    Volatile(outer).prepare()
    return outer / folder if folder else outer


class _LedgerKeys:
    """The consent ledger's keys (one for each agreement) in the slot file. Named by `settings.CONSENT_KEYS`,
    as consent may not import stories."""

    def create(self) -> tuple[int, bytes, bytes]:
        """A new key in a new slot: slot, tag and the key's 32 bytes."""
        key = secrets.token_bytes(32)
        slot = slots().claim(key)
        return slot.index, slot.tag, key

    def read(self, slot: int, tag: bytes) -> bytes:
        return slots().read(Slot(slot, bytes(tag)))

    def erase(self, slot: int, tag: bytes) -> None:
        erase_slot(Slot(slot, bytes(tag)))


ledger_keys = _LedgerKeys()
