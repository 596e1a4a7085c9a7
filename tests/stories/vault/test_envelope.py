"""Records and grants: opened by those they are for, at the place they were sealed for, or refused."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from stories.vault import envelope
from stories.vault.envelope import Identity, Refused

KEY = bytes(range(32))
ID = bytes(range(16))
keys = st.binary(min_size=32, max_size=32)
ids = st.binary(min_size=16, max_size=16)
kinds = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12)


@given(st.binary(max_size=40_000))
def test_padding_gives_back_what_it_was_given(plaintext):
    padded = envelope.pad(plaintext)
    assert envelope.unpad(padded) == plaintext
    assert len(padded) >= 8192 and len(padded).bit_count() == 1


@pytest.mark.parametrize(("length", "size"), [(0, 8192), (8188, 8192), (8189, 16384), (16380, 16384), (16381, 32768)])
def test_sizes_are_eight_kibibytes_and_then_powers_of_two(length, size):
    assert len(envelope.pad(bytes(length))) == size


@given(st.binary(max_size=20_000))
def test_bytes_that_padding_could_not_have_made_are_refused(raw):
    try:
        plaintext = envelope.unpad(raw)
    except Refused:
        return
    assert envelope.pad(plaintext) == raw


@pytest.mark.parametrize("spoil", [lambda p: p[:-1] + b"\x01", lambda p: p[:-1], lambda p: p + bytes(8192)])
def test_spoilt_padding_is_refused(spoil):
    with pytest.raises(Refused):
        envelope.unpad(spoil(envelope.pad(b"text")))


@given(st.integers(1, 7900))
def test_stories_up_to_seven_thousand_nine_hundred_bytes_have_one_size(length):
    sealed = envelope.seal(KEY, b"x" * length, id=ID, kind="body", version=1)
    assert len(sealed) == 1 + 24 + 8192 + 16


@given(keys, st.binary(max_size=9000), ids, kinds, st.integers(0, 2**40))
def test_a_record_opens_at_its_own_place(key, plaintext, id, kind, version):
    sealed = envelope.seal(key, plaintext, id=id, kind=kind, version=version)
    assert envelope.open_record(key, sealed, id=id, kind=kind, version=version) == plaintext


@given(st.data())
def test_a_record_moved_to_another_place_or_key_is_refused(data):
    place = {"id": ID, "kind": "body", "version": 3}
    sealed = envelope.seal(KEY, b"text", **place)
    part = data.draw(st.sampled_from(["id", "kind", "version", "key"]))
    other = data.draw({"id": ids, "kind": kinds, "version": st.integers(0, 2**40), "key": keys}[part])
    if other == (KEY if part == "key" else place[part]):
        return
    key = other if part == "key" else KEY
    with pytest.raises(Refused):
        envelope.open_record(key, sealed, **(place if part == "key" else place | {part: other}))


@given(st.integers(0, 8 * (1 + 24 + 8192 + 16) - 1))
def test_one_changed_bit_anywhere_is_refused(bit):
    sealed = bytearray(envelope.seal(KEY, b"text", id=ID, kind="body", version=1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused):
        envelope.open_record(KEY, bytes(sealed), id=ID, kind="body", version=1)


@given(st.integers(0, 1 + 24 + 8192 + 15), st.binary(max_size=40))
def test_truncated_or_lengthened_records_are_refused(cut, tail):
    sealed = envelope.seal(KEY, b"text", id=ID, kind="body", version=1)
    for spoilt in (sealed[:cut], sealed + tail + b"\0", sealed[cut + 1 :], b""):
        with pytest.raises(Refused):
            envelope.open_record(KEY, spoilt, id=ID, kind="body", version=1)


def test_two_identical_texts_share_no_bytes():
    """No eight bytes in a row, anywhere; and at equal places no more equal bytes than chance makes."""
    one, other = (envelope.seal(KEY, b"the same words " * 500, id=ID, kind="body", version=1)[1:] for _ in range(2))
    assert not {one[at : at + 8] for at in range(len(one) - 7)} & {other[at : at + 8] for at in range(len(other) - 7)}
    equal = sum(a == b for a, b in zip(one, other, strict=True))
    assert equal < len(one) / 256 * 3


def test_known_answers_of_keys_and_records():
    """Agreed with other implementations (OpenSSL's curves, PyCryptodome's XChaCha20-Poly1305) when they were frozen."""
    identity = Identity.from_seed(bytes(range(32)))
    assert identity.public.hex() == "1aac320d96b6fca2ed528219c1930b62e473ce6bbc76dddcd7a3867d2ecbcb2b"
    assert identity.signing_public.hex() == "a3808b699c2c55354a0cdf9aabbe8a638fabe5c3288815836e0ca8b421503099"
    dek = envelope.dek(bytes([1]) * 32, bytes([2]) * 32)
    assert dek.hex() == "c7911f8650d1fd102c70ddf37069836b32f340ed7e5458dd26f7622c256ad0a1"
    bound, nonce = b"pp record 1" + ID + (7).to_bytes(8, "big") + b"body", bytes(range(24))
    padded = envelope.pad(b"Hope, held on to.")
    sealed = b"\x01" + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, bound, nonce, KEY)
    known = "8cb58cd4a7a48a04a05665e71d6f87a86f9323c053bed6ad676f85a257d22dcd"
    assert hashlib.sha256(sealed).hexdigest() == known
    assert envelope.open_record(KEY, sealed, id=ID, kind="body", version=7) == b"Hope, held on to."


@given(keys, keys)
def test_the_key_of_a_record_needs_both_half_and_shard(half, shard):
    whole = envelope.dek(half, shard)
    assert whole not in (half, shard)
    assert whole != envelope.dek(shard, half) or half == shard
    assert whole != envelope.dek(half, os.urandom(32)) and whole != envelope.dek(os.urandom(32), shard)


def test_a_grant_opens_for_its_holder_only_and_for_its_contribution_only():
    reader, stranger = Identity.from_seed(os.urandom(32)), Identity.from_seed(os.urandom(32))
    half = envelope.new_half()
    sealed = envelope.grant(reader.public, id=ID, half=half)
    assert envelope.open_grant(reader, sealed, id=ID) == half
    with pytest.raises(Refused):
        envelope.open_grant(stranger, sealed, id=ID)
    with pytest.raises(Refused):
        envelope.open_grant(reader, sealed, id=envelope.new_id())
    assert half not in sealed and ID not in sealed


@given(st.integers(0, 95), st.integers(0, 7))
def test_a_changed_or_shortened_grant_is_refused(byte, bit):
    reader = Identity.from_seed(KEY)
    sealed = bytearray(envelope.grant(reader.public, id=ID, half=KEY))
    with pytest.raises(Refused):
        envelope.open_grant(reader, bytes(sealed[:byte]), id=ID)
    sealed[byte] ^= 1 << bit
    # X25519 ignores the highest bit of the ephemeral key, but the sealed box's nonce is a hash of it.
    with pytest.raises(Refused):
        envelope.open_grant(reader, bytes(sealed), id=ID)


def test_a_sealed_box_of_something_else_is_no_grant():
    from nacl.public import PublicKey, SealedBox

    reader = Identity.from_seed(KEY)
    with pytest.raises(Refused):
        envelope.open_grant(reader, SealedBox(PublicKey(reader.public)).encrypt(ID + b"short"), id=ID)


def test_a_signature_holds_for_its_message_and_signer_only():
    signer, other = Identity.from_seed(KEY), Identity.from_seed(KEY[::-1])
    signature = signer.sign(b"message")
    assert envelope.verify(signer.signing_public, signature, b"message")
    assert not envelope.verify(signer.signing_public, signature, b"messagf")
    assert not envelope.verify(other.signing_public, signature, b"message")
    assert not envelope.verify(signer.signing_public, signature[:-1], b"message")
    assert not envelope.verify(b"short", signature, b"message")


def test_one_seed_gives_one_holder_and_shows_nothing_of_itself():
    one, again = Identity.from_seed(KEY), Identity.from_seed(KEY)
    assert (one.public, one.signing_public) == (again.public, again.signing_public)
    assert KEY.hex() not in repr(one) and not hasattr(one, "__dict__")
    with pytest.raises(ValueError, match="32"):
        Identity.from_seed(b"short")


@pytest.mark.parametrize("make", [envelope.new_half, envelope.new_shard, envelope.new_id])
def test_new_keys_and_ids_never_repeat(make):
    assert len({make() for _ in range(100)}) == 100
