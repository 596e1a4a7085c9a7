"""One story as a PDF for editors: whatever a parent wrote stands there as itself, or is refused by name."""

import re

import pytest

from publication.composing import planned
from publication.desk.story_page import story_pdf
from publication.formats.glyphs import CannotSet
from tests.factories import TODAY, make_version
from tests.publication.booklets.making import make_booklet
from tests.publication.formats import fidelity, hostile, pdf_checks
from tests.publication.formats.pdf_promises import STORY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


def test_hostile_words_stand_there_as_themselves_or_are_refused_by_name():
    # The pages are cut out without their structure, so what must be heard is left to test_hostile_text.py.
    hard_ones = [hard for hard in hostile.TEXTS if not hard.heard]
    versions = [make_version(hard.name, hard.words) for hard in hard_ones]
    page = make_booklet(*versions)
    for hard, version in zip(hard_ones, versions, strict=True):
        if hard.refused:
            with pytest.raises(CannotSet, match=re.escape(hard.refused)):
                story_pdf(page, version, day=TODAY)
        else:
            words = fidelity.pdf_text(story_pdf(page, version, day=TODAY))
            fidelity.all_found([(hard.name, hard.approved)], words)


def test_its_pages_keep_their_part_of_the_list_of_promises_and_are_the_same_each_time():
    page = make_booklet(kettle := make_version("The kettle"))
    made = story_pdf(page, kettle, day=TODAY)
    with pdf_checks.opened(STORY, made, planned(page.draft(), day=TODAY)) as file:
        assert pdf_checks.faults(file) == []
    assert story_pdf(page, kettle, day=TODAY) == made
