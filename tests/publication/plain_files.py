"""Releases whose files are made at once: for tests of who is in a file and when, not of how it is set.

Setting takes most of a second for each release. That every format holds just the words it is given is promised by
tests/publication/formats, by the rehearsal, and by the builds in booklets/test_building.py and test_print_files.py.
"""

from dataclasses import replace

import pytest

from publication.actions import making
from publication.formats import text


def plainly(real):
    """Every file of a release as the text of its own use: made at once, and each word in it is plain to see."""

    def makers_of(release, composed):
        said = {use: text.text(one.edition) for use, one in composed.items()}
        return [
            maker if maker.name.startswith("web/") else replace(maker, make=lambda use=maker.use: said[use])
            for maker in real(release, composed)
        ]

    return makers_of


@pytest.fixture
def plain_files(request, monkeypatch) -> None:
    """A test that is marked `typeset` gets the real ones all the same."""
    if request.node.get_closest_marker("typeset") is None:
        monkeypatch.setattr(making, "makers_of", plainly(making.makers_of))
