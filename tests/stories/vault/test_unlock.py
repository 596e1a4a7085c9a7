"""A reader's seed: wrapped under the phrase, and open only in the session that opened it, for a while."""

import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.vault import unlock, words
from stories.vault.unlock import CostTooHigh, Unlocks, WrongPhrase

SEED = bytes(range(32))
COST = {"kib": 8, "passes": 1}
NOW = 1_800_000_000.0
MINUTE, HOUR = 60, 3600


@pytest.fixture
def unlocks(tmp_path):
    return Unlocks(tmp_path / "unlocks")


def test_a_phrase_is_six_words_of_the_list():
    assert len(words.parse(unlock.make_phrase(), 6)) == 6
    assert unlock.make_phrase() != unlock.make_phrase()


def test_the_phrase_opens_the_seed_however_it_is_written():
    phrase = unlock.make_phrase()
    wrapped = unlock.wrap(SEED, phrase, **COST)
    digits = words.as_digits(words.parse(phrase, 6))
    for written in (phrase, phrase.upper().replace(" ", ", "), digits):
        assert unlock.unwrap(wrapped, written, **COST) == SEED


@pytest.mark.parametrize("wrong", ["", "abide zoom", "abide " * 6, "not on any list of words at all", "0001 " * 6])
def test_another_phrase_is_refused_without_repeating_it(wrong):
    wrapped = unlock.wrap(SEED, "zoom zesty yield yard wrist woven", **COST)
    with pytest.raises(WrongPhrase) as caught:
        unlock.unwrap(wrapped, wrong, **COST)
    assert "abide" not in str(caught.value)


def test_one_seed_wrapped_twice_shares_no_bytes():
    one, other = (unlock.wrap(SEED, "zoom zesty yield yard wrist woven", **COST)[8:] for _ in range(2))
    assert not {one[at : at + 5] for at in range(len(one))} & {other[at : at + 5] for at in range(len(other) - 4)}
    assert SEED not in one


@settings(deadline=None, max_examples=60)
@given(st.integers(8, 100), st.integers(0, 7))
def test_a_changed_or_shortened_wrap_is_refused(byte, bit):
    phrase = "zoom zesty yield yard wrist woven"
    wrapped = bytearray(unlock.wrap(SEED, phrase, **COST))
    byte %= len(wrapped)
    byte = max(byte, 8)
    with pytest.raises(WrongPhrase):
        unlock.unwrap(bytes(wrapped[:byte]), phrase, **COST)
    wrapped[byte] ^= 1 << bit
    with pytest.raises(WrongPhrase):
        unlock.unwrap(bytes(wrapped), phrase, **COST)


def test_a_wrap_of_a_cheaper_time_still_opens_when_the_cost_is_raised():
    phrase = unlock.make_phrase()
    wrapped = unlock.wrap(SEED, phrase, **COST)
    assert unlock.unwrap(wrapped, phrase, kib=64, passes=2) == SEED


def test_a_wrap_that_asks_for_more_than_allowed_is_named_before_any_work():
    phrase = unlock.make_phrase()
    dear = b"\xff\xff\xff\xff" + unlock.wrap(SEED, phrase, **COST)[4:]
    with pytest.raises(CostTooHigh):
        unlock.unwrap(dear, phrase, **COST)
    with pytest.raises(CostTooHigh, match="64 KiB"):
        unlock.unwrap(unlock.wrap(SEED, phrase, kib=64, passes=1), phrase, **COST)


def test_an_open_vault_gives_the_seed_to_its_session(unlocks):
    cookie = unlocks.open("session", "amara", "1", SEED, NOW)
    assert unlocks.seed(cookie, "session", "amara", "1", NOW + MINUTE) == SEED


@pytest.mark.parametrize(
    ("session", "user", "epoch"),
    [
        ("other", "amara", "1"),
        ("session", "ben", "1"),
        ("session", "amara", "2"),
        ("", "", ""),
        ("sessiona", "mara", "1"),
        ("session", "amara1", ""),
        ("session", "", "amara1"),
    ],
)
def test_a_cookie_replayed_by_another_session_user_or_epoch_is_refused(unlocks, session, user, epoch):
    cookie = unlocks.open("session", "amara", "1", SEED, NOW)
    unlocks.open("other", "ben", "1", SEED[::-1], NOW)
    unlocks.open("sessiona", "mara", "1", SEED[::-1], NOW)
    assert unlocks.seed(cookie, session, user, epoch, NOW) is None
    assert unlocks.seed(cookie, "session", "amara", "1", NOW) == SEED


def test_a_closed_vault_stays_closed(unlocks):
    cookie = unlocks.open("session", "amara", "1", SEED, NOW)
    unlocks.close("session")
    assert unlocks.seed(cookie, "session", "amara", "1", NOW) is None
    unlocks.open("session", "amara", "1", SEED, NOW)
    assert unlocks.seed(cookie, "session", "amara", "1", NOW) is None


def test_closing_all_closes_every_vault(unlocks):
    cookies = {name: unlocks.open(name, name, "1", SEED, NOW) for name in ("amara", "ben")}
    unlocks.close_all()
    assert [unlocks.seed(cookie, name, name, "1", NOW) for name, cookie in cookies.items()] == [None, None]


def test_thirty_idle_minutes_close_it(unlocks):
    cookie = unlocks.open("s", "u", "1", SEED, NOW)
    assert unlocks.seed(cookie, "s", "u", "1", NOW + 30 * MINUTE) == SEED
    assert unlocks.seed(cookie, "s", "u", "1", NOW + 60 * MINUTE + 1) is None
    assert unlocks.seed(cookie, "s", "u", "1", NOW + 31 * MINUTE) is None, "its key is gone"


def test_four_hours_close_it_however_busy(unlocks):
    cookie = unlocks.open("s", "u", "1", SEED, NOW)
    for minutes in range(0, 241, 20):
        assert unlocks.seed(cookie, "s", "u", "1", NOW + minutes * MINUTE) == SEED
    assert unlocks.seed(cookie, "s", "u", "1", NOW + 4 * HOUR + 1) is None


def test_a_clock_set_far_back_closes_it(unlocks):
    cookie = unlocks.open("s", "u", "1", SEED, NOW)
    assert unlocks.seed(cookie, "s", "u", "1", NOW - 5) == SEED
    assert unlocks.seed(cookie, "s", "u", "1", NOW - HOUR) is None


@pytest.mark.parametrize("cookie", ["", "x", "é", "AAAA" * 30, "\x00", "=" * 40])
def test_a_made_up_cookie_opens_nothing_and_closes_nothing(unlocks, cookie):
    real = unlocks.open("s", "u", "1", SEED, NOW)
    assert unlocks.seed(cookie, "s", "u", "1", NOW) is None
    assert unlocks.seed(real, "s", "u", "1", NOW) == SEED


def test_neither_cookie_nor_folder_holds_the_seed_or_a_name(unlocks, tmp_path):
    cookie = unlocks.open("session-key", "amara", "1", SEED, NOW)
    files = list((tmp_path / "unlocks").iterdir())
    assert len(files) == 1
    for secret in (SEED, b"session-key", b"amara", cookie.encode()):
        assert secret not in files[0].read_bytes() and secret not in files[0].name.encode()
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_keys_nobody_came_back_for_are_wiped(unlocks, tmp_path):
    unlocks.open("one", "u", "1", SEED, NOW)
    unlocks.open("two", "u", "1", SEED, NOW + 31 * MINUTE)
    assert len(os.listdir(tmp_path / "unlocks")) == 1
    unlocks.sweep(NOW + 62 * MINUTE)
    assert os.listdir(tmp_path / "unlocks") == []
