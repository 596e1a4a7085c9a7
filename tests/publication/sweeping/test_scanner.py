"""A word is found in whatever form it lies and wherever; what is not there is not found; memory stays bounded."""

import base64
import gzip
import json
import random
import tracemalloc
import unicodedata
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publication.sweeping import scanner
from publication.sweeping.forms import Forms, TooShort
from publication.sweeping.scanner import Budget
from tests.publication.sweeping.looking import HASHED, HIDDEN, PACKED, PLAIN, WORD, WRITTEN, deflated, scan, zipped


def noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("way", HIDDEN)
def test_a_word_is_found_in_every_form(way):
    assert {word for word, *_ in scan(HIDDEN[way])} == {1}, way


@pytest.mark.parametrize("way", HIDDEN)
def test_a_word_is_found_across_every_border_between_two_windows(way, monkeypatch):
    """Each byte of the hidden word is once the last of a window, and each window is as short as may be."""
    monkeypatch.setattr(scanner, "WINDOW", 1)
    held = HIDDEN[way]
    for border in range(1, len(held)):
        found = []
        looking = scanner.Scanner(Forms([WORD]), lambda *one, into=found: into.append(one))
        looking.feed(b"\xff\x00 ~" * 64 + held[:border])
        looking.feed(held[border:] + b"\xff\x00 ~" * 64)
        looking.close()
        assert found, border


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(HIDDEN)),
    st.integers(0, 3000),
    st.integers(0, 2**32),
    st.integers(1, 4000),
    st.sampled_from([64, 700, 3000]),
)
def test_a_word_is_found_at_any_offset_in_noise_however_the_stream_is_cut(way, before, seed, step, window):
    """The byte on either side is one that no encoding uses, or the noise itself might be a part of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanner, "WINDOW", window)
        data = noise(before, seed) + b"\0" + HIDDEN[way] + b"\0" + noise(700, seed + 1)
        found = scan(data, step=step)
    assert found
    assert all(offset <= before + 1 + len(HIDDEN[way]) for *_, offset in found)


@settings(max_examples=60)
@given(
    st.text(st.characters(categories=["L"]), min_size=5, max_size=24),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str, str.lower, str.upper, str.title]),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]),
    st.integers(0, 40),
    st.sampled_from([bytes, base64.b64encode, zlib.compress, lambda held: held.hex().encode()]),
)
def test_any_word_is_found_in_any_case_and_normal_form(word, form, case, code, before, pack):
    written = unicodedata.normalize(form, "".join(case(letter) for letter in word))
    assert scan(b"\0" * before + pack(b" " + written.encode(code) + b" "), word)


@settings(max_examples=40)
@given(
    st.integers(0, 2**32), st.sampled_from([bytes, base64.b64encode, gzip.compress, lambda data: data.hex().encode()])
)
def test_noise_holds_no_word(seed, pack):
    assert scan(pack(noise(20_000, seed)), WORD, "Wrenhollow", "abacus abdomen abide") == []


def test_other_words_are_not_the_word():
    near = "Quillfeather Zoe, quill-feathered Zoë, Quillfeathered Zoé, Quillfeathered; Zoë".encode()
    assert scan(near + base64.b64encode(near) + zlib.compress(near) + json.dumps(near.decode()).encode()) == []


def test_each_word_is_found_by_its_number_and_at_its_place():
    data = noise(100_000, 1) + b"Wrenhollow" + noise(900_000, 2) + PLAIN
    assert sorted(scan(data, WORD, "wrenhollow")) == [(1, ("UTF-8",), 1_000_010), (2, ("UTF-8",), 100_000)]


def test_it_says_in_which_forms_from_the_inside_out():
    data = b"\0" * 77 + gzip.compress(b"\0" + base64.b64encode(zlib.compress(PLAIN)))
    assert (1, ("UTF-8", "zlib", "base64", "gzip"), 77) in scan(data)


def test_three_layers_are_unpacked_and_a_fourth_is_not():
    """The bound is what keeps a file made to tire the sweep from doing so."""
    packed = PLAIN.hex().encode().hex().encode().hex().encode()
    assert scan(packed)
    assert scan(packed.hex().encode()) == []


def test_deflate_without_a_mark_is_found_where_a_file_begins():
    assert scan(deflated(b"before " * 50 + PLAIN))


def test_many_packed_things_in_one_file_are_all_unpacked():
    packed = [noise(500, seed) + zlib.compress(b"x" * seed + PLAIN) for seed in range(300)]
    begin = {sum(map(len, packed[:number])) + 500 for number in range(300)}
    assert begin <= {offset for *_, offset in scan(b"".join(packed))}


def test_a_packed_word_deep_inside_something_long_is_found():
    long = noise(400_000, 5).hex().encode() + PLAIN + noise(300_000, 6).hex().encode()
    for way in (gzip.compress, zipped, base64.b64encode):
        assert scan(way(long), step=100_000)


def test_what_unpacks_without_end_is_left_and_told():
    budget = Budget(3_000_000)
    assert scan(gzip.compress(gzip.compress(bytes(400_000_000), 1), 1) + PLAIN, budget=budget)
    assert budget.missed == {"it unpacks to more than is searched"}


def test_a_locked_zip_is_told():
    locked = bytearray(zipped(PLAIN))
    locked[6] |= 1
    budget = Budget()
    assert scan(bytes(locked), budget=budget) == []
    assert budget.missed == {"it holds a locked file in a zip"}


def test_no_more_of_a_long_stream_is_remembered_than_a_window():
    piece = noise(1 << 20, 9)
    looking = scanner.Scanner(Forms([WORD]), lambda *one: None)
    tracemalloc.start()
    try:
        for _ in range(4):
            looking.feed(piece)
        _, after_four = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for _ in range(6):
            looking.feed(piece)
        _, after_ten = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after_ten < after_four + (2 << 20)


def test_a_word_of_three_letters_is_refused_by_its_number():
    with pytest.raises(TooShort, match="Word 2 has fewer than 4 letters") as refusal:
        Forms([WORD, " Zoë "])
    assert "Zo" not in str(refusal.value)


def test_what_is_hidden_does_not_lie_open():
    """Or the tests above could pass without undoing anything."""
    lies_open = {"zlib, not packed tightly", "zip, lying open"}
    tight = {way for way, held in PACKED.items() if b"feather" not in held}
    assert {"gzip", "docx", "a session", "three layers", "bzip2"} <= tight and not lies_open & tight
    assert [way for way, held in (WRITTEN | HASHED).items() if PLAIN in held] == []
