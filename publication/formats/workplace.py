"""Where Typst works: a folder with our templates and the pictures of this run, which are families' in clear.

It goes when the work is done. A process that is killed leaves it behind, so whoever works in one holds a lock on it,
and `sweep` deletes those that nobody holds: with each deletion, each day, and before the next one is made.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
PREFIX, LOCK = "booklet-", "at-work"


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder with the templates, for as long as the block runs."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with (folder / f".{LOCK}").open("xb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            # Under this name it is only ever seen locked.
            os.rename(held.name, folder / LOCK)
            try:
                for template in TEMPLATES.glob("*.typ"):
                    shutil.copyfile(template, folder / template.name)
                yield folder
            finally:
                shutil.rmtree(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Deletes what killed processes have left. Raises OSError when something of it cannot be deleted."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        # Others of the machine may write here too: what is not ours is nothing of ours, and no link is followed.
        try:
            if lock.parent.is_symlink() or lock.parent.stat().st_uid != os.geteuid():
                continue
            held = os.open(lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent)
        except (BlockingIOError, FileNotFoundError):
            continue
        finally:
            os.close(held)
