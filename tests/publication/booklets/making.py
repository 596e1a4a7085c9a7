"""A booklet on an invented site, and the moments around its opening."""

import datetime
import os
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone

from publication.actions import build, freeze, one_builder
from publication.actions.rechecking import check_again
from publication.models import BookletPage, CheckedAgain, Release
from publication.rechecking import standing
from tests.factories import TODAY, make_edition, make_user, make_version
from tests.publication import site

OPENS = datetime.datetime(2027, 3, 18, 7, tzinfo=timezone.get_default_timezone())
BEFORE = OPENS - datetime.timedelta(seconds=1)
DAY = datetime.date(2027, 3, 18)


def make_booklet(*versions, edition=None, live=True, front=(), **changes) -> BookletPage:
    """The page of an edition with these texts in one part, saved as draft and, if `live`, published."""
    from wagtail.models import Page

    edition = edition or (versions[0].edition if versions else make_edition())
    shelf = Page.objects.filter(slug="booklets").first()
    shelf = shelf.specific if shelf else site.invent().shelf
    page = shelf.add_child(
        instance=BookletPage(
            title=changes.pop("title", "The light left on"),
            slug=str(edition.year),
            edition=edition,
            live=False,
            summary="Stories and poems by parents.",
            imprint="Made at a kitchen table.",
            **changes,
        )
    )
    place(page, *versions, front=front)
    if live:
        page.latest_revision.publish()
    return BookletPage.objects.get(pk=page.pk)


def place(page, *versions, front=()) -> None:
    """Saves a draft with these texts in one part."""
    page.body = [*front, ("part", {"title": "At home", "intro": "", "stories": list(versions)})]
    page.save_revision()
    page.refresh_from_db()


def make_release(page: BookletPage, *, day=TODAY) -> Release:
    """Frozen and built."""
    return build(release=freeze(page=page, user=None), day=day)


def ask_again(page: BookletPage, *, day, user=None) -> CheckedAgain:
    """The checks were asked again about every story in it."""
    return check_again(page=page, seen=standing(page, day=day).mark, user=user or make_user(), day=day)


def make_released(*titles: str, **changes):
    """A live booklet with a release of one story for each title: (page, release, versions)."""
    versions = [make_version(title, f"{title}: words that nobody else wrote.") for title in titles or ("The kettle",)]
    page = make_booklet(*versions, **changes)
    return page, make_release(page), versions


@contextmanager
def being_built(year: int = 2027):
    """As long as somebody else builds a release of this edition."""
    lock = one_builder.take(year)
    assert lock is not None
    yield
    os.close(lock)


def files_with(words: str) -> list[str]:
    """Every file of the releases whose bytes hold these words, its name included."""
    found = []
    for path in settings.RELEASES_DIR.rglob("*"):
        if path.is_file() and (words.encode() in path.read_bytes() or words in str(path)):
            found.append(path.name)
    return found
