"""Holders, records and grants: what is sealed, to whom, and what a thief of the rows can see.

Threat: somebody takes the database, changes rows in it, or compares them. So
- every record is XChaCha20-Poly1305 (libsodium; 24-byte random nonces, safe to draw without counting)
  with contribution id, kind and version as associated data: a row moved to another place is refused;
- plaintexts are padded, to 8 KiB and then to powers of two, so nearly all stories have one size;
- a record's key needs two parts, `half` (sealed to each holder) and `shard` (in the slot file, never in
  a backup): overwriting the shard closes every copy of the record, whoever kept it;
- `id|half` goes to each holder in a sealed box (X25519, an ephemeral key for each; libsodium
  `crypto_box_seal`), so who was granted shows, and the half does not.

A holder is one 32-byte seed: a reader, a parent (from return words), or the recovery key.
"""

import hashlib
import hmac
import secrets

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

ID_BYTES = 16
KEY_BYTES = 32
SMALLEST = 8 * 1024
_NONCE_BYTES = 24
_FORMAT = b"\x01"


class Refused(Exception):
    """These bytes were not sealed by this key for this place, or were changed since.

    It never says which: to tell a wrong key from a changed byte helps only who should learn neither.
    """


class Identity:
    """The private side of a holder. Never printed, never stored unwrapped."""

    __slots__ = ("_box", "_signing", "public", "signing_public")

    def __init__(self, box: PrivateKey, signing: SigningKey):
        self._box = box
        self._signing = signing
        self.public = bytes(box.public_key)
        self.signing_public = bytes(signing.verify_key)

    @classmethod
    def from_seed(cls, seed: bytes) -> "Identity":
        """Both pairs from one seed, by separate derivations, so that neither key says anything of the other."""
        if len(seed) != KEY_BYTES:
            raise ValueError("A seed has 32 bytes.")
        box = hashlib.blake2b(key=seed, person=b"pp holder box", digest_size=32).digest()
        signing = hashlib.blake2b(key=seed, person=b"pp holder sign", digest_size=32).digest()
        return cls(PrivateKey(box), SigningKey(signing))

    def open_sealed(self, sealed: bytes) -> bytes:
        try:
            return SealedBox(self._box).decrypt(sealed)
        except (CryptoError, ValueError):
            raise Refused("This was not sealed to this key.") from None

    def sign(self, message: bytes) -> bytes:
        """A detached Ed25519 signature, 64 bytes."""
        return self._signing.sign(message).signature


def verify(signing_public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        VerifyKey(signing_public).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def pad(plaintext: bytes) -> bytes:
    """Length (4 bytes), text, zeros: 8 KiB in all, or the next power of two that holds it."""
    needed = len(plaintext) + 4
    size = max(SMALLEST, 1 << (needed - 1).bit_length())
    return len(plaintext).to_bytes(4, "big") + plaintext + bytes(size - needed)


def unpad(padded: bytes) -> bytes:
    """The exact inverse; anything that `pad` could not have made is refused."""
    plaintext = padded[4 : 4 + int.from_bytes(padded[:4], "big")]
    if not hmac.compare_digest(pad(plaintext), padded):
        raise Refused("The padding is not ours.")
    return plaintext


def new_id() -> bytes:
    return secrets.token_bytes(ID_BYTES)


def new_half() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_shard() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def dek(half: bytes, shard: bytes) -> bytes:
    """The key of a contribution's records. BLAKE2b with the shard as key: without both there is nothing."""
    if len(half) != KEY_BYTES or len(shard) != KEY_BYTES:
        raise ValueError("A half and a shard have 32 bytes each.")
    return hashlib.blake2b(half, key=shard, person=b"pp record key", digest_size=32).digest()


def seal(dek: bytes, plaintext: bytes, *, id: bytes, kind: str, version: int) -> bytes:
    return encrypt(dek, pad(plaintext), bound=_place(id, kind, version))


def open_record(dek: bytes, sealed: bytes, *, id: bytes, kind: str, version: int) -> bytes:
    """The plaintext, or Refused when a bit, the id, the kind or the version is not what was sealed."""
    return unpad(decrypt(dek, sealed, bound=_place(id, kind, version)))


def grant(public: bytes, *, id: bytes, half: bytes) -> bytes:
    """`id|half` for one holder. The id inside stops a grant from being pinned to another contribution."""
    if len(id) != ID_BYTES or len(half) != KEY_BYTES:
        raise ValueError("An id has 16 bytes and a half 32.")
    return SealedBox(PublicKey(public)).encrypt(id + half)


def open_grant(identity: Identity, sealed: bytes, *, id: bytes) -> bytes:
    opened = identity.open_sealed(sealed)
    if len(opened) != ID_BYTES + KEY_BYTES or not hmac.compare_digest(opened[:ID_BYTES], id):
        raise Refused("This grant belongs to another contribution.")
    return opened[ID_BYTES:]


def encrypt(key: bytes, plaintext: bytes, *, bound: bytes) -> bytes:
    """Format byte, random nonce, ciphertext with tag; `bound` must be the same to decrypt."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, bound, nonce, key)


def decrypt(key: bytes, sealed: bytes, *, bound: bytes) -> bytes:
    if sealed[:1] != _FORMAT:
        raise Refused("These bytes are not in a format of the vault.")
    nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, bound, nonce, key)
    except (CryptoError, ValueError, TypeError):
        raise Refused("This was not sealed by this key for this place, or it was changed.") from None


def _place(id: bytes, kind: str, version: int) -> bytes:
    """Id, kind and version as bytes that no other three can give: the only part of open length is last."""
    if len(id) != ID_BYTES:
        raise ValueError("An id has 16 bytes.")
    return b"pp record 1" + id + version.to_bytes(8, "big") + kind.encode()
