"""Re-issues a release when something in it may no longer be shown, and starts builds as child processes."""

import datetime
import os
import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from consent.uses import Use
from publication import gate
from publication.actions.freezing import new_release
from publication.models import Build, Release


def request_build(release: Release, *, day: datetime.date) -> None:
    """Starts a build once the transaction has committed, in the way that settings name (a child process by default)."""
    start = import_string(settings.RELEASE_BUILDER)
    transaction.on_commit(lambda: start(release, day))


def in_a_child(release: Release, day: datetime.date) -> None:
    """A detached, short-lived process: Typst keeps its memory, and a web server must not wait for a book."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and command, no words from outside
        [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "build_release",
            str(release.pk),
            "--day",
            day.isoformat(),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "publication.settings")},
    )
    Build.objects.filter(edition=release.edition).update(process=child.pid, release=release)


def here(release: Release, day: datetime.date) -> None:
    """Builds before it returns: for the rehearsal, which measures the build, and for tests."""
    from publication.actions.building import build

    build(release=release, day=day)


@transaction.atomic
def reissue(*, release: Release, day: datetime.date, user=None) -> Release:
    """The next release from the same plan; the build leaves out what the gate refuses.

    One pending release per edition is enough: when one waits already it is returned, since its build asks
    the gate when it runs and again before it publishes. Never blocked by any other check.
    """
    Build.objects.get_or_create(edition=release.edition)
    Build.objects.select_for_update().get(edition=release.edition)
    pending = Release.objects.of(release.edition).filter(state=Release.State.PENDING).first()
    if pending is None:
        pending = new_release(release.page, release.frozen, user=user)
    request_build(pending, day=day)
    return pending


def reissue_for(agreement, *, day: datetime.date) -> list[Release]:
    """Re-issues every current release that holds a text of this agreement which the gate now refuses."""
    made = []
    for release in Release.objects.ready().holding(agreement).select_related("edition", "page"):
        held = set(release.stories.values_list("version_id", flat=True))
        if held != gate.allowed_ids(held, use=Use.ONLINE, edition=release.edition, day=day):
            made.append(reissue(release=release, day=day))
    return made
