"""A database that could not be dumped has not been searched, and that is said."""

import pytest

from publication.sweeping import dump
from publication.sweeping.places import Places
from publication.sweeping.search import Search
from tests.publication.sweeping.looking import WORD

NOWHERE = {"NAME": f"about {WORD}", "HOST": "/nowhere", "PORT": "1", "USER": "", "PASSWORD": ""}


def test_no_dump_is_no_empty_dump():
    with pytest.raises(dump.NoDump):
        list(dump.pieces(NOWHERE))


def test_a_database_that_cannot_be_dumped_is_named_with_the_reason_and_without_the_word():
    outcome = Search([WORD, "/nowhere"]).run(Places(dumps={"default": NOWHERE}))
    (missed,) = outcome.missed
    assert missed.startswith("the database default: ")
    assert "nowhere" not in missed and "Quill" not in missed
    assert outcome.dumps == 0
