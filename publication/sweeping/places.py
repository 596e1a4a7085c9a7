"""Where an installation keeps things: read from its settings, never guessed from a name on a disk.

Out: which paths to search, which databases to ask for a dump, and which stores lie in another program's memory, where
no search reaches: they are named, since "not found" must not stand for "not looked for".
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

FOLDERS = ("DATA_DIR", "MEDIA_ROOT", "RELEASES_DIR", "STATIC_ROOT", "VOLATILE_DIR", "FILE_UPLOAD_TEMP_DIR")
FILES = ("SITE_SALT_FILE", "READER_PIN_FILE", "EMAIL_FILE_PATH")
SLOTS = ("SLOT_FILES", "NO_LIST_FILES")
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")
# Where the machine itself lets programs put things by, and where web and mail servers keep what waits.
OF_THE_MACHINE = ("/tmp", "/var/tmp", "/dev/shm", "/var/spool", "/var/lib/nginx", "/var/cache/nginx")  # noqa: S108
IN_THE_PROCESS = ("LocMemCache", "DummyCache", "DatabaseCache")


@dataclass
class Places:
    paths: list[Path] = field(default_factory=list)
    dumps: dict[str, dict] = field(default_factory=dict)
    out_of_reach: list[str] = field(default_factory=list)


def of(settings, databases: dict[str, dict], *, given: list[Path], machine: bool) -> Places:
    """`given`: logs and backups, which must be there. The settings' own places may not have come into being yet."""
    found = Places()
    own = [getattr(settings, name, None) for name in (*FOLDERS, *FILES)]
    own += [path for name in SLOTS for path in getattr(settings, name, ())]
    own += [handler.get("filename") for handler in settings.LOGGING.get("handlers", {}).values()]
    for alias, database in databases.items():
        if database["ENGINE"].endswith("sqlite3"):
            own += [f"{database['NAME']}{end}" for end in BESIDE_SQLITE]
        elif database["ENGINE"].endswith("postgresql"):
            found.dumps[alias] = database
        else:
            found.out_of_reach.append(f"the database {alias}, which is neither SQLite nor PostgreSQL")
    for alias, cache in settings.CACHES.items():
        if cache["BACKEND"].endswith("FileBasedCache"):
            own.append(cache["LOCATION"])
        elif not cache["BACKEND"].endswith(IN_THE_PROCESS):
            found.out_of_reach.append(f"the cache {alias}, which another program keeps")
    own += [tempfile.gettempdir(), *(OF_THE_MACHINE if machine else ())]
    there = [Path(path) for path in own if path and Path(path).exists()]
    found.paths = list(dict.fromkeys([*there, *given]))
    return found
