"""The steps of a backup. It is made aside and renamed when it is whole, so that no half of one is ever taken for one.

What is sealed is sealed in memory: no file, however short-lived, holds words of a parent in clear. The slot files and
the no-list are not in it. The site may run meanwhile: all tables are read at one moment.
"""

import datetime
import fcntl
import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from consent import no_list
from consent.heads import ZEROS, Head
from consent.weeks import week_of
from publication.backups import rows, sealing
from publication.backups.map import MAP, WITH_A_SLOT, backed_up
from publication.backups.owners import STAFF, Owners
from publication.backups.parts import FORMAT, MANIFEST, Parts, sync_folder, table_part
from publication.backups.snapshot import snapshot
from stories.vault.shards import SlotErased, SlotMissing

ASIDE = ".making"
Row = dict
# Told the name of each step when it has been done.
Tell = Callable[[str], None]


class CannotBackUp(Exception):
    """No backup was made; says why."""


@dataclass
class Work:
    """A backup under way."""

    shelf: Path
    today: datetime.date
    listed: no_list.NoList
    parts: Parts
    slots: dict[str, tuple[int, str]] = field(default_factory=dict)  # of everything that has one, by id
    families: dict[str, dict[str, list[Row]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    agreements: dict[str, dict[str, list[Row]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    files: list[str] = field(default_factory=list)
    head: Head = field(default_factory=lambda: Head(0, ZEROS))
    folder: Path | None = None


@dataclass(frozen=True)
class Step:
    name: str
    act: Callable[[Work], None]


def back_up(shelf: Path, *, today: datetime.date, tell: Tell = lambda name: None) -> tuple[Path, Head]:
    """Writes a new backup into a folder of backups; returns where it lies, and the head to write down beside it.

    Raises `CannotBackUp`, `NoListMissing` when no copy of the no-list is in reach, `PathMissing` when no copy of the
    slot file is, and OSError.
    """
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(shelf):
        # Before the tables: a line of the list stands for a no that they show, never the other way round.
        listed = no_list.read()
        with snapshot():
            work = Work(shelf, today, listed, Parts(shelf / ASIDE))
            for step in STEPS:
                step.act(work)
                tell(step.name)
    return work.folder, work.head


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    with (shelf / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUp(f"Another backup is being written to {shelf}. Wait until it is ready.") from None
        yield


def clear_the_place_aside(work: Work) -> None:
    """What a backup that was cut short has left goes first."""
    if work.parts.folder.exists():
        shutil.rmtree(work.parts.folder)
    work.parts.folder.mkdir(mode=0o700)


def write_what_may_lie_open(work: Work) -> None:
    """Each table's open rows; all others wait in memory for the step that seals them."""
    owners = Owners()
    for label in backed_up():
        work.parts.write_lines(table_part(label), _open_rows(work, owners, label))


def _open_rows(work: Work, owners: Owners, label: str) -> Iterator[Row]:
    table = MAP[label]
    for row in rows.read(label):
        if label in WITH_A_SLOT:
            work.slots[row["id"]] = (row["slot"], row[WITH_A_SLOT[label]])
        elif label == "consent.LedgerHead":
            hash = sealing.from_base64(row["hash"]).hex()
            work.head = Head(row["sequence"], hash, work.listed.length, work.listed.hash)
        if table.is_of_agreements and row["agreement_id"]:
            work.agreements[row["agreement_id"]][label].append(row)
            continue
        if table.is_of_families:
            owner = owners.of(label, row)
            if owner != STAFF:
                if owner is not None:
                    work.families[owner][label].append(row)
                continue
        work.files += [row[name] for name in table.files.split() if row[name]]
        yield row


def seal_what_families_decided(work: Work) -> None:
    work.parts.write_lines("agreements.jsonl", _sealed_agreements(work))


def _sealed_agreements(work: Work) -> Iterator[dict]:
    """Which rows of the chain belong together lies open, so that a deletion after a restore can list them."""
    for agreement, tables in sorted(work.agreements.items()):
        secret = _secret(work, agreement)
        yield {
            "of": agreement,
            "sequences": [row["decision_id"] for row in tables["consent.DecisionDetail"]],
            "sealed": secret and sealing.seal_rows(secret, tables, of=agreement),
        }


def seal_words_of_families(work: Work) -> None:
    """A family whose slot is erased has no line: its deletion is under way, or it has new keys."""
    work.parts.write_lines("families.jsonl", _sealed_families(work))


def _sealed_families(work: Work) -> Iterator[dict]:
    for contribution, tables in sorted(work.families.items()):
        secret = _secret(work, contribution)
        if secret is None:
            continue
        pictures = {}
        for name in sorted({row["file"] for row in tables.get("stories.Picture", []) if row["file"]}):
            data = _stored(name)
            if data is not None:
                pictures[name] = secrets.token_hex(16)
                work.parts.write(f"pictures/{pictures[name]}", [sealing.seal(secret, data, of=pictures[name])])
        sealed = sealing.seal_rows(secret, {"tables": tables, "pictures": pictures}, of=contribution)
        yield {"of": contribution, "sealed": sealed}


def _secret(work: Work, whose: str) -> bytes | None:
    slot, tag = work.slots[whose]
    try:
        return sealing.secret_of(slot, sealing.from_base64(tag))
    except (SlotErased, SlotMissing):
        return None


def copy_files_of_staff(work: Work) -> None:
    for name in sorted(set(work.files)):
        data = _stored(name)
        if data is not None:
            work.parts.write(f"media/{name}", [data])


def _stored(name: str) -> bytes | None:
    """A stored file, or None for one that was deleted since the rows were read."""
    try:
        with default_storage.open(name) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def copy_files_of_the_site(work: Work) -> None:
    for name, path in site_files().items():
        if path.exists():
            work.parts.write(f"site/{name}", [path.read_bytes()])


def site_files() -> dict[str, Path]:
    """What the site keeps outside the database and every backup needs: none of it is a secret."""
    return {"site.salt": Path(settings.SITE_SALT_FILE), "readers.pin": Path(settings.READER_PIN_FILE)}


def write_the_manifest(work: Work) -> None:
    manifest = {
        "format": FORMAT,
        "week": week_of(work.today),
        "migrations": migrations(),
        "head": str(work.head),
        "parts": work.parts.made.copy(),
    }
    work.parts.write_lines(MANIFEST, [manifest])
    work.parts.sync()


def migrations() -> list[str]:
    """Which form the tables have."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def put_in_its_place(work: Work) -> None:
    """Under the week, and under a number when the week has one already."""
    week, number = week_of(work.today), 1
    while (folder := work.shelf / (week if number == 1 else f"{week}.{number}")).exists():
        number += 1
    os.rename(work.parts.folder, folder)
    sync_folder(work.shelf)
    work.folder = folder


STEPS = (
    Step("place aside cleared", clear_the_place_aside),
    Step("open rows written", write_what_may_lie_open),
    Step("decisions sealed", seal_what_families_decided),
    Step("words sealed", seal_words_of_families),
    Step("files of staff copied", copy_files_of_staff),
    Step("files of the site copied", copy_files_of_the_site),
    Step("manifest written", write_the_manifest),
    Step("put in its place", put_in_its_place),
)
