"""The service's units: systemd takes them, and the site runs under the limits that they set."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.stack import canaries
from tests.hostile.stack.parent import Parent
from tests.imports import ROOT

pytestmark = pytest.mark.short_proof
UNITS = ROOT / "deploy" / "systemd"
SERVICES = (
    "parent-press.service",
    "parent-press-daily.service",
    "parent-press-hours.service",
    "parent-press-backup.service",
)
TIMERS = ("parent-press-daily.timer", "parent-press-hours.timer", "parent-press-backup.timer")
# What LimitCORE, NoNewPrivileges and MemoryDenyWriteExecute ask of the kernel, and then the program itself.
CONFINED = """
import ctypes, os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
kernel = ctypes.CDLL(None, use_errno=True)
assert kernel.prctl(38, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS"
assert kernel.prctl(65, 1, 0, 0, 0) == 0, "PR_SET_MDWE needs Linux 6.3"
os.umask(0o077)
os.execvp(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def installed(tmp_path) -> Path:
    """The units as docs/operations.md has them put in, with a program where they look for one."""
    for name in (*SERVICES, *TIMERS):
        text = (UNITS / name).read_text()
        (tmp_path / name).write_text(text.replace("/srv/parent-press/.venv/bin/python", sys.executable))
    for name in SERVICES:
        (tmp_path / f"{name}.d").mkdir()
        shutil.copy(UNITS / "confined.conf", tmp_path / f"{name}.d")
    return tmp_path


def analyse(installed: Path, *asked: str) -> subprocess.CompletedProcess:
    """systemd-analyze, which reads units without a running systemd."""
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{installed}:"}
    return subprocess.run(
        ["systemd-analyze", *asked], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_systemd_takes_the_units_as_they_are(installed):
    names = (*SERVICES, *TIMERS)
    ended = analyse(installed, "verify", "--man=no", *(str(installed / name) for name in names))
    ours = [line for line in ended.stderr.splitlines() if "parent-press" in line]
    assert (ended.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_calls_every_service_well_confined(installed, name):
    """Its own score, from 0 (nothing to be done on the machine) to 10; most services of a distribution have 9."""
    ended = analyse(installed, "security", "--offline=true", "--threshold=20", str(installed / name))
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_site_serves_under_these_limits(house):
    """No program in memory that can be written, no core dump, no right that is not there from the start."""
    house.serve(sys.executable, "-c", CONFINED)
    parent = Parent(canaries.browser(house.port))
    parent.walk()
    for process in family(house.running.pid):
        limits = (Path("/proc") / str(process) / "limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits)


def family(pid: int) -> list[int]:
    """A process and all that came from it; more than one, or the workers were not looked at."""
    found = [pid]
    for one in found:
        found += map(int, (Path("/proc") / str(one) / "task" / str(one) / "children").read_text().split())
    assert len(found) > 1
    return found


def test_the_site_asks_the_kernel_for_nothing_that_the_service_is_refused(installed, house, tmp_path):
    counted = tmp_path / "counted"
    house.serve("strace", "-f", "-c", "-S", "name", "-U", "name", "-o", str(counted))
    Parent(canaries.browser(house.port)).walk()
    house.stop()
    used = {line.strip() for line in counted.read_text().splitlines() if re.fullmatch(r"[a-z0-9_]+", line.strip())}
    used -= {"syscall", "total"}
    assert {"openat", "execve", "socket"} <= used
    allowed = calls(installed, "@system-service") - calls(installed, "@privileged")
    assert used - allowed - AS_ROOT == set()


# SQLite gives its log the owner of the database when root opens it, as root may here; the service's user is not root.
AS_ROOT = {"fchown"} if os.geteuid() == 0 else set()


def calls(installed: Path, name: str) -> set[str]:
    """All calls of one of systemd's lists, with the lists that it holds."""
    text = analyse(installed, "syscall-filter", "--no-pager", name).stdout
    lines = [line for line in text.splitlines() if "#" not in line]
    named = {word for word in " ".join(lines).split() if re.fullmatch(r"@?[a-z0-9_-]+", word)} - {name}
    return {one for each in named for one in (calls(installed, each) if each[0] == "@" else {each})}
