"""How many pages a draft would come to if it were released now, before there is any release."""

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass

from consent.uses import Use
from publication.composing import planned
from publication.formats import openings
from publication.formats.pdf import laid_out
from publication.models import BookletPage
from publication.serving.story_pictures import picture_bytes


@dataclass(frozen=True)
class Paper:
    """The inside of the printed booklet: its pages, the `spare` ones at its end included."""

    pages: int
    spare: int

    @property
    def filled(self) -> int:
        return self.pages - self.spare


@dataclass(frozen=True)
class Count:
    """Pages of `booklet.pdf`, how many each story takes there, and the print (None when no story may be printed)."""

    screen: int
    lengths: Mapping[str, int]
    paper: Paper | None


def counted(page: BookletPage, *, day: datetime.date) -> Count:
    """Sets the whole draft to count it, which takes seconds. Raises CannotSet and CannotBuild."""
    draft = page.draft()
    edition = planned(draft, day=day)
    laid = laid_out(edition, pictures=picture_bytes(edition.trees()))
    return Count(laid.pages, openings.lengths(io.BytesIO(laid.data)), _paper(draft, day=day))


def _paper(draft: BookletPage, *, day: datetime.date) -> Paper | None:
    edition = planned(draft, day=day, use=Use.PRINT)
    if not any(edition.stories()):
        return None
    laid = laid_out(edition, pictures=picture_bytes(edition.trees()), variant="print")
    return Paper(laid.pages, laid.spare)
