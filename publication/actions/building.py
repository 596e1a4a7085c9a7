"""Builds a frozen release in rounds (making.py): when an answer has changed meanwhile, the next round begins.

A failed or killed build leaves the release before it untouched.
"""

import datetime
import os

from django.db import transaction

from consent.errors import NotAllowed
from consent.models import Edition
from publication import gate
from publication.actions import making, one_builder, workshop
from publication.actions.freezing import new_release
from publication.actions.making import Changed, Round, Tell
from publication.formats import files
from publication.models import Build, Release
from publication.renewal import needs_renewal

# How often a build begins again. Each time somebody answered while it went on, so it never comes to this.
AGAIN = 20


class CouldNotBuild(Exception):
    """The release was not built; the message says what to mend."""


class BeingBuilt(CouldNotBuild):
    """Another builder is at work; nothing is wrong."""


def build(*, release: Release, day: datetime.date, tell: Tell | None = None) -> Release:
    """Builds and publishes one release; returns it as `READY`. One that was built before is left as it is.

    Raises `CouldNotBuild` with a sentence for the desk when a file cannot be made, when answers kept
    changing while it was built, or (`BeingBuilt`) when another builder of the edition is at work.
    """
    lock = one_builder.take(release.edition.year)
    if lock is None:
        raise BeingBuilt("A release of this edition is being built already. Look again in a few minutes.")
    _work(release.edition, day, lock, first=release, tell=tell)
    return release


def build_waiting(edition: Edition, *, day: datetime.date, lock: int | None = None) -> None:
    """Builds the edition's waiting release, if nobody does already. Raises `CouldNotBuild`.

    `lock` is one that was taken already (one_builder.take).
    """
    lock = lock or one_builder.take(edition.year)
    if lock is not None:
        _work(edition, day, lock)


def _work(edition: Edition, day: datetime.date, lock: int | None, first: Release | None = None, tell=None) -> None:
    """Builds `first`, then what waits, and then whatever was asked for meanwhile; the lock is let go at the end.

    Whoever asks for a build first writes the waiting release and then tries the lock. So when this lets the lock
    go and finds nothing waiting, nothing was missed. Raises the first `CouldNotBuild` when all is done.
    """
    failed = None
    while lock is not None:
        try:
            while release := first or _waiting(edition).first():
                first = None
                try:
                    _build(release, day, tell or _on_the_build_row(release))
                except CouldNotBuild as trouble:
                    failed = failed or trouble
                    _renew_what_readers_get(release, day)
        finally:
            os.close(lock)
        lock = one_builder.take(edition.year) if _waiting(edition).exists() else None
    if failed:
        raise failed


def _waiting(edition: Edition):
    return Release.objects.of(edition).waiting().select_related("edition", "page")


@transaction.atomic
def _renew_what_readers_get(failed: Release, day: datetime.date) -> None:
    """A plan that cannot be built must not hold up a no: what readers get is then renewed from its own plan."""
    Build.objects.lock(failed.edition)
    current = Release.objects.of(failed.edition).ready().select_related("edition", "page").first()
    if current and current.frozen != failed.frozen and needs_renewal(current, day=day):
        new_release(current.page, current.frozen, user=None)


def _on_the_build_row(release: Release) -> Tell:
    Build.objects.get_or_create(edition=release.edition)
    row = Build.objects.filter(edition=release.edition)
    return lambda says, done, steps: row.update(says=says[:200], done=done, steps=steps)


def _build(release: Release, day: datetime.date, tell: Tell) -> None:
    release.refresh_from_db()
    if not release.may_be_built:
        # One that still waits behind a later release is worth nothing any more.
        Release.objects.waiting().filter(pk=release.pk).update(state=Release.State.SUPERSEDED)
        return
    try:
        for _attempt in range(AGAIN):
            if _attempted(release, day, tell):
                release.refresh_from_db()
                return
        raise CouldNotBuild("Answers of families kept changing while this was built. Build it again in a few minutes.")
    except CouldNotBuild as trouble:
        _fail(release, str(trouble))
        raise
    except files.CannotMake as trouble:
        _fail(release, str(trouble))
        raise CouldNotBuild(str(trouble)) from trouble
    except gate.OutOfReach as trouble:
        says = "No key of any family can be read. Look whether both slot files are in their places, then build again."
        _fail(release, says)
        raise CouldNotBuild(says) from trouble
    except OSError as trouble:
        says = f"The files could not be written: {trouble.strerror}. Mend the disk, then build it again."
        _fail(release, says)
        raise CouldNotBuild(says) from trouble
    except Exception as trouble:
        _fail(release, f"Something in the program failed ({type(trouble).__name__}). Tell whoever looks after it.")
        raise
    finally:
        workshop.clear(release.edition)


def _attempted(release: Release, day: datetime.date, tell: Tell) -> bool:
    """One round; False when an answer, or the bench, changed meanwhile and it has to begin again."""
    work = Round(release, day, tell)
    try:
        for step in making.STEPS:
            step(work)
    except (Changed, NotAllowed):
        return False
    except (OSError, files.CannotMake):
        if work.aside is None or work.aside.exists():
            raise
        return False  # a deletion cleared the bench, since its words lay on it
    return True


def _fail(release: Release, trouble: str) -> None:
    Release.objects.filter(pk=release.pk).update(state=Release.State.FAILED, trouble=trouble[:400])
    Build.objects.filter(edition=release.edition).update(says=trouble[:200])
