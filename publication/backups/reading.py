"""The steps of a restore: a list, of which each step may be repeated, so that one that was cut short is run again.

From before the first row is written every use is closed (consent.awaiting), until the operator supplies a no-list that
extends to the newest head they have. A file beside the pin of the reader list says which backup is being restored.
"""

import datetime
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from consent import awaiting, heads, no_list
from consent.heads import Head
from consent.models import Edition
from publication.actions import renew_all
from publication.actions.freezing import leave_numbers_free
from publication.backups import refilling, sealing
from publication.backups.opening import follow
from publication.backups.parts import Kept, sync_folder
from publication.backups.refilling import Secrets
from publication.backups.writing import migrations, site_files
from publication.models import BookletPage
from publication.models.booklets import rebuild_entries
from stories.vault.pin import Pin

BEGUN, FILLED = "begun", "filled"
Tell = Callable[[str], None]


class CannotRestore(Exception):
    """Nothing was restored, or the restored site stays closed; says why, and what to do."""


@dataclass
class Work:
    kept: Kept
    today: datetime.date
    no_list: bytes | None = None
    head: Head | None = None
    secrets: Secrets | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    name: str
    act: Callable[[Work], None]
    # Of a step that fills the database: not done again once it is filled.
    fills: bool = False


def restore(
    folder: Path, *, today: datetime.date, offered: bytes | None = None, head: Head | None = None,
    tell: Tell = lambda name: None,
) -> Work:  # fmt: skip
    """Restores a backup into this installation, as far as it may; without a `head` every use stays closed.

    Raises `CannotRestore`, `parts.Broken`, `NotThisList`, `NoListMissing`, `PathMissing` and OSError, each a sentence.
    """
    work = Work(Kept(folder), today, offered, head)
    for step in STEPS[: None if head else STEPS.index(THE_LIST)]:
        if not (step.fills and _noted(work) == FILLED):
            step.act(work)
        tell(step.name)
    return work


def look_at_the_backup(work: Work) -> None:
    work.kept.check()
    if work.kept.manifest["migrations"] != migrations():
        raise CannotRestore(
            "This backup was made by another version of this program. Install the version it was made with (its tables"
            " must have the same migrations), restore, and update then."
        )
    own = heads.found_in(work.kept.manifest["head"])
    if work.head and (work.head.sequence < own.sequence or work.head.noes < own.noes):
        raise CannotRestore(f"The head is older than the backup. Give the newest one you have, or its own: {own}")
    # A later one cannot be compared: what was said since is not here, and other rows may take its numbers.
    if work.head and work.head.sequence == own.sequence and work.head.hash != own.hash:
        raise CannotRestore("The head is not of this ledger. Take it from the newest mail, receipt or colophon.")


def look_at_the_database(work: Work) -> None:
    if _noted(work) is None and not refilling.is_empty():
        raise CannotRestore(
            "This database is in use, and a backup is restored into an empty one. Make one with `manage.py migrate`."
        )


def look_at_the_slot_files(work: Work) -> None:
    """Wrong or new slot files would make a deletion of everybody out of a restore."""
    work.secrets = refilling.secrets_of(work.kept)
    there = [path for path in settings.SLOT_FILES if Path(path).exists()]
    for path in settings.SLOT_FILES:
        if path not in there:
            work.notes.append(
                f"The slot file {path} is missing. Nothing can be sent until you copy {there[0]} to its place, with the"
                " site stopped."
            )
    if work.secrets.missing and not work.secrets.live:
        raise CannotRestore(
            "These slot files hold no key of this backup: they are new, or another site's. Mount the disk with the"
            " site's own slot file, or with its mirror, and set SLOT_FILE or SLOT_MIRROR to it."
        )
    if work.secrets.missing:
        work.notes.append(
            f"{len(work.secrets.missing)} keys are missing from the slot files, though nobody erased them. What they"
            " open did not come back. If there is another copy of the slot file, restore again with it."
        )


def close_every_use(work: Work) -> None:
    no_list.await_supply()
    if _noted(work) is None:
        _note(work, BEGUN)


def put_back_files_of_the_site(work: Work) -> None:
    for name, path in site_files().items():
        content = next((data for found, data in work.kept.below("site") if found == name), None)
        if content is None:
            continue
        if not path.exists():
            _put(path, content)
        elif path.read_bytes() != content:
            if name == "site.salt":
                raise CannotRestore(f"{path} holds another site's salt: with it no return words would open anything.")
            newer = Pin.read(path)
            work.notes.append(
                f"The reader list is pinned at version {newer.version} on this machine, and the backup has an older"
                " one. Nothing can be sealed until the two agree (docs/operations.md)."
            )


def put_back_media(work: Work) -> None:
    for name, data in work.kept.below("media"):
        _store(name, data)


def put_back_pictures_of_families(work: Work) -> None:
    for family in refilling.families(work.kept, work.secrets):
        for name, part in family["pictures"].items():
            sealed = work.kept.bytes(f"pictures/{part}")
            _store(name, sealing.unseal(work.secrets.live[family["of"]], sealed, of=part))


def fill_the_database(work: Work) -> None:
    if refilling.is_empty():
        refilling.refill(work.kept, work.secrets)


def leave_numbers_free_for_releases(work: Work) -> None:
    for edition in Edition.objects.exclude(releases=None):
        leave_numbers_free(edition=edition)


def make_indexes_anew(work: Work) -> None:
    for page in BookletPage.objects.all():
        rebuild_entries(page)
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    _note(work, FILLED)


def take_the_list(work: Work) -> None:
    if awaiting_still():
        no_list.supply(work.no_list, length=work.head.noes, hash=work.head.noes_hash)


def awaiting_still() -> bool:
    return awaiting.is_on(tuple(Path(path) for path in settings.NO_LIST_FILES))


def follow_the_list(work: Work) -> None:
    closed = follow(work.today)
    if closed:
        work.notes.append(f"{closed} families had said no, or deleted, since this backup; that holds again.")


def renew_releases(work: Work) -> None:
    renew_all(work.today)


def forget_the_note(work: Work) -> None:
    _note_path().unlink(missing_ok=True)
    sync_folder(_note_path().parent)


THE_LIST = Step("no-list taken", take_the_list)
STEPS = (
    Step("backup looked at", look_at_the_backup),
    Step("database looked at", look_at_the_database),
    Step("slot files looked at", look_at_the_slot_files),
    Step("every use closed", close_every_use),
    Step("files of the site put back", put_back_files_of_the_site),
    Step("media put back", put_back_media, fills=True),
    Step("pictures of families put back", put_back_pictures_of_families, fills=True),
    Step("database filled", fill_the_database, fills=True),
    Step("numbers of releases left free", leave_numbers_free_for_releases, fills=True),
    Step("indexes made anew", make_indexes_anew, fills=True),
    THE_LIST,
    Step("no-list followed", follow_the_list),
    Step("releases asked for", renew_releases),
    Step("done", forget_the_note),
)


def _note_path() -> Path:
    pin = Path(settings.READER_PIN_FILE)
    return pin.with_name(f"{pin.name}.restoring")


def _noted(work: Work) -> str | None:
    """How far this backup's restore is: None when none is under way."""
    if not _note_path().exists():
        return None
    note = json.loads(_note_path().read_bytes())
    if note["backup"] != work.kept.name:
        raise CannotRestore(
            "Another backup is being restored here. Finish with that one, or begin with a new database."
        )
    return note["stage"]


def _note(work: Work, stage: str) -> None:
    _put(_note_path(), json.dumps({"backup": work.kept.name, "stage": stage}).encode())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.aside")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(aside, path)
    sync_folder(path.parent)


def _store(name: str, data: bytes) -> None:
    """A stored file under its own name; what a killed restore left of it is replaced."""
    if default_storage.exists(name):
        with default_storage.open(name) as stream:
            if stream.read() == data:
                return
        default_storage.delete(name)
    default_storage.save(name, ContentFile(data))
