"""A real site as operations run it: founded by `manage.py setup`, served by `manage.py serve`, its logs in a file.

Everything lies in one folder of its own but for the volatile files, which lie in memory as they do on a server.
Nothing of the tests' settings reaches it, and no derivation is made cheaper.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from stories.vault import readers, recovery
from stories.vault.envelope import Identity
from tests.imports import ROOT

PATIENCE = 120
OFFLINE = Identity.from_seed(bytes(range(32)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class House:
    home: Path
    port: int = field(default_factory=free_port)
    running: subprocess.Popen | None = None
    more: dict[str, str] = field(default_factory=lambda: {"LOG_LEVEL": "DEBUG"})

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def volatile(self) -> Path:
        return Path("/dev/shm") / f"parent-press-test-{os.getpid()}-{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a service's unit sets; and `more`, which makes every logger as talkative as it can be."""
        return {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data),
            "VOLATILE_DIR": str(self.volatile),
            "STATIC_ROOT": str(self.home / "static"),
            "TMPDIR": str(self.home / "temporary"),
            "HOME": str(self.home),
            "PORT": str(self.port),
            # A program walks faster than any parent.
            "SECONDS_BEFORE_SENDING": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            **self.more,
        }

    def found(self) -> None:
        """The administrator, two readers, and the walk to the machine that holds the recovery key."""
        for folder in (self.home / "temporary", self.logs):
            folder.mkdir(parents=True)
        self.run(sys.executable, "tools/make_key.py", str(self.data))
        people = {"SETUP_ADMINISTRATOR": "ada", "SETUP_READERS": "rosa, idris"}
        said = self.manage("setup", more=people).stdout
        asked = recovery.read_ask_line(re.search(r"--sign (\S+)", said).group(1))
        signed = {
            "SETUP_RECOVERY": recovery.public_line(OFFLINE.public, OFFLINE.signing_public),
            "SETUP_SIGNED": recovery.signed_line(readers.first(OFFLINE, asked)),
        }
        assert "The site is set up" in self.manage("setup", more=people | signed).stdout
        self.manage("collectstatic", "--no-input")

    def run(self, *command: str, more=None, given: str = "", expected: int = 0) -> subprocess.CompletedProcess:
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env={**self.environment, **(more or {})},
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode == expected, ended.stdout + ended.stderr
        return ended

    def manage(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "manage.py", *arguments, **options)

    def serve(self, *before: str, **options) -> None:
        """Starts it, under another program if one is named, and waits until it answers."""
        with (self.logs / "site.log").open("ab") as log:
            self.running = subprocess.Popen(
                [*before, sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **options,
            )
        wait_for(self.running, self.port, self.said)
        while "Stop it with Ctrl-C" not in self.said():
            time.sleep(0.05)

    def said(self) -> str:
        return (self.logs / "site.log").read_text()

    def stop(self) -> None:
        if self.running:
            # The whole group, since a program that watches it (strace) passes no signal on.
            os.killpg(self.running.pid, signal.SIGTERM)
            self.running.wait(timeout=PATIENCE)
            self.running = None

    def tear_down(self) -> None:
        self.stop()
        shutil.rmtree(self.volatile, ignore_errors=True)

    def sweep(self, words: list[str], *also: Path, expected: int, whole: bool = False) -> str:
        """What `manage.py sweep` says. The machine's own folders are other tests' and left out.

        Static files take most of its time, so only a `whole` sweep reads them; the site never writes there.
        """
        where = ["--also", *map(str, also)] if also else []
        return self.manage(
            *("sweep", "--without-machine", "--logs", str(self.logs), *where),
            more={} if whole else {"STATIC_ROOT": str(self.home / "temporary")},
            given="\n".join(words) + "\n",
            expected=expected,
        ).stdout


def wait_for(running: subprocess.Popen, port: int, said) -> None:
    """Until something answers at the port; AssertionError with what it said when it ended or never does."""
    give_up = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < give_up:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            asking.request("HEAD", "/robots.txt")
            asking.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asking.close()
    raise AssertionError(f"It does not answer. It said: {said()}")
