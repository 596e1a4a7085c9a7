"""A restored site waits for its no-list: an empty file beside each place of the list says so, and closes every use.

Threat: the database of a backup is older than the noes said since, and a new machine has no list, or an empty one. So
this is written before the first row of a backup, and taken away when a list is there that the newest head names.
"""

from pathlib import Path

from consent.no_list_copy import sync_folder, write_new

NAME = "no-list.awaited"


def is_on(paths: tuple[Path, ...]) -> bool:
    """One is enough: a disk that was away meanwhile must not open anything."""
    return any(path.with_name(NAME).exists() for path in paths)


def begin(paths: tuple[Path, ...]) -> None:
    for path in paths:
        if not path.with_name(NAME).exists():
            write_new(path.with_name(NAME))


def end(paths: tuple[Path, ...]) -> None:
    for path in paths:
        path.with_name(NAME).unlink(missing_ok=True)
        sync_folder(path.parent)
