import pytest

from tests.clock import an_autumn_day
from tests.publication.backups import installation
from tests.publication.backups.installation import Installation

__all__ = ["an_autumn_day"]


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
