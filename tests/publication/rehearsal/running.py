"""Runs `manage.py rehearse` as somebody would in a shell: a process of its own, with a temporary folder of its own."""

import json
import os
import subprocess
import sys
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


def rehearse(file: Path, home: Path, *arguments: str, **environment: str) -> Run:
    """The command on a file; its releases go to home/out, and all that it keeps for itself to home/tmp."""
    out, temporary = home / "out", home / "tmp"
    temporary.mkdir(parents=True)
    ended = subprocess.run(  # noqa: S603 - our own interpreter and command
        [sys.executable, "manage.py", "rehearse", str(file), "--out", str(out), *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **QUICK, "TMPDIR": str(temporary), **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr, out, temporary)
