"""Sealed, short-lived values for hidden fields: what a page must carry because the server keeps nothing.

Threat: the field is read by whoever looks at the page's source, changed, used on another page, or used
tomorrow. So it is XChaCha20-Poly1305 under a key from the volatile folder (a restart ends every token), with
the purpose as associated data and the time of making inside the ciphertext, where the page does not show it.
A token can be used more than once while it lives; what must happen once is `once.py`'s work.
"""

import base64
import struct

from .envelope import Refused, decrypt, encrypt

_TIME = struct.Struct(">d")
_CLOCK_SLIP = 60


class TokenRefused(Exception):
    """This token was not made here for this purpose, or is too old. Ask for the words again."""


class Tokens:
    def __init__(self, key: bytes):
        if len(key) != 32:
            raise ValueError("A token key has 32 bytes.")
        self._key = key

    def make(self, purpose: str, payload: bytes, now: float) -> str:
        sealed = encrypt(self._key, _TIME.pack(now) + payload, bound=b"pp token" + purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def read(self, purpose: str, token: str, now: float, max_age: float) -> bytes:
        """The payload, or TokenRefused when changed, made for another purpose, or older than `max_age` seconds."""
        try:
            sealed = base64.urlsafe_b64decode(token)
            # Base64 has spare bits and skips strange characters; a token has one form only.
            if base64.urlsafe_b64encode(sealed).decode("ascii") != token:
                raise Refused("This is no token.")
            opened = decrypt(self._key, sealed, bound=b"pp token" + purpose.encode())
        except (Refused, ValueError):
            raise TokenRefused("This page was not made here, or before the last restart.") from None
        (made,) = _TIME.unpack(opened[: _TIME.size])
        if not -_CLOCK_SLIP <= now - made <= max_age:
            raise TokenRefused("This page is too old.")
        return opened[_TIME.size :]
