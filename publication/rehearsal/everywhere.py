"""Searches everything that a rehearsal's house holds at this moment: tables, files, logs, caches and backups."""

import gzip
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from publication.sweeping import places
from publication.sweeping.search import Outcome, Search

CONTROL = "control.gz"


def searched(also: list[Path] = ()) -> places.Places:
    """Where the house keeps things, and `also`; the machine's own folders belong to others."""
    databases = {alias: connections[alias].settings_dict for alias in connections}
    found = places.of(settings, databases, given=list(also), machine=False)
    found.paths += [path for path in (settings.SLOT_FILES[1].parent,) if path not in found.paths]
    return found


def swept(words: list[str], also: list[Path] = ()) -> Outcome:
    return Search(words).run(searched(also))


@contextmanager
def planted(also: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    """A word packed into a file in every folder that is searched, and written to every log, while the block lasts.

    A search that does not find it in each of them would have found nothing else there either.
    """
    word = f"control{secrets.token_hex(8)}"
    folders = [path for path in searched(also).paths if path.is_dir()]
    logs = [path for path in searched(also).paths if path.suffix == ".log"]
    for folder in folders:
        (folder / CONTROL).write_bytes(gzip.compress(f"so {word} stands here".encode()))
    for log in logs:
        with log.open("a") as stream:
            stream.write(f"INFO rehearsal: {word}\n")
    try:
        yield word, [*(folder / CONTROL for folder in folders), *logs]
    finally:
        for folder in folders:
            (folder / CONTROL).unlink()
