"""Makes files of a plan to look at: the same frozen plan, gate and makers as a release, and no release."""

import datetime
import os
from pathlib import Path

from consent import ledger
from publication.actions.building import CouldNotBuild
from publication.actions.making import USES, makers_of
from publication.composing import compose
from publication.formats import files
from publication.frozen_plan import freeze_plan
from publication.models import BookletPage, Release

WEB = "web"


class NoSuchFile(Exception):
    """No file of this booklet has that name; `offered` are those that can be made here."""

    def __init__(self, name: str, offered: list[str]):
        super().__init__(name)
        self.name, self.offered = name, offered


def try_files(*, page: BookletPage, names: list[str], folder: Path, day: datetime.date) -> list[str]:
    """Writes the named files of the newest draft ("web" for every page) into a folder; returns their names.

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
        chosen = [one for one in offered if one == name or (name == WEB and one.startswith(f"{WEB}/"))]
        if not chosen:
            raise NoSuchFile(name, [*(one for one in offered if not one.startswith(f"{WEB}/")), WEB])
        wanted += chosen
    for name in dict.fromkeys(wanted):
        try:
            data = offered[name].make()
        except files.CannotMake as trouble:
            raise CouldNotBuild(str(trouble)) from trouble
        _write(folder / name, data)
    return list(dict.fromkeys(wanted))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
