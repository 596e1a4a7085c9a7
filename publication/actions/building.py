"""Builds a frozen release: files aside first, the gate asked again, then one rename.

The rule is asked twice: for what goes into the files, and again under the edition's lock before they
are published, because minutes may lie between and a parent may have said no in them. If the answer
changed, the build starts again. A failed or killed build leaves the release before it untouched.
"""

import datetime
import json
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from consent import actions as consent
from consent.uses import Use
from publication import chrome, gate
from publication.composing import Composed, compose
from publication.formats import files, manifest
from publication.models import Build, Release, ReleaseFile, ReleaseStory
from publication.serving import pages
from publication.serving.story_pictures import picture_bytes, story_picture_url

AGAIN = 5
BUILT = frozenset({Release.State.READY, Release.State.SUPERSEDED})


class CouldNotBuild(Exception):
    """The release was not built; the message says what to mend."""


def build(*, release: Release, day: datetime.date) -> Release:
    """Builds and publishes one release; returns it as `READY`. One that is built already is left as it is.

    Raises `CouldNotBuild` with a sentence for the desk when a file cannot be made, or when answers kept
    changing while it was built.
    """
    release.refresh_from_db()
    if release.state in BUILT:
        return release
    for _attempt in range(AGAIN):
        composed = compose(release, use=Use.ONLINE, day=day)
        aside = _aside(release)
        try:
            made = _write_files(release, composed, aside)
            if _publish(release, composed, made, aside, day=day):
                release.refresh_from_db()
                return release
        except files.CannotMake as trouble:
            _fail(release, str(trouble))
            raise CouldNotBuild(str(trouble)) from trouble
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    trouble = "Answers of families kept changing while this was built. Start it again in a few minutes."
    _fail(release, trouble)
    raise CouldNotBuild(trouble)


def _aside(release: Release) -> Path:
    folder = settings.RELEASES_DIR / f".building-{release.name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o750)
    return folder


def _write_files(release: Release, composed: Composed, aside: Path) -> list[manifest.Made]:
    makers = files.makers(
        composed.edition,
        chrome=chrome.read(),
        pictures=picture_bytes(composed.edition.trees()),
        picture_url=story_picture_url(release.page),
        urls=pages.urls_of_a_build(release.page),
    )
    made = []
    for number, maker in enumerate(makers):
        Build.objects.filter(edition=release.edition).update(
            done=number, steps=len(makers) + 1, says=f"Making {maker.name}"
        )
        data = maker.make()
        path = aside / maker.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        made.append(manifest.made(maker, data))
    return made


@transaction.atomic
def _publish(release: Release, composed: Composed, made: list, aside: Path, *, day: datetime.date) -> bool:
    """Moves the files into place if the gate's answer is still the same; False asks for another round."""
    lock = Build.objects.select_for_update().get(edition=release.edition)
    wanted = [pk for part in release.frozen["parts"] for pk in part["stories"]]
    now_allowed = gate.allowed_ids(wanted, use=Use.ONLINE, edition=release.edition, day=day)
    if now_allowed != {version.pk for version in composed.versions}:
        return False
    private = manifest.private(composed.edition, made, versions=[(v.story.code, v.digest) for v in composed.versions])
    (aside / "manifest.json").write_text(json.dumps(private, indent=1, sort_keys=True))
    shutil.rmtree(release.folder, ignore_errors=True)
    os.replace(aside, release.folder)
    release.stories.all().delete()
    release.files.all().delete()
    ReleaseStory.objects.bulk_create(
        ReleaseStory(release=release, version=version, position=place)
        for place, version in enumerate(composed.versions)
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=m.name, use=m.use, media_type=m.media_type, size=m.size, sha256=m.sha256)
        for m in made
    )
    for version in composed.versions:
        consent.show(
            agreement=version.agreement,
            digest=version.digest,
            use=Use.ONLINE,
            edition=release.edition,
            release=release.name,
            today=day,
        )
    older = Release.objects.of(release.edition).ready().exclude(pk=release.pk)
    folders = [old.folder for old in older]
    older.update(state=Release.State.SUPERSEDED)
    Release.objects.filter(pk=release.pk).update(state=Release.State.READY, digest=manifest.digest(private), trouble="")
    lock.done, lock.steps, lock.says, lock.wanted = lock.steps, lock.steps, f"Release {release.name} is ready.", False
    lock.release = release
    lock.save()
    transaction.on_commit(lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in folders])
    return True


def _fail(release: Release, trouble: str) -> None:
    Release.objects.filter(pk=release.pk).update(state=Release.State.FAILED, trouble=trouble[:400])
    Build.objects.filter(edition=release.edition).update(says=trouble[:200], process=0)
