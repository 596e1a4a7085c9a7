"""The booklet is set today as it was when somebody last looked at it (see golden.py)."""

import pytest

from tests.publication.formats import golden


@pytest.mark.parametrize("name", golden.GOLDEN)
def test_every_form_holds_the_lines_that_were_looked_at(name):
    assert golden.GOLDEN[name]() == (golden.FOLDER / name).read_text()
