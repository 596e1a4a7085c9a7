"""The reader list: nobody gets onto it, or back onto it, through the database."""

import dataclasses
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.vault import readers
from stories.vault.envelope import Identity
from stories.vault.readers import Entry, NotTrusted, Pin, ReaderList

RECOVERY = Identity.from_seed(b"r" * 32)
AMARA, BEN, CHLOE, MALLORY = (Identity.from_seed(letter * 32) for letter in (b"a", b"b", b"c", b"m"))


def entry(name, identity):
    return Entry(name, identity.public, identity.signing_public)


ONE = readers.first(RECOVERY, (entry("k1", AMARA),))
TWO = readers.next(ONE, AMARA, (entry("k1", AMARA), entry("k2", BEN)))
THREE = readers.next(TWO, BEN, (entry("k2", BEN), entry("k3", CHLOE)))
CHAIN = [ONE, TWO, THREE]


def pin(found=THREE):
    return readers.pin_of(found, RECOVERY.public, RECOVERY.signing_public)


def check(chain, at=THREE):
    return readers.check(chain, RECOVERY.signing_public, pin(at))


def test_the_newest_list_of_a_sound_chain_is_trusted():
    assert check(CHAIN) == THREE
    assert [each.name for each in check(CHAIN).entries] == ["k2", "k3"]


def test_a_list_survives_being_stored():
    assert all(ReaderList.from_bytes(each.to_bytes()) == each for each in CHAIN)


@pytest.mark.parametrize("chain", [[], [ONE], [ONE, TWO]])
def test_a_chain_older_than_the_pin_is_refused(chain):
    with pytest.raises(NotTrusted):
        check(chain)


def test_a_chain_that_goes_on_after_the_pin_is_trusted_and_can_be_pinned():
    assert check(CHAIN, at=ONE) == THREE


def test_another_branch_by_a_reader_who_has_left_is_refused():
    branch = readers.next(TWO, AMARA, (entry("k1", AMARA), entry("k9", MALLORY)))
    with pytest.raises(NotTrusted):
        check([ONE, TWO, branch])
    with pytest.raises(NotTrusted):
        check([ONE, TWO, branch, readers.next(branch, MALLORY, (entry("k9", MALLORY),))])


def test_a_reader_who_has_left_cannot_sign_the_next_list():
    with pytest.raises(NotTrusted):
        readers.next(THREE, AMARA, (entry("k1", AMARA),))


def forged(version, previous, entries, signer):
    """A list signed without asking whether its signer may."""
    unsigned = ReaderList(version, previous, entries, signer.signing_public, b"")
    return dataclasses.replace(unsigned, signature=signer.sign(unsigned.signed_bytes))


@pytest.mark.parametrize("signer", [MALLORY, AMARA, RECOVERY], ids=["a stranger", "one who has left", "recovery"])
def test_a_list_signed_by_somebody_not_on_the_one_before_is_refused(signer):
    assert check([*CHAIN, forged(4, THREE.digest, THREE.entries, CHLOE)]).version == 4
    with pytest.raises(NotTrusted):
        check([*CHAIN, forged(4, THREE.digest, THREE.entries, signer)])


@pytest.mark.parametrize(("version", "previous"), [(4, TWO.digest), (4, b""), (3, THREE.digest), (5, THREE.digest)])
def test_a_signed_list_that_does_not_follow_is_refused(version, previous):
    with pytest.raises(NotTrusted):
        check([*CHAIN, forged(version, previous, THREE.entries, CHLOE)])


def test_a_first_list_not_signed_by_the_recovery_key_is_refused():
    own = readers.first(MALLORY, (entry("k9", MALLORY),))
    with pytest.raises(NotTrusted):
        check([own], at=own)
    with pytest.raises(NotTrusted):
        readers.check([own], MALLORY.signing_public, pin(own))


@pytest.mark.parametrize(
    "change",
    [
        {"signature": b""},
        {"signature": bytes(64)},
        {"signed_by": MALLORY.signing_public},
        {"entries": (entry("k9", MALLORY),)},
        {"entries": (*TWO.entries, entry("k9", MALLORY))},
        {"previous": bytes(32)},
        {"previous": b""},
        {"version": 3},
        {"version": 1},
    ],
    ids=str,
)
def test_a_list_changed_in_any_part_is_refused(change):
    with pytest.raises(NotTrusted):
        readers.check([ONE, dataclasses.replace(TWO, **change), THREE], RECOVERY.signing_public, pin(ONE))


@pytest.mark.parametrize("chain", [[TWO, THREE], [ONE, THREE], [ONE, TWO, TWO], [THREE, TWO, ONE], [ONE, ONE, TWO]])
def test_a_chain_with_gaps_or_out_of_order_is_refused(chain):
    with pytest.raises(NotTrusted):
        readers.check(chain, RECOVERY.signing_public, pin(ONE))


@pytest.mark.parametrize(
    "entries",
    [(), (entry("k1", AMARA), entry("k1", BEN)), (entry("k1", AMARA), entry("k2", AMARA)), (Entry("k", b"x", b"y"),)],
    ids=["nobody", "one name twice", "one key twice", "short keys"],
)
def test_an_unsound_list_is_neither_signed_nor_trusted(entries):
    with pytest.raises(NotTrusted):
        readers.next(ONE, AMARA, entries)
    with pytest.raises(NotTrusted):
        check([ONE, forged(2, ONE.digest, entries, AMARA)], at=ONE)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_bytes_that_are_no_list_are_refused(raw):
    with pytest.raises(NotTrusted):
        ReaderList.from_bytes(raw)


@given(st.integers(0, len(TWO.to_bytes()) - 1), st.integers(0, 7))
def test_one_changed_bit_in_a_stored_list_is_refused(byte, bit):
    raw = bytearray(TWO.to_bytes())
    raw[byte] ^= 1 << bit
    with pytest.raises(NotTrusted):
        check([ONE, ReaderList.from_bytes(bytes(raw)), THREE], at=ONE)


def test_a_list_has_one_form_only():
    with pytest.raises(NotTrusted):
        ReaderList.from_bytes(TWO.to_bytes() + b" ")


def test_a_pin_is_read_as_it_was_written_and_goes_forward(tmp_path):
    path = tmp_path / "new" / "readers.pin"
    for found in CHAIN:
        pin(found).write(path)
        assert Pin.read(path) == pin(found)
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["readers.pin"]


def test_a_pin_never_goes_back_or_sideways(tmp_path):
    path = tmp_path / "readers.pin"
    pin(TWO).write(path)
    branch = readers.next(ONE, AMARA, (entry("k9", MALLORY),))
    for bad in (pin(ONE), pin(branch), readers.pin_of(THREE, MALLORY.public, MALLORY.signing_public)):
        with pytest.raises(NotTrusted):
            bad.write(path)
    assert Pin.read(path) == pin(TWO)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"version": "x"}', b"\xff", b"null"])
def test_without_a_sound_pin_nothing_is_trusted(tmp_path, content):
    path = tmp_path / "readers.pin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotTrusted):
        Pin.read(path)
