"""A folder of its own for the files of pictures, and a contribution with one picture."""

from pathlib import Path

import pytest
from django.core.cache import cache

from stories import actions
from tests.stories.desk.pictures.steps import SHOWS
from tests.stories.pictures import drawn


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()  # Wagtail remembers sizes by the key of a picture, and a test before had the same keys
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def sent(desk):
    """A contribution with one picture, and the visit of its parent."""
    contribution, indices = desk.send()
    visit = actions.come_back(indices=indices)
    actions.add_picture(visit=visit, data=drawn(), description=SHOWS)
    return visit
