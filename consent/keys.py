"""This file knows how an agreement's key is reached.

The keys live in the slot file of the vault, which consent may not import: settings.CONSENT_KEYS
names an object with `create() -> (slot, tag, key)`, `read(slot, tag) -> key` and `erase(slot, tag)`.
"""

from django.conf import settings
from django.utils.module_loading import import_string


class KeyGone(Exception):
    """The key of an agreement cannot be read: it was erased, or the slot files are out of reach."""


def store():
    """The object that keeps the keys of this installation."""
    return import_string(settings.CONSENT_KEYS)


def read(agreement) -> bytes:
    """The agreement's 32 bytes; raises `KeyGone`, whatever the store raised.

    The rule answers no without a key, so the reason why it is missing is no matter here, and
    an error of the store may name paths, which belong in no log.
    """
    try:
        return store().read(agreement.slot, bytes(agreement.slot_tag))
    except Exception:
        raise KeyGone(f"The key of {agreement} cannot be read.") from None
