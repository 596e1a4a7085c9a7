"""A rehearsal's own house: every path in one temporary directory, named before settings are read.

`manage.py rehearse` calls `build` before Django starts, so that nothing of a real site (database,
vault, media, volatile keys) is ever opened; `refuse_real_paths` checks that again from inside.
"""

import atexit
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from publication.rehearsal import databases

PREFIX = "parent-press-rehearsal-"
ASKED_TO_END = (signal.SIGTERM, signal.SIGHUP)
PATHS = ("DB_FILE", "SLOT_FILE", "SLOT_MIRROR", "SITE_SALT_FILE", "READER_PIN_FILE", "RELEASES_DIR", "MEDIA_ROOT")


class RealPath(Exception):
    """A path of a real site would have been used; nothing was done."""


def build(*, postgresql: bool = False) -> Path:
    """Makes the house and points the environment at it; it goes when the process ends.

    `postgresql`: on the server that the DB_ variables name, in databases of its own.
    """
    # Asked to end, Python would end without what `atexit` does, and leave every text of the house behind.
    for number in ASKED_TO_END:
        if signal.getsignal(number) == signal.SIG_DFL:  # not where `nohup` or a caller has said otherwise
            signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for folder in ("static", "log", "mirror", "temporary"):
        (home / folder).mkdir()
    for name in (*PATHS, "DEBUG", "DEMONSTRATION", "ALLOWED_HOSTS", "SITE_URL", "DATABASE", "EMAIL_BACKEND"):
        os.environ.pop(name, None)
    os.environ.update(machine(home, "data", postgresql=postgresql), SECRET_KEY=secrets.token_hex(32))
    # Whatever is put by on the way lies in the house too: it is searched, and it goes.
    tempfile.tempdir = None
    return home


def machine(home: Path, disk: str, *, postgresql: bool) -> dict[str, str]:
    """The environment of a machine in this house: a disk of its own, and the mirror, which lies on another one."""
    (home / disk).mkdir()
    return {
        **(databases.new() if postgresql else {"DATABASE": "sqlite"}),
        "DJANGO_SETTINGS_MODULE": "publication.rehearsal.settings",
        "DATA_DIR": str(home / disk),
        "SLOT_MIRROR": str(home / "mirror" / "second.slots"),
        "VOLATILE_DIR": str(home / f"{disk}-volatile"),
        "STATIC_ROOT": str(home / "static"),
        "TMPDIR": str(home / "temporary"),
    }


def refuse_real_paths(settings) -> Path:
    """The house this process lives in. Raises `RealPath` naming every path that lies outside of it."""
    home, database = settings.DATA_DIR.parent, settings.DATABASES["default"]
    used = {
        "the database": home / "a name of ours" if databases.is_ours(database["NAME"]) else Path(str(database["NAME"])),
        "the slot file": settings.SLOT_FILES[0],
        "its mirror": settings.SLOT_FILES[1],
        "the site salt": settings.SITE_SALT_FILE,
        "the reader pin": settings.READER_PIN_FILE,
        "the media": settings.MEDIA_ROOT,
        "the releases": settings.RELEASES_DIR,
        "the volatile keys": settings.VOLATILE_DIR,
    }
    outside = [name for name, path in used.items() if not path.is_relative_to(home)]
    if not home.name.startswith(PREFIX) or outside:
        raise RealPath(
            "A rehearsal runs in a house of its own, and "
            + (", ".join(outside) if outside else "this process")
            + " would be a real one. Start it from a shell: manage.py rehearse FILE --out DIR."
        )
    return home
