"""The house in which these tests happen (tests.stories.journey.house)."""

import pytest

from tests.stories.journey.house import found, make_edition


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.fixture
def house(edition, settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(edition)
