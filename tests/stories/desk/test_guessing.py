"""Wrong passwords and unlock phrases slow down whoever types them; right ones cost nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from stories import guessing, keys

PASSWORD = "a long enough pass phrase"
WRONG = "abacus abdomen abdominal abide abiding ability"


@pytest.fixture(autouse=True)
def three_guesses(settings):
    settings.GUESSES_PER_HOUR = 3
    guessing._buckets.cache_clear()
    yield
    guessing._buckets.cache_clear()


def sign_in(password: str, *, name: str = "amara", address: str = "127.0.0.1"):
    browser = Client(REMOTE_ADDR=address)
    return browser.post(reverse("wagtailadmin_login"), {"username": name, "password": password})


def is_in(response) -> bool:
    return response.status_code == 302


def test_wrong_passwords_are_slowed_down_in_words_and_then_even_the_right_one_waits(desk):
    for _ in range(3):
        assert "didn&#x27;t match" in sign_in("guess").content.decode()
    refused = sign_in(PASSWORD)
    assert not is_in(refused)
    assert "That was wrong too often. Wait 20 minutes" in refused.content.decode()


@pytest.mark.parametrize("way_in", ["/_util/login/", "/_util/authenticate_with_password/1/1/"])
def test_there_is_no_second_door_where_nobody_counts(desk, way_in):
    """Wagtail has one for readers of private pages; its answer told a right password of the desk from a wrong one."""
    browser = Client()
    for answer in (browser.get(way_in), browser.post(way_in, {"username": "amara", "password": PASSWORD})):
        assert answer.status_code == 404


def test_right_passwords_are_never_counted(desk):
    assert all(is_in(sign_in(PASSWORD)) for _ in range(10))


def test_a_stranger_elsewhere_slows_down_nobody_here(desk):
    for _ in range(5):
        sign_in("guess", address="81.2.69.160")
    assert not is_in(sign_in(PASSWORD, address="81.2.69.160"))
    assert is_in(sign_in(PASSWORD, address="81.2.69.161"))


def test_how_the_name_is_written_makes_no_new_account(desk):
    for name in ("amara", "AMARA", "Amara"):
        sign_in("guess", name=name)
    assert not is_in(sign_in(PASSWORD))


def test_guesses_at_one_account_leave_the_others_alone(desk):
    for _ in range(5):
        sign_in("guess", name="ben")
    assert is_in(sign_in(PASSWORD))


def unlock(person, phrase: str):
    return person.post("stories_desk:vault", data={"phrase": phrase})


def test_wrong_phrases_are_slowed_down_in_words(desk):
    for _ in range(3):
        assert "do not open your vault" in unlock(desk.amara, WRONG).content.decode()
    assert "That was wrong too often. Wait 20 minutes" in unlock(desk.amara, desk.amara.phrase).content.decode()
    assert is_in(desk.ben.unlock()), "a colleague's vault opens"


def test_right_phrases_are_never_counted(desk):
    assert all(is_in(desk.amara.unlock()) for _ in range(5))


def test_an_unlock_that_finds_no_free_place_says_so_at_the_field(desk, monkeypatch):
    monkeypatch.setattr(keys, "READER_PATIENCE", 0)
    with keys.lanes().place(keys.READER, 1):
        said = desk.amara.unlock().content.decode()
    assert "being opened by others at this moment" in said
    assert is_in(desk.amara.unlock())
