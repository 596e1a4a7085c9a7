"""Joins a signed-in reader's session to their open vault.

The seed is never in a table: the cookie holds it encrypted under a key that lies only in volatile
storage, found by the session, so that neither a stolen database nor a stolen cookie opens anything.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from stories import keys, readers
from stories.models import Reader
from stories.vault.envelope import Identity
from stories.vault.readers import NotTrusted

HARDENED = settings.SITE_URL.startswith("https://")
COOKIE = "__Host-vault" if HARDENED else "vault"


class NotAReader(Exception):
    """This account has no vault key, or one that the signed list does not name."""


@dataclass(frozen=True)
class UnlockedReader:
    user: object
    reader: Reader
    identity: Identity


def _session(request) -> str:
    return request.session.session_key or ""


def unlock(request, phrase: str) -> UnlockedReader:
    """Opens the vault for this session.

    Raises `NotAReader` when the account has no key on the signed list and `stories.vault.unlock.WrongPhrase`
    when the phrase does not fit. The session's key is cycled first, so that an older copy of it opens nothing.
    """
    reader = Reader.objects.filter(user=request.user).first()
    if reader is None or not reader.wrapped_seed:
        raise NotAReader("Your account has no vault key yet. Ask a colleague who can open the vault to enrol you.")
    seed = keys.unwrap(bytes(reader.wrapped_seed), phrase)
    _refuse_unlisted(reader, Identity.from_seed(seed))
    request.session.cycle_key()
    request.vault_cookie = keys.unlocks().open(
        session=_session(request), user=str(request.user.pk), epoch=str(reader.epoch), seed=seed, now=time.time()
    )
    return UnlockedReader(request.user, reader, Identity.from_seed(seed))


def _refuse_unlisted(reader: Reader, identity: Identity) -> None:
    """A key that was put into the table by hand, or put back into it, is not a reader's."""
    try:
        listed = readers.trusted().readers.get(reader.key_id)
    except NotTrusted as why:
        raise NotAReader(f"Nobody can open the vault now: {why}") from why
    if listed != identity.public:
        raise NotAReader("Your key is not on the signed list of readers. Ask a colleague who is, to enrol you again.")


def unlocked(request) -> UnlockedReader | None:
    """The reader whose vault is open in this session, or None. Asking counts as activity."""
    cookie = getattr(request, "vault_cookie", None) or request.COOKIES.get(COOKIE)
    if not cookie or not request.user.is_authenticated:
        return None
    reader = Reader.objects.filter(user=request.user).first()
    if reader is None:
        return None
    seed = keys.unlocks().seed(
        cookie, session=_session(request), user=str(request.user.pk), epoch=str(reader.epoch), now=time.time()
    )
    return UnlockedReader(request.user, reader, Identity.from_seed(seed)) if seed else None


def keep_open(request, response):
    """Gives the response of an unlocking view its cookie: for this browser session, unreadable by scripts."""
    if cookie := getattr(request, "vault_cookie", None):
        response.set_cookie(COOKIE, cookie, secure=HARDENED, httponly=True, samesite="Strict", path="/")
    return response


def lock(request) -> None:
    """Closes the vault of this session at once."""
    keys.unlocks().close(_session(request))


def close_everywhere(user) -> None:
    """Takes the keys of every vault that this person has open from memory; `Reader.epoch` locks them besides."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            keys.unlocks().close(session.session_key)


def forget(response):
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
    return response
