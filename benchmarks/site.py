"""An invented site with a booklet of invented stories, in a database of its own that is gone afterwards."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import invented


@contextmanager
def invented_site() -> Iterator[None]:
    """Tables, slot files and folders in a temporary home, as the tests have them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from stories import keys

    # Every 404 that is measured would be told on the screen.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    keys.create_files()
    try:
        yield
    finally:
        teardown_databases(old, verbosity=0)


def invented_booklet(stories: int):
    """Its page, and the approved texts in it."""
    from django.core.files.base import ContentFile

    from stories.models import Picture
    from tests.factories import make_version
    from tests.publication.booklets.making import make_booklet

    pictures = [
        Picture.objects.create(
            title=f"House {number}",
            description=invented.DESCRIPTION,
            file=ContentFile(invented.picture(number), f"house-{number}.jpg"),
        )
        for number in range(invented.PICTURES)
    ]
    versions = [
        make_version(
            told.title,
            told.text,
            kind=told.kind,
            picture=pictures[told.number % len(pictures)] if told.has_picture else None,
        )
        for told in invented.stories(stories)
    ]
    return make_booklet(*versions), versions


@contextmanager
def built_in_a_child() -> Iterator[None]:
    """Releases are built as on a real site, in a detached process, on this site's own tables and folders."""
    from django.conf import settings

    from tests.publication.booklets import children

    before, environment = settings.RELEASE_BUILDER, dict(os.environ)
    os.environ.update(children.environment())
    settings.RELEASE_BUILDER = "publication.actions.starting.in_a_child"
    try:
        yield
    finally:
        settings.RELEASE_BUILDER = before
        os.environ.clear()
        os.environ.update(environment)
