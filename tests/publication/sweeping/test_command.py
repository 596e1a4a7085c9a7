"""`manage.py sweep`: words in, a sentence and an exit status out, and never a word said again."""

import io
import os
import pty
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command

from tests.imports import ROOT
from tests.publication.sweeping.looking import PLAIN, WORD


@pytest.fixture(autouse=True)
def a_temporary_folder_of_its_own(tmp_path, monkeypatch):
    """Other tests' files are none of ours."""
    (tmp_path / "spooled").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spooled"))
    return tmp_path / "spooled"


def sweep(monkeypatch, words: str | bytes, *given) -> tuple[int, str]:
    given_in = io.BytesIO(words if isinstance(words, bytes) else words.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given_in))
    out, status = io.StringIO(), 0
    try:
        call_command("sweep", *map(str, given), "--without-machine", stdout=out, stderr=out)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_site_without_the_word_ends_with_a_counted_sentence(monkeypatch):
    status, said = sweep(monkeypatch, f"{WORD}\n\nWrenhollow\n")
    assert status == 0, said
    assert said.startswith("The 2 words were looked for in ") and said.endswith("found nowhere.\n")


@pytest.mark.django_db(transaction=True)
def test_a_row_of_the_database_is_found(monkeypatch):
    """In SQLite's file and rows, or in PostgreSQL's dump."""
    Group.objects.create(name=WORD)
    status, said = sweep(monkeypatch, f"Wrenhollow\n{WORD}\n")
    assert status == 1
    assert "word 2: " in said and "word 1: " not in said and "1 of them found" in said


@pytest.mark.django_db(transaction=True)
def test_a_session_is_unpacked(monkeypatch):
    """Base64 of packed JSON with its letters escaped: what a search of the bytes passes over."""
    session = SessionStore()
    session["said"] = {"about": WORD, "and": "more " * 100}
    session.save()
    status, said = sweep(monkeypatch, WORD)
    assert status == 1
    assert "in zlib in base64" in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["MEDIA_ROOT", "RELEASES_DIR", "VOLATILE_DIR", "slots", "temporary"])
def test_a_file_in_each_place_of_the_site_is_found(monkeypatch, place, a_temporary_folder_of_its_own):
    folders = {"slots": settings.SLOT_FILES[1].parent, "temporary": a_temporary_folder_of_its_own}
    folder = folders.get(place) or Path(getattr(settings, place))
    folder.mkdir(parents=True, exist_ok=True)
    held = folder / "left-behind"
    held.write_bytes(PLAIN.hex().encode())
    try:
        status, said = sweep(monkeypatch, WORD)
        assert (status, "left-behind, from byte 0 on, as UTF-8 in hex" in said) == (1, True), said
    finally:
        held.unlink()


@pytest.mark.django_db(transaction=True)
def test_a_log_and_a_backup_are_searched_when_they_are_given(monkeypatch, tmp_path):
    (tmp_path / "a.log").write_bytes(PLAIN)
    (tmp_path / "backup").write_bytes(PLAIN)
    assert sweep(monkeypatch, WORD)[0] == 0
    status, said = sweep(monkeypatch, WORD, "--logs", tmp_path / "a.log", "--also", tmp_path / "backup")
    assert status == 1 and "a.log, byte 0" in said and "backup, byte 0" in said


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_searched_is_named_and_is_no_success(monkeypatch, tmp_path):
    status, said = sweep(monkeypatch, WORD, "--logs", tmp_path / "gone")
    assert status == 2
    assert f"Not searched: {tmp_path}/gone: No such file or directory" in said
    assert said.endswith("found nowhere. 1 places could not be searched.\n")


@pytest.mark.parametrize("words", ["", "\n \n", "Zoë\n", b"\xff\xfe\xfa"])
def test_without_a_word_to_look_for_it_refuses(monkeypatch, words):
    """ "Found nowhere" must not be the answer to nothing."""
    with pytest.raises(CommandError) as refusal:
        sweep(monkeypatch, words)
    assert refusal.value.returncode == 2
    assert "Zo" not in str(refusal.value)


@pytest.fixture
def from_a_shell(tmp_path):
    """How to start the whole program, with a home of its own in which the word lies."""
    home = tmp_path / "home"
    (home / "media").mkdir(parents=True)
    (home / "media" / f"{WORD}.txt").write_bytes(PLAIN)
    surroundings = os.environ | {"DATA_DIR": str(home), "DATABASE": "sqlite", "TMPDIR": str(tmp_path), "DEBUG": "1"}
    surroundings |= {"VOLATILE_DIR": str(home / "volatile"), "DJANGO_SETTINGS_MODULE": "publication.settings"}
    line = [sys.executable, "manage.py", "sweep", "--without-machine"]
    return home, {"args": line, "cwd": ROOT, "env": surroundings}


def test_from_a_shell_the_word_is_on_no_command_line_and_in_no_output(from_a_shell):
    home, program = from_a_shell
    ended = subprocess.run(**program, input=f"{WORD}\n".encode(), capture_output=True, timeout=300)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 1, said
    assert f"word 1: {home}/media/[word 1], byte 0, as UTF-8\n" in said
    assert "quill" not in said.lower()


def test_typed_at_a_terminal_the_word_is_not_shown(from_a_shell):
    _, program = from_a_shell
    ours, theirs = pty.openpty()
    said = b""
    with subprocess.Popen(**program, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as running:
        os.close(theirs)
        for typed in (WORD, ""):
            while not said.endswith(b"search): "):
                said += os.read(ours, 1000)
            os.write(ours, f"{typed}\n".encode())
            said += os.read(ours, 1000)
        # A terminal whose other end was closed answers with an error where a pipe would be at its end.
        with suppress(OSError):
            while more := os.read(ours, 1000):
                said += more
    os.close(ours)
    assert running.returncode == 1
    assert b"word 1: " in said and b"quill" not in said.lower()
