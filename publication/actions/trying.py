"""Makes files of a plan to look at: the same frozen plan, gate and makers as a release, and no release."""

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

from consent import ledger
from publication.actions.building import CouldNotBuild
from publication.actions.making import USES, makers_of
from publication.composing import compose
from publication.formats import files
from publication.frozen_plan import freeze_plan
from publication.models import BookletPage, Release

# Folders of a release, each asked for by its one name: every page of the web edition, and every card.
FOLDERS = ("web", files.CARDS)


class NoSuchFile(Exception):
    """No file of this booklet has that name; `offered` are those that can be made here."""

    def __init__(self, name: str, offered: list[str]):
        super().__init__(name)
        self.name, self.offered = name, offered


def try_files(*, page: BookletPage, names: list[str], folder: Path, day: datetime.date) -> list[str]:
    """Writes the named files of the newest draft (a whole folder by one of FOLDERS) into a folder; returns the names.

    They are numbered 2027.0, which no release is, and only who runs this may read them: they hold families' words.
    Raises `NoSuchFile`, `CouldNotBuild` with what to mend, and OSError.
    """
    release = Release(
        page=page, edition=page.edition, number=0, frozen=freeze_plan(page.draft()), ledger_head=str(ledger.head())
    )
    makers = makers_of(release, {use: compose(release, use=use, day=day) for use in USES})
    offered = {maker.name: maker for maker in makers}
    wanted = []
    for name in names:
        chosen = [one for one in offered if one == name or (name in FOLDERS and one.startswith(f"{name}/"))]
        if not chosen:
            raise NoSuchFile(name, _names(offered))
        wanted += chosen
    made = []
    for name in dict.fromkeys(wanted):
        try:
            data = offered[name].make()
        except files.CannotMake as trouble:
            if offered[name].may_fail:
                continue
            raise CouldNotBuild(str(trouble)) from trouble
        _write(folder / name, data)
        made.append(name)
    return made


def _names(offered: Iterable[str]) -> list[str]:
    """What can be asked for: each file by its name, and each folder that there is by its own."""
    alone = [name for name in offered if name.partition("/")[0] not in FOLDERS]
    return [*alone, *(folder for folder in FOLDERS if any(name.startswith(f"{folder}/") for name in offered))]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
