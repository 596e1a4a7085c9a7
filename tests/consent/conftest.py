"""Each test of consent has a no-list of its own, empty at its start."""

import pytest

from consent import no_list


@pytest.fixture(autouse=True)
def no_lists(settings, tmp_path):
    """The paths of both copies."""
    settings.NO_LIST_FILES = (tmp_path / "first" / "no-list", tmp_path / "second" / "no-list")
    no_list.create()
    return settings.NO_LIST_FILES
