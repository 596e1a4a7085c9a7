"""Starts builds: in a child process, or here and now where somebody wants to wait."""

import datetime
import os
import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from publication.actions import one_builder, workshop
from publication.actions.building import CouldNotBuild, build_waiting
from publication.models import Build, Release


def request_build(release: Release, *, day: datetime.date) -> None:
    """Starts a build once the transaction has committed, in the way that settings name (a child process by default)."""
    start = import_string(settings.RELEASE_BUILDER)
    transaction.on_commit(lambda: start(release, day))


def in_a_child(release: Release, day: datetime.date) -> subprocess.Popen | None:
    """A detached, short-lived process: Typst keeps its memory, and a web server must not wait for a book.

    None when a builder of the edition is at work (it looks for waiting releases before it ends), or when no
    process could be started; then the desk says so, and whoever presses its button starts it again.
    """
    lock = one_builder.take(release.edition.year)
    if lock is None:
        return None
    Build.objects.update_or_create(
        edition=release.edition, defaults={"done": 0, "steps": 0, "says": "The builder is starting"}
    )
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "build_release", str(release.pk)]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and command, no words from outside
            [*command, "--day", day.isoformat(), "--lock", str(lock)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(lock,),
            cwd=settings.BASE_DIR,
            env={
                "DJANGO_SETTINGS_MODULE": "publication.settings",
                **os.environ,
                "TMPDIR": str(workshop.prepare(release.edition)),
            },
        )
    except OSError as trouble:
        Build.objects.filter(edition=release.edition).update(
            says=f"The builder could not be started: {trouble.strerror or 'the system refused'}"
        )
        return None
    finally:
        os.close(lock)


def here(release: Release, day: datetime.date) -> None:
    """Builds before it returns: for the rehearsal, which measures the build, and for tests."""
    try:
        build_waiting(release.edition, day=day)
    except CouldNotBuild:
        return  # the release's own row says why, as it does when a child fails
