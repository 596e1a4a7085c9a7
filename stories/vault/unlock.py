"""A reader's seed: wrapped at rest, and open for a short while after the unlock phrase.

Threats. A stolen database: the seed lies wrapped under six machine-drawn words (77 bits) by Argon2id, and
the login password, which people choose and administrators reset, opens nothing. A seized machine: the key of
each unlock is random and lies in memory only; the cookie holds the seed encrypted under it; neither alone
opens anything. A stolen or replayed cookie: it is bound to user, session and epoch (a value the site changes
to end every unlock of a user), and its key goes after 30 idle minutes, four hours, lock, logout or restart.
Somebody who controls the live server or the unlocked browser reads what the reader reads.
"""

import base64
import hashlib
import secrets
import struct
from pathlib import Path

from . import words
from .envelope import Refused, decrypt, encrypt
from .volatile import Volatile

PHRASE_WORDS = 6
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 4 * 60 * 60
# A clock set back a little by time synchronisation locks nobody out.
_CLOCK_SLIP = 60
_SALT_BYTES = 16
_COSTS = struct.Struct(">II")
_FILE = struct.Struct(">32sdd")
_LAST_AT = 32 + 8


class WrongPhrase(Exception):
    """The phrase does not open this key. The message says no more than the public word list does."""


class CostTooHigh(Exception):
    """The key was wrapped at a higher cost than the settings allow now."""


def make_phrase() -> str:
    return words.as_words(words.make(PHRASE_WORDS))


def wrap(seed: bytes, phrase: str, *, kib: int, passes: int) -> bytes:
    """The seed under the phrase. Salt and costs are kept inside, so settings may be raised later."""
    head = _COSTS.pack(kib, passes) + secrets.token_bytes(_SALT_BYTES)
    return head + encrypt(_phrase_key(phrase, head), seed, bound=b"pp wrapped seed" + head)


def unwrap(wrapped: bytes, phrase: str, *, kib: int, passes: int) -> bytes:
    """The seed, or WrongPhrase. `kib` and `passes` are the most this machine is ready to spend.

    A wrap written at a higher cost raises CostTooHigh before any derivation: a changed row cannot make
    the server ask for all its memory, and a lowered setting is named instead of looking like a wrong phrase.
    """
    head, sealed = wrapped[: _COSTS.size + _SALT_BYTES], wrapped[_COSTS.size + _SALT_BYTES :]
    if len(head) < _COSTS.size + _SALT_BYTES:
        raise WrongPhrase("This is not a wrapped key.")
    at_kib, at_passes = _COSTS.unpack(head[: _COSTS.size])
    if at_kib > kib or at_passes > passes:
        raise CostTooHigh(
            f"This key was wrapped with {at_kib} KiB and {at_passes} passes; the settings allow {kib} and {passes}."
        )
    try:
        return decrypt(_phrase_key(phrase, head), sealed, bound=b"pp wrapped seed" + head)
    except words.WordsError as error:
        raise WrongPhrase(str(error)) from None
    except (Refused, ValueError):
        raise WrongPhrase("These words do not open this key.") from None


def _phrase_key(phrase: str, head: bytes) -> bytes:
    kib, passes = _COSTS.unpack(head[: _COSTS.size])
    indices = words.parse(phrase, PHRASE_WORDS)
    return words.stretch(indices, salt=head[_COSTS.size :], kib=kib, passes=passes)


class Unlocks:
    """Open vaults: one file of a random key and two times for each, in the volatile folder."""

    def __init__(self, folder: Path):
        self._files = Volatile(folder)

    def open(self, session: str, user: str, epoch: str, seed: bytes, now: float) -> str:
        """Opens the vault for this session, closing what it had open; returns the cookie's value."""
        self.sweep(now)
        self._files.wipe(_name(session))
        key = secrets.token_bytes(32)
        self._files.write(_name(session), _FILE.pack(key, now, now))
        sealed = encrypt(key, seed, bound=_bound(session, user, epoch))
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def seed(self, cookie: str, session: str, user: str, epoch: str, now: float) -> bytes | None:
        """The seed while the vault is open, and 30 more minutes from now; None whatever the reason it is not."""
        name = _name(session)
        raw = self._files.read(name)
        if raw is None or len(raw) != _FILE.size:
            return None
        if _over(raw, now):
            self._files.wipe(name)
            return None
        key, _, last = _FILE.unpack(raw)
        try:
            sealed = base64.b64decode(cookie, altchars=b"-_", validate=True)
            seed = decrypt(key, sealed, bound=_bound(session, user, epoch))
        except (Refused, ValueError):
            return None
        # Only into a file that is still there: a page answered late must not undo a lock.
        self._files.overwrite(name, struct.pack(">d", max(last, now)), at=_LAST_AT)
        return seed

    def close(self, session: str) -> None:
        self._files.wipe(_name(session))

    def close_all(self) -> None:
        for name in self._files.names():
            self._files.wipe(name)

    def sweep(self, now: float) -> None:
        """Wipes keys whose time is over though nobody came back; run with every `open`, and daily."""
        for name in self._files.names():
            raw = self._files.read(name)
            if raw is not None and (len(raw) != _FILE.size or _over(raw, now)):
                self._files.wipe(name)


def _over(raw: bytes, now: float) -> bool:
    _, opened, last = _FILE.unpack(raw)
    return now - last > IDLE_SECONDS or now - opened > LONGEST_SECONDS or now < opened - _CLOCK_SLIP


def _name(session: str) -> str:
    return hashlib.blake2b(session.encode(), person=b"pp unlock name", digest_size=32).hexdigest()


def _bound(session: str, user: str, epoch: str) -> bytes:
    """Three texts as bytes that no other three can give: each is preceded by its length."""
    parts = [part.encode() for part in (session, user, epoch)]
    return b"pp unlock" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
