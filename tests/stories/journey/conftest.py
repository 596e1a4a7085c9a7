"""The house in which these tests happen (tests.stories.journey.house)."""

import pytest

from tests.stories.journey.drafting import HALF, SAVE
from tests.stories.journey.house import found, make_edition
from tests.stories.journey.walking import Page, to


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.fixture
def house(edition, settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(edition)


@pytest.fixture
def story(client, house) -> Page:
    """The page on which she writes, reached by answering everything before it."""
    return to(client, "Your story")


@pytest.fixture
def saved(story) -> Page:
    """What she sees after saving half a story."""
    return story.press(SAVE, text=HALF, title="")
