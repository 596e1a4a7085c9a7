"""Disks fill, the database is locked, folders vanish: a parent loses no word, and no word of hers gets into a log."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.models.signals import post_save

from stories.models import Contribution, Grant
from stories.vault import words
from tests.stories.journey.walking import ANSWERS, Page, come_back, to, words_on

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Quillfeather"
HERS = {"text": f"{CANARY} left the light on.", "title": CANARY}


@contextmanager
def whenever(model, happens):
    """Whatever `happens` is, at the moment at which a row of the model has been written."""

    def receiver(**kwargs):
        happens()

    post_save.connect(receiver, sender=model)
    try:
        yield
    finally:
        post_save.disconnect(receiver, sender=model)


def locked():
    raise OperationalError(f"database is locked: INSERT {CANARY}")


def a_file_instead_of_the_folder():
    """No folder to write in: for the program the same as a disk that is full or gone."""
    once = Path(settings.VOLATILE_DIR) / "once"
    shutil.rmtree(once, ignore_errors=True)
    once.write_bytes(b"")


@pytest.fixture
def whole():
    """The volatile folder as it was, whatever a test does to it."""
    yield
    once = Path(settings.VOLATILE_DIR) / "once"
    if once.is_file():
        once.unlink()


def press_send(check) -> Page:
    check.client.raise_request_exception = False
    return check.press(next(label for label in check.buttons if label.startswith("Send my story")))


def with_every_word(page) -> bool:
    return page.status == 503 and {**ANSWERS, **HERS}.items() <= page.fields.items()


def test_a_database_that_fails_gives_every_word_back(client, desk, logs):
    check = to(client, "Check your answers", **HERS)
    with whenever(Contribution, locked):
        page = press_send(check)
    assert with_every_word(page)
    assert not Contribution.objects.exists()
    assert "OperationalError" in logs.getvalue() and CANARY not in logs.getvalue()
    assert words_on(press_send(page)), "and when it is back, the same page is sent"


def test_slot_files_that_cannot_be_written_give_every_word_back(client, desk, logs, tmp_path):
    check = to(client, "Check your answers", **HERS)
    before = settings.SLOT_FILES
    settings.SLOT_FILES = (tmp_path / "a", tmp_path / "b")
    for path in settings.SLOT_FILES:
        path.mkdir()
    page = press_send(check)
    settings.SLOT_FILES = before
    assert with_every_word(page)
    assert CANARY not in logs.getvalue()
    assert words_on(press_send(page))


def test_a_volatile_folder_that_cannot_be_written_gives_every_word_back(client, desk, logs, whole):
    check = to(client, "Check your answers", **HERS)
    a_file_instead_of_the_folder()
    page = press_send(check)
    assert with_every_word(page)
    assert not Contribution.objects.exists()
    assert CANARY not in logs.getvalue()


def test_return_words_that_cannot_be_kept_are_shown_all_the_same(client, desk, logs, whole):
    """The story is sealed by then: without its words on this page nobody could ever delete it."""
    check = to(client, "Check your answers", **HERS)
    with whenever(Grant, a_file_instead_of_the_folder):
        page = press_send(check)
    assert page.status == 200
    assert come_back(client, words_on(page)).status == 200
    assert Contribution.objects.count() == 1
    told = logs.getvalue()
    assert "second press" in told and CANARY not in told
    assert words.as_words(words.parse(words_on(page))) not in told
