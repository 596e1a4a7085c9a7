"""The folder in which a booklet is set holds families' pictures in clear: it outlives no work, and no deletion."""

import subprocess
import sys
import tempfile

import pytest

from publication.formats import workplace
from publication.receivers import take_out
from tests.factories import make_version

KILLED = """
import os, signal, sys, tempfile
tempfile.tempdir = sys.argv[1]
from publication.formats.workplace import workplace
with workplace() as folder:
    (folder / "picture.jpg").write_bytes(b"the kitchen light")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def a_place_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def left(tmp_path):
    """What a process left that was killed at its work."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)  # noqa: S603 - our own interpreter
    (picture,) = tmp_path.glob("booklet-*/picture.jpg")
    return picture.parent


def test_it_goes_with_the_work_however_that_ends(tmp_path):
    with workplace.workplace() as folder:
        assert folder.is_dir()
    with pytest.raises(ZeroDivisionError), workplace.workplace():
        raise ZeroDivisionError
    assert not any(tmp_path.iterdir())


@pytest.mark.django_db
def test_a_deletion_deletes_what_a_killed_process_left(left):
    take_out(None, make_version().story.contribution)
    assert not left.exists()


def test_the_next_work_deletes_it_too_and_nobody_elses_who_is_at_work(left):
    with workplace.workplace() as first, workplace.workplace() as second:
        assert not left.exists() and first.exists() and second.exists()


def test_no_link_that_somebody_laid_there_is_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / workplace.LOCK).touch()
    (tmp_path / "booklet-x").symlink_to(elsewhere)
    workplace.sweep()
    assert elsewhere.exists()
