"""The desk, an autumn day on which the call is open, and everything that is written meanwhile."""

import datetime
import io
import logging
import tempfile

import pytest
from django.utils import timezone

from publication.errors import PlaceOnlyFilter
from tests.clock import clock
from tests.factories import TODAY
from tests.stories.desk.conftest import desk  # noqa: F401  (the same people, another corridor)


@pytest.fixture(autouse=True)
def an_autumn_day():
    with clock(datetime.datetime.combine(TODAY, datetime.time(12), timezone.get_default_timezone())):
        yield


@pytest.fixture(autouse=True)
def a_temporary_folder_of_its_own(tmp_path, monkeypatch):
    """So that whatever is spooled to disk is in a place that the sweep reads, and nothing of other programs is."""
    folder = tmp_path / "spooled"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


@pytest.fixture(autouse=True)
def releases(settings, tmp_path):
    settings.RELEASES_DIR = tmp_path / "releases"


@pytest.fixture
def logs():
    """What the site's own handler writes, with every logger at its most talkative."""
    written, root = io.StringIO(), logging.getLogger()
    (console,) = (one for one in root.handlers if any(isinstance(f, PlaceOnlyFilter) for f in one.filters))
    loggers = (root, logging.getLogger("django"))
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    stream = console.setStream(written)
    yield written
    console.setStream(stream)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)
