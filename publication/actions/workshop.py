"""This file knows the folders of releases: where one is made, which may stay, and what must go.

releases/2027.3/            a release that readers get (one an edition)
releases/.making-2027/      what the builder is making, and its temporary files
releases/.building-2027     the lock file of `one_builder`
"""

import datetime
import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from consent.models import Edition
from publication.models import Release
from stories.vault.slot_copy import LEVEL_NS

# How often a folder is tried that would not go: a builder may have put a file in meanwhile.
TRIES = 3


def bench(edition: Edition) -> Path:
    return settings.RELEASES_DIR / f".making-{edition.year}"


def prepare(edition: Edition) -> Path:
    """An empty bench for the one builder of an edition."""
    clear(edition)
    bench(edition).mkdir(parents=True, mode=0o750)
    level_shelf()
    return bench(edition)


def clear(edition: Edition) -> None:
    remove(bench(edition))


def remove(folder: Path) -> None:
    """Deletes a folder with all that is in it, if it is there. Raises OSError when something cannot be deleted.

    Others may delete in it at the same time, or a builder may write: whoever was quicker, it is gone in the end.
    """
    refused = 0
    while folder.exists():
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # somebody else took that file, so there is less each time
        except OSError:
            refused += 1
            if refused == TRIES:
                raise
    level_shelf()


def put_in_place(aside: Path, folder: Path) -> None:
    """A finished release, from the bench to where readers get it, in place of whatever lies there."""
    # That was renamed by a build that was killed before it was published: nobody ever got it.
    remove(folder)
    os.rename(aside, folder)
    level_shelf()


def sweep(edition: Edition) -> None:
    """Deletes every release folder of the edition that readers no longer get: what a crash has left.

    The caller holds the edition's build row, or a folder could be met between its renaming and its commit.
    """
    keep = {release.name for release in Release.objects.of(edition).ready().select_related("edition")}
    for folder in settings.RELEASES_DIR.glob(f"{edition.year}.*"):
        if folder.name not in keep:
            remove(folder)


def write(path: Path, data: bytes) -> None:
    """Writes a file that is on the disk when this returns."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def level(folder: Path, day: datetime.date) -> None:
    """Sets every time in a folder to the Monday of the week: a re-issue must not tell when a family said no."""
    monday = datetime.datetime.combine(day - datetime.timedelta(days=day.weekday()), datetime.time.min, datetime.UTC)
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (monday.timestamp(), monday.timestamp()))


def level_shelf() -> None:
    """Takes the time from the folder of all releases: what comes and goes in it follows a family's no."""
    with suppress(FileNotFoundError):
        os.utime(settings.RELEASES_DIR, ns=(LEVEL_NS, LEVEL_NS))
