"""Which files a program and all its children create or write, told by the kernel (strace).

Every way of writing that Linux has is watched: opening for writing, whatever writes to an open file, a shared writable
mapping (SQLite's own), new names (make, link, rename). Nothing that is written is noted, only where.
"""

import re
import shutil
from pathlib import Path

NAMING = ("mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mknod")
NAMING += ("mknodat", "truncate", "creat")
WRITING = ("write", "writev", "pwrite64", "pwritev", "pwritev2", "sendfile", "copy_file_range", "splice")
WRITING += ("ftruncate", "fallocate")
# io_uring writes without any of these calls, so a program that used it could not be watched this way.
UNSEEN = ("io_uring_setup",)
OPENING = ("open", "openat", "openat2")
FOR_WRITING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE|APPEND)")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\w+)(<[^>]*>)?")
QUOTED = re.compile(r'(?:<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')


class Watched:
    """`before` starts a program so that it is watched; `since` tells what it wrote after `mark`."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True)
        self.read: dict[Path, int] = {}

    @property
    def before(self) -> tuple[str, ...]:
        program = shutil.which("strace")
        assert program, "strace is missing. Run:  make tools"
        calls = ",".join(f"?{name}" for name in (*OPENING, *NAMING, *WRITING, *UNSEEN, "mmap"))
        # One file for each thread (-ff), so that no call is told in two halves; no byte of what is written (-s 0).
        return (program, "-ff", "-y", "-s", "0", "--seccomp-bpf", "-e", f"trace={calls}", "-o", f"{self.folder}/call")

    def mark(self) -> None:
        """From here on."""
        self.read = {path: path.stat().st_size for path in self.folder.iterdir()}

    def lines(self) -> list[str]:
        found = []
        for path in sorted(self.folder.iterdir()):
            with path.open(errors="surrogateescape") as told:
                told.seek(self.read.get(path, 0))
                found += told.read().splitlines()
        return found

    def since(self) -> set[str]:
        return {path for line in self.lines() for path in written(line)}


def written(line: str) -> set[str]:
    """The paths that one call creates or writes. Raises AssertionError for a call that cannot be watched."""
    if not (call := CALL.match(line)):
        return set()
    name, given, outcome, result = call.groups()
    assert name not in UNSEEN, "it writes in a way that cannot be watched"
    if outcome.startswith("-"):
        return set()
    if name in OPENING:
        return real({result or ""}) if FOR_WRITING.search(given) else set()
    if name in NAMING:
        # A name that is told without its folder is nobody's that a test expects, and so never passed over.
        return {str(Path(folder or "somewhere") / path) for folder, path in QUOTED.findall(given)}
    if name == "mmap":
        shared = "MAP_SHARED" in given and "PROT_WRITE" in given
        return real(set(re.findall(r"<[^>]*>", given))) if shared else set()
    return real(set(re.findall(r"<[^>]*>", given)))


def real(described: set[str]) -> set[str]:
    """Paths without sockets, pipes, and things that lie in memory and have no name."""
    return {one[1:-1] for one in described if one.startswith("</")}
