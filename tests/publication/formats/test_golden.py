"""The booklet is set today as it was when somebody last looked at it (see golden.py)."""

from tests.publication.formats import golden


def test_the_pages_of_the_pdf_hold_the_lines_that_were_looked_at():
    assert golden.pages() == golden.PAGES.read_text()


def test_the_text_file_is_the_one_that_was_looked_at():
    assert golden.whole_text() == golden.TEXT.read_text()
