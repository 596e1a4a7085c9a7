import pytest

from tests.clock import an_autumn_day
from tests.publication.plain_files import plain_files

__all__ = ["an_autumn_day", "plain_files"]


@pytest.fixture(autouse=True)
def releases(settings, tmp_path):
    """Each test finds a releases folder of its own, empty."""
    settings.RELEASES_DIR = tmp_path / "releases"
    return settings.RELEASES_DIR
