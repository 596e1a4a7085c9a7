"""One founded site for the session; each test gets a copy of it, with a port and volatile files of its own."""

import shutil

import pytest

from tests.hostile.stack.house import House


@pytest.fixture(autouse=True)
def an_autumn_day():
    """The real site has the real clock (the folder above stops it)."""


@pytest.fixture(scope="session")
def as_founded(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("founded") / "house")
    house.found()
    house.tear_down()
    return house.home


@pytest.fixture
def house(as_founded, tmp_path):
    copy = House(tmp_path / "house")
    shutil.copytree(as_founded, copy.home)
    yield copy
    copy.tear_down()
