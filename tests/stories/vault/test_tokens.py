"""Hidden fields: whole, for their purpose, for minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.vault.tokens import TokenRefused, Tokens

NOW = 1_800_000_000.0
tokens = Tokens(bytes(range(32)))


@given(st.text(max_size=20), st.binary(max_size=200))
def test_a_token_gives_back_its_payload(purpose, payload):
    assert tokens.read(purpose, tokens.make(purpose, payload, NOW), NOW + 900, 900) == payload


def test_a_token_is_refused_for_another_purpose_under_another_key_or_too_late():
    token = tokens.make("private page", b"payload", NOW)
    for read in (
        lambda: tokens.read("delete", token, NOW, 900),
        lambda: tokens.read("private page", token, NOW + 901, 900),
        lambda: tokens.read("private page", token, NOW - 61, 900),
        lambda: Tokens(bytes(32)).read("private page", token, NOW, 900),
    ):
        with pytest.raises(TokenRefused):
            read()


@given(st.data())
def test_a_changed_token_is_refused(data):
    token = tokens.make("page", b"payload", NOW)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCxyz019-_=+/ \né"))
    spoilt = token[:place] + other + token[place + 1 :]
    if spoilt == token:
        return
    for bad in (spoilt, token[:place], token + "A" * (place + 1)):
        with pytest.raises(TokenRefused):
            tokens.read("page", bad, NOW, 900)


def test_a_token_shows_neither_payload_nor_time_and_never_repeats():
    assert tokens.make("page", b"payload", NOW) != tokens.make("page", b"payload", NOW)
    assert len(tokens.make("page", bytes(48), 0.0)) == len(tokens.make("page", bytes(48), NOW))


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32"):
        Tokens(b"short")
