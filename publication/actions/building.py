"""Builds a frozen release: files aside first, the gate asked again, then one rename.

The rule is asked twice: for what goes into the files, and again under the edition's lock before they
are published, because minutes may lie between and a parent may have said no in them. If the answer
changed, the build starts again. A failed or killed build leaves the release before it untouched.
"""

import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from consent import actions as consent
from consent import ledger
from consent.errors import NotAllowed
from consent.models import Edition
from consent.uses import Use
from consent.weeks import week_of
from publication import chrome, gate
from publication.actions import one_builder, workshop
from publication.actions.freezing import new_release
from publication.composing import Composed, compose, planned_ids
from publication.formats import files, manifest
from publication.models import Build, Release, ReleaseFile, ReleaseStory
from publication.renewal import needs_renewal
from publication.serving import pages
from publication.serving.story_pictures import picture_bytes, story_picture_url

# The uses that a release has files for; a family may allow one of them and not the other.
USES = (Use.ONLINE, Use.PRINT)
# How often a build begins again. Each time somebody answered while it went on, so it never comes to this.
AGAIN = 20
# Told at each step: what is being made, how many steps are done, and of how many.
Tell = Callable[[str, int, int], None]


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
    composed = {use: compose(release, use=use, day=day) for use in USES}
    aside = workshop.prepare(release.edition) / release.name
    try:
        aside.mkdir(mode=0o750)
    except FileNotFoundError:
        return False  # a deletion cleared the bench in this very moment
    try:
        made = _write_files(release, composed, aside, tell)
        private = manifest.private(
            composed[Use.ONLINE].edition,
            made,
            stories={use: [(v.story.code, v.digest) for v in composed[use].versions] for use in USES},
        )
        workshop.write(aside / "manifest.json", json.dumps(private, indent=1, sort_keys=True).encode())
        workshop.level(aside, day)
        return _publish(release, composed, made, manifest.digest(private), aside, day=day)
    except NotAllowed:
        return False
    except (OSError, files.CannotMake):
        if aside.exists():
            raise
        return False  # a deletion cleared the bench, since its words lay on it


def makers_of(release: Release, composed: dict[Use, Composed]) -> list[files.Maker]:
    """Every file of a release, still unmade."""
    online, paper = composed[Use.ONLINE].edition, composed[Use.PRINT].edition
    read = files.makers(
        online,
        chrome=chrome.read(),
        pictures=picture_bytes(online.trees()),
        picture_url=story_picture_url(release.page),
        urls=pages.urls_of_a_build(release.page),
    )
    return read + files.print_makers(paper, pictures=picture_bytes(paper.trees()))


def _write_files(release: Release, composed: dict[Use, Composed], aside: Path, tell: Tell) -> list[manifest.Made]:
    makers = makers_of(release, composed)
    for folder in sorted({(aside / maker.name).parent for maker in makers} - {aside}):
        # Not their parents: a bench that was cleared must stay away.
        folder.mkdir(mode=0o750)
    made = []
    for number, maker in enumerate(makers):
        tell(f"Making {maker.name}", number, len(makers) + 1)
        data = maker.make()
        workshop.write(aside / maker.name, data)
        made.append(manifest.made(maker, data))
    tell("Asking the rule once more", len(makers), len(makers) + 1)
    return made


@transaction.atomic
def _publish(
    release: Release, composed: dict[Use, Composed], made: list, digest: str, aside: Path, *, day: datetime.date
) -> bool:
    """Moves the files into place if the gate's answer is still the same; False asks for another round."""
    lock = Build.objects.lock(release.edition)
    ledger.lock_head()  # no family's answer comes between the question and the commit
    wanted = planned_ids(release.frozen)
    for use in USES:
        now_allowed = gate.provable_ids(wanted, use=use, edition=release.edition, day=day)
        if now_allowed != {version.pk for version in composed[use].versions}:
            return False
    _record(release, composed, made, day)
    older = [old.folder for old in Release.objects.of(release.edition).ready().select_related("edition")]
    Release.objects.of(release.edition).ready().update(state=Release.State.SUPERSEDED)
    Release.objects.filter(pk=release.pk).update(
        state=Release.State.READY, digest=digest, week=week_of(day), trouble=""
    )
    lock.done, lock.says = lock.steps, f"Release {release.name} is ready"
    lock.save()
    workshop.put_in_place(aside, release.folder)
    transaction.on_commit(lambda: [workshop.remove(folder) for folder in older], robust=True)
    return True


def _record(release: Release, composed: dict[Use, Composed], made: list, day: datetime.date) -> None:
    release.stories.all().delete()
    release.files.all().delete()
    ReleaseStory.objects.bulk_create(
        ReleaseStory(release=release, use=use, version=version, position=place)
        for use in USES
        for place, version in enumerate(composed[use].versions)
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=m.name, use=m.use, media_type=m.media_type, size=m.size, sha256=m.sha256)
        for m in made
    )
    for use in USES:
        for version in composed[use].versions:
            consent.show(
                agreement=version.agreement,
                digest=version.digest,
                use=use,
                edition=release.edition,
                release=release.name,
                today=day,
            )


def _fail(release: Release, trouble: str) -> None:
    Release.objects.filter(pk=release.pk).update(state=Release.State.FAILED, trouble=trouble[:400])
    Build.objects.filter(edition=release.edition).update(says=trouble[:200])
