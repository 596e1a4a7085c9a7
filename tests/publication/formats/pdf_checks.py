"""The list that every PDF of a release keeps: which promise (pdf_promises.py) which file, and where one does not apply.

No validator of PDF/UA can be installed from the registries that we use, so this list stands beside what Typst
refuses by itself: a picture without words, a level of heading left out, a missing title.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf

from publication.formats.edition import Edition
from tests.publication.formats import pdf_promises as promises
from tests.publication.formats.pdf_promises import IMPOSED, PAPER, STORY, TAGGED, Finished

Check = Callable[[Finished], Iterator[str]]
CHECKS: tuple[Check, ...] = tuple(check for name, check in vars(promises).items() if re.match(r"[bc]\d", name))


_SAID = (promises.b1_it_has_its_title, promises.b1_it_says_its_language)
_HEARD = (
    promises.b1_it_says_which_standards_it_keeps,
    promises.b1_readers_show_the_title,
    promises.b1_the_tab_key_follows_the_structure,
    promises.b2_every_mark_is_owned_or_decoration,
    promises.b4_every_picture_is_described,
    promises.b5_every_link_says_where_it_leads,
    promises.b6_every_tag_is_a_standard_one_in_its_place,
    promises.b8_the_structure_reads_in_order,
)
_LED = (
    promises.b3_headings_come_in_their_order,
    promises.b7_bookmarks_name_parts_and_pieces,
    promises.b7_a_page_has_the_number_that_it_shows,
)
_LOOKED_AT = (
    promises.b8_every_font_is_in_the_file,
    promises.b10_letters_are_large_and_dark_enough,
    promises.b10_lines_are_short_enough_to_find_the_next,
)
# (checks, files, why they do not apply)
_ROWS = (
    (_HEARD, PAPER, "a printer's file is looked at and printed; who listens has booklet.pdf"),
    (_LED, PAPER[1:], "a cover and sheets to fold have no contents that lead anywhere"),
    ((promises.b10_letters_are_large_and_dark_enough,), PAPER[1:2], "a cover has no body of words"),
    (
        (*_SAID, *_LOOKED_AT, promises.c3_no_word_runs_over_the_edge),
        (IMPOSED,),
        "its pages are drawings, byte for byte those of inner.pdf and cover.pdf (test_printing.py)",
    ),
    ((*_SAID, *_HEARD, *_LED), (STORY,), "a few pages cut out for an editor, who reads the story itself on the desk"),
    ((promises.c2_its_pages_fill_whole_sheets,), (*TAGGED, STORY), "it is not folded"),
)
NOT_FOR = {(check.__name__, name): why for checks, names, why in _ROWS for check in checks for name in names}


@contextmanager
def opened(name: str, data: bytes, edition: Edition) -> Iterator[Finished]:
    with pikepdf.open(io.BytesIO(data)) as document:
        yield Finished(name, data, document, edition)


def faults(file: Finished) -> list[str]:
    """All that the list finds in a file, each with the name of its check."""
    return [f"{check.__name__}: {fault}" for check in CHECKS if not reason(check, file.name) for fault in check(file)]


def reason(check: Check, name: str) -> str:
    """Why a check does not apply to a file; nothing if it does."""
    return NOT_FOR.get((check.__name__, name), "")
