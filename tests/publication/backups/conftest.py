from dataclasses import replace

import pytest

from tests.clock import an_autumn_day
from tests.publication.backups import installation
from tests.publication.backups.installation import Installation
from tests.publication.backups.made_once import taken_up
from tests.publication.plain_files import plain_files

__all__ = ["an_autumn_day", "plain_files"]


@pytest.fixture(autouse=True)
def made_at_once(plain_files):
    """A backup knows releases and their files by name; how they are set is nothing to it."""


@pytest.fixture
def empty_site(transactional_db, settings, tmp_path) -> Installation:
    """Founded, with readers and an edition, and nobody's words."""
    return installation.found(tmp_path, settings)


@pytest.fixture
def living(transactional_db, settings, tmp_path, tmp_path_factory) -> Installation:
    """Three families in one booklet: one that stays, one that will stop, one that will delete."""

    def make(site: Installation) -> Installation:
        for name in ("staying", "stopping", "leaving"):
            site.family(name)
        site.staff_things()
        site.publish()
        return site

    made = taken_up("living", make, home=tmp_path, tmp_path_factory=tmp_path_factory, settings=settings)
    return replace(made, home=tmp_path)


@pytest.fixture
def small(transactional_db, settings, tmp_path, tmp_path_factory) -> Installation:
    """One family that stays and one that will delete; no booklet."""

    def make(site: Installation) -> Installation:
        for name in ("staying", "leaving"):
            site.family(name)
        site.staff_things()
        return site

    made = taken_up("small", make, home=tmp_path, tmp_path_factory=tmp_path_factory, settings=settings)
    return replace(made, home=tmp_path)
