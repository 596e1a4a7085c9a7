"""Private files that die with the machine: keys of open vaults, token keys, answers kept for minutes.

Threat: another user of the machine reads them, or puts a folder of their own there first; a disk keeps
them after a power cut. So the folder is ours, 0700, in memory (tmpfs), the files 0600, and a file is
overwritten before it is unlinked. Linux gives tmpfs pages to swap: swap must be off or encrypted
(docs/operations.md). File times exist here, as in every file system; they live no longer than the folder.
"""

import os
import secrets
import stat
from pathlib import Path


class NotPrivate(Exception):
    """The folder belongs to somebody else, is a link, or others may enter it: nothing is put there."""


class Volatile:
    """A folder of small files, each written whole."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def prepare(self) -> Path:
        """Makes the folder, 0700, and refuses one that is not ours alone (NotPrivate)."""
        # Each by itself: `parents=True` would give the folders above the usual, open mode.
        for folder in (*reversed(self.folder.parents), self.folder):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        self._refuse_strangers(self.folder)
        return self.folder

    def write(self, name: str, content: bytes, *, at: float | None = None) -> None:
        """Puts a file in place in one step: a reader finds the old bytes or the new, never a mixture.

        `at` sets its time, where the caller counts from a clock of its own.
        """
        aside = self.prepare() / f".{secrets.token_hex(8)}"
        self._create(aside, content, at)
        os.replace(aside, self.folder / name)

    def write_new(self, name: str, content: bytes, *, at: float | None = None) -> bytes:
        """The bytes under `name`, which are `content` unless another process was first."""
        aside = self.prepare() / f".{secrets.token_hex(8)}"
        self._create(aside, content, at)
        try:
            os.link(aside, self.folder / name)
        except FileExistsError:
            content = (self.folder / name).read_bytes()
        finally:
            os.unlink(aside)
        return content

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def overwrite(self, name: str, content: bytes, *, at: int = 0) -> None:
        """Writes into a file only if it is still there, so that a late writer cannot bring back a wiped one."""
        try:
            file = os.open(self.folder / name, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            os.pwrite(file, content, at)
        finally:
            os.close(file)

    def blank(self, name: str) -> None:
        """Zeros over the bytes; the name stays."""
        found = self.stat(name)
        if found is not None:
            self.overwrite(name, bytes(found.st_size))

    def wipe(self, name: str) -> None:
        """Zeros over the bytes, then the name goes; a file that is not there is already wiped."""
        self.blank(name)
        (self.folder / name).unlink(missing_ok=True)

    def stat(self, name: str) -> os.stat_result | None:
        try:
            return (self.folder / name).stat()
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """What lies here, without files still being put in place."""
        if not self.folder.is_dir():
            return []
        return [entry.name for entry in os.scandir(self.folder) if not entry.name.startswith(".")]

    def empty(self) -> None:
        """Wipes everything, folders inside too. At a server's start only: beside a running one it locks every vault."""
        if not self.folder.is_dir():
            return
        self._refuse_strangers(self.folder)
        for entry in list(os.scandir(self.folder)):
            if entry.is_dir(follow_symlinks=False):
                Volatile(Path(entry.path)).empty()
                os.rmdir(entry.path)
            elif entry.is_symlink():
                os.unlink(entry.path)
            else:
                self.wipe(entry.name)

    @staticmethod
    def _refuse_strangers(folder: Path) -> None:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise NotPrivate(f"{folder} must be a folder of this user alone (mode 0700). Remove it and start again.")

    @staticmethod
    def _create(path: Path, content: bytes, at: float | None) -> None:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            if at is not None:
                os.utime(stream.fileno(), (at, at))
