"""Does what a button asks once, however often it is pressed.

A page with such a button carries a nonce that the server made and sealed with its age. The first answer to it is
kept for half an hour in volatile storage (stories.vault.once), so that a lost answer or a second press gets the
same answer and makes nothing twice. Each purpose has nonces of its own: one page can carry two buttons.
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable

from stories import keys
from stories.vault.once import NONCE_SECONDS, AlreadyAnswered
from stories.vault.tokens import TokenRefused
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)


class AlreadySent(Exception):
    """This button was pressed before, and its answer is no longer kept."""


class PageTooOld(Exception):
    """The page is older than a day, or the server has started anew: it must be shown once more before it is sent."""


def new_nonce(purpose: str) -> str:
    """What makes one showing of a page different from every other."""
    return keys.tokens().make(purpose, secrets.token_bytes(16), time.time())


def once_only(purpose: str, nonce: str, make: Callable[[], bytes]) -> bytes:
    """The answer that `make` gave at the first press; it must have committed what it did before it returns.

    Raises `AlreadySent`, `PageTooOld`, and whatever `make` raises; then nothing is kept, and the next press tries anew.
    """
    name = _opened(purpose, nonce)
    with keys.once().turn(name):
        try:
            kept = keys.once().first(name)
        except AlreadyAnswered as answered:
            raise AlreadySent from answered
        if kept is not None:
            return kept
        answer = make()
        try:
            keys.once().keep(name, answer)
        except (NotPrivate, OSError):
            # What was made is made: a second press may make it twice, but no failing disk may keep the answer,
            # which can be the only words that open it, from the parent.
            logger.exception("An answer could not be kept for a second press.")
        return answer


def forget(purpose: str, nonce: str) -> None:
    """Forgets the answer at once. A nonce of ours or not: nobody can tell from outside."""
    try:
        name = _opened(purpose, nonce)
    except PageTooOld:
        return
    with keys.once().turn(name):
        keys.once().forget(name)


def _opened(purpose: str, nonce: str) -> bytes:
    try:
        opened = keys.tokens().read(purpose, nonce, time.time(), NONCE_SECONDS)
    except TokenRefused as refusal:
        raise PageTooOld from refusal
    return hashlib.blake2b(opened, key=purpose.encode(), digest_size=32).digest()
