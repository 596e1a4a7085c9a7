"""What a parent's browser tells the real site is in no byte that the site keeps, and neither is the way back."""

import pytest

from tests.hostile.stack import canaries
from tests.hostile.stack.parent import Parent

pytestmark = pytest.mark.short_proof


def test_nothing_that_a_parent_sends_or_is_given_is_anywhere_afterwards(house):
    house.serve()
    parent = Parent(canaries.browser(house.port))
    parent.walk()
    assert (house.logs / "site.log").stat().st_size, "the logs are on"
    # Once while it runs, with the write-ahead log beside the database, and once as a machine that is switched off.
    said = house.sweep(parent.canaries + parent.return_words, expected=0, whole=True)
    assert "found nowhere" in said
    house.stop()
    house.sweep(parent.canaries + parent.return_words, expected=0)


def test_with_requests_written_down_the_same_search_finds_every_one(house):
    house.more["DJANGO_SETTINGS_MODULE"] = "tests.hostile.stack.talkative"
    house.serve()
    parent = Parent(canaries.browser(house.port))
    parent.walk()
    sought = parent.canaries + parent.typed
    said = house.sweep(sought, expected=1)
    assert f"The {len(sought)} words" in said and f"{len(sought)} of them found" in said, said
