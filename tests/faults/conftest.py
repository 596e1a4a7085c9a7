import pytest

from tests.clock import an_autumn_day
from tests.faults.standing import Standing, a_folder_for_passing_files, take_up
from tests.publication.plain_files import plain_files

__all__ = ["an_autumn_day", "plain_files"]


@pytest.fixture
def again(transactional_db, settings, tmp_path, tmp_path_factory, monkeypatch, plain_files):
    """Takes the site up, as often as a test wants."""
    a_folder_for_passing_files(monkeypatch, tmp_path)
    return lambda: take_up(tmp_path_factory, settings)


@pytest.fixture
def standing(again) -> Standing:
    """Two families in a booklet that readers get: one that stays, one that is about to leave."""
    return again()
