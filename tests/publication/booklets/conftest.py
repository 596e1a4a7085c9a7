import datetime

import pytest
from django.utils import timezone

from tests.factories import TODAY
from tests.publication.booklets.making import clock


@pytest.fixture(autouse=True)
def releases(settings, tmp_path):
    """Each test finds a releases folder of its own, empty."""
    settings.RELEASES_DIR = tmp_path / "releases"
    return settings.RELEASES_DIR


@pytest.fixture(autouse=True)
def an_autumn_day():
    """The day on which the cast agrees, whatever the machine's calendar says: consent lapses in April."""
    noon = datetime.datetime.combine(TODAY, datetime.time(12), timezone.get_default_timezone())
    with clock(noon):
        yield
