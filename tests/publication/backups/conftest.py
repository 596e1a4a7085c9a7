import pytest

from tests.clock import an_autumn_day
from tests.publication.backups import installation
from tests.publication.backups.installation import Installation
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
def living(empty_site) -> Installation:
    """Three families in one booklet: one that stays, one that will stop, one that will delete."""
    for name in ("staying", "stopping", "leaving"):
        empty_site.family(name)
    empty_site.staff_things()
    empty_site.publish()
    return empty_site
