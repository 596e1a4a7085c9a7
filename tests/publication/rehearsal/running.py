"""Runs `manage.py rehearse` as somebody would in a shell: a process of its own, with a temporary folder of its own."""

import fcntl
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

QUICK = {
    "READER_ARGON2_KIB": "8",
    "READER_ARGON2_PASSES": "1",
    "RETURN_ARGON2_KIB": "8",
    "RETURN_ARGON2_PASSES": "1",
}
PATIENCE = 600  # seconds; the machine may be busy with other tests


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str
    folder: Path
    temporary: Path

    @property
    def report(self) -> dict:
        """The last line, as --json promises it."""
        return json.loads(self.out.splitlines()[-1])

    def release(self, number: int) -> Path:
        return self.folder / f"release-{number}"


def rehearse(
    file: Path, home: Path, *arguments: str, through: tuple[str, ...] = (), patience: int = PATIENCE, **environment: str
) -> Run:
    """The command on a file; its releases go to home/out, and all that it keeps for itself to home/tmp.

    `through` is a program that starts it.
    """
    out, temporary = home / "out", home / "tmp"
    temporary.mkdir(parents=True)
    ended = subprocess.run(  # noqa: S603 - our own interpreter and command
        [*through, sys.executable, "manage.py", "rehearse", str(file), "--out", str(out), *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **QUICK, "TMPDIR": str(temporary), **environment},
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr, out, temporary)


def once_for_all(factory, name: str, run: Callable[[Path], Run]) -> Run:
    """The same run for every test process of a session: the first that comes makes it, the others wait for it."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # what the processes of one session share
    home = root / f"rehearsal-{name}"
    with (root / f"rehearsal-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = home / "run.pickle"
        if not kept.exists():
            home.mkdir()
            made = run(home)
            kept.write_bytes(pickle.dumps(made))
        return pickle.loads(kept.read_bytes())  # noqa: S301 - written by ourselves a moment ago
