"""What a stranger hears when something is missing: which thing, and the line that mends it.

The scripts run as they are, in a folder of their own, with a PATH that holds only what the test puts there.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.imports import ROOT

PROGRAMS = (
    "sh",
    "bash",
    "id",
    "cat",
    "dirname",
    "rm",
    "grep",
    "tail",
    "uname",
    "env",
    "mkdir",
    "mktemp",
    "find",
    "sort",
)


@pytest.fixture
def machine(tmp_path):
    """A bare machine: a copy of the scripts, and a PATH without Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in PROGRAMS:
        if found := shutil.which(name):
            # A script and no link: who replaces it in a test must never write through to the real one.
            (programs / name).write_text(f'#!/bin/sh\nexec {found} "$@"\n')
            (programs / name).chmod(0o755)
    house = tmp_path / "house"
    shutil.copytree(ROOT / "tools", house / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (house / "publication").mkdir()
    (house / "publication" / "__init__.py").touch()
    shutil.copy(ROOT / "publication" / "listening.py", house / "publication")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, house)
    return Machine(house, programs)


class Machine:
    def __init__(self, house: Path, programs: Path):
        self.house, self.programs = house, programs

    def has(self, name: str, script: str) -> None:
        """A program of that name, as a shell script."""
        program = self.programs / name
        program.write_text("#!/bin/sh\n" + script + "\n")
        program.chmod(0o755)

    def has_python(self) -> None:
        self.has("python3", f'exec "{sys.executable}" "$@"')

    def runs(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.house,
            env={"PATH": str(self.programs), "HOME": str(self.house), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def test_a_missing_python_is_named(machine):
    ended = machine.runs("tools/find_python")
    assert ended.returncode == 1
    assert "sudo apt-get install python3 python3-venv" in ended.stderr


def test_an_old_python_is_named_with_its_version(machine):
    machine.has("python3", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    ended = machine.runs("tools/find_python")
    assert ended.returncode == 1
    assert "3.11 or newer" in ended.stderr and "Python 3.9.2" in ended.stderr
    assert "sudo apt-get install python3.12" in ended.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine):
    machine.has("python3", "exit 1")
    machine.has("python3.12", "exit 0")
    ended = machine.runs("tools/find_python")
    assert ended.stdout.strip() == str(machine.programs / "python3.12")


def test_a_python_named_by_hand_that_is_too_old_is_named(machine):
    machine.has_python()
    machine.has("mine", "exit 1")
    assert "PYTHON is mine" in machine.runs("tools/find_python", PYTHON="mine").stderr


def test_a_missing_venv_module_is_named_with_its_package(machine):
    machine.has(
        "python3",
        'case "$2" in *ensurepip*) exit 1;; *version_info\\[*) echo 3.11;; *print*) echo 3.11;; *) exit 0;; esac',
    )
    ended = machine.runs("tools/prepare", "site")
    assert ended.returncode == 1
    assert "sudo apt-get install python3.11-venv" in ended.stderr
    assert not (machine.house / ".venv").exists()


def test_a_missing_network_is_named(machine):
    machine.has_python()
    nowhere = "http://127.0.0.1:9/simple"
    ended = machine.runs(
        "tools/prepare", "site", PIP_INDEX_URL=nowhere, PIP_NO_CACHE_DIR="1", PIP_CONFIG_FILE=os.devnull
    )
    assert ended.returncode == 1
    assert "Check the network" in ended.stderr and "PIP_INDEX_URL" in ended.stderr
    assert not (machine.house / ".venv" / "installed-for-site").exists()


def test_a_taken_port_is_named_before_anything_is_installed(machine):
    machine.has_python()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = machine.runs("tools/run", PORT=str(port))
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert not (machine.house / ".venv").exists()


def test_a_demonstration_for_other_machines_is_refused_before_anything_is_installed(machine):
    machine.has_python()
    for variable, value in {"HOST": "0.0.0.0", "ALLOWED_HOSTS": "*", "SITE_URL": "https://press.example"}.items():
        ended = machine.runs("tools/run", **{variable: value})
        assert ended.returncode == 1 and variable in ended.stderr
    assert not (machine.house / ".venv").exists()


def test_a_folder_that_may_not_be_written_is_named(machine):
    """As a user who owns nothing here, since root may write everywhere."""
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        shutil.copytree(machine.house, house)
        os.chmod(folder, 0o755)
        os.chmod(house, 0o555)
        ended = subprocess.run(
            ["tools/prepare", "site"],
            cwd=house,
            user=65534 if os.geteuid() == 0 else None,
            capture_output=True,
            text=True,
            check=False,
        )
        os.chmod(house, 0o755)
    assert ended.returncode == 1
    assert "may not write" in ended.stderr and "sudo chown" in ended.stderr


def test_the_secret_key_is_made_once_and_is_the_owners_alone(machine):
    machine.has_python()
    data = machine.house / "var" / "site"
    machine.runs("python3", "tools/make_key.py", str(data))
    first = (data / "secret.key").read_text()
    machine.runs("python3", "tools/make_key.py", str(data))
    assert (data / "secret.key").read_text() == first and len(first) > 50
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_demonstrations_secret_key_says_so(machine):
    machine.has_python()
    data = machine.house / "var" / "demonstration"
    machine.runs("python3", "tools/make_key.py", str(data), DEMONSTRATION="1")
    assert (data / "secret.key").read_text().startswith("demonstration-")


def test_missing_programs_are_named_with_their_line(machine):
    machine.has("apt-get", "exit 1")
    machine.has("id", "echo 1000")
    ended = machine.runs("tools/install_programs", "all")
    assert ended.returncode == 1
    assert "sudo apt-get update && sudo apt-get install" in ended.stderr
    for package in ("poppler-utils", "qpdf", "nginx-light", "liblouis-bin"):
        assert package in ended.stderr


def test_a_missing_node_is_named_before_ace_is_installed(machine):
    ended = machine.runs("tools/find_ace")
    assert ended.returncode == 1 and ended.stdout == ""
    assert "Ace needs node" in ended.stderr and "make tools" in ended.stderr


def test_an_ace_that_cannot_be_fetched_is_told_and_leaves_nothing_half_made(machine):
    machine.has("node", "exit 0")
    machine.has("npm", "exit 1")
    for name in ("sha256sum", "cut", "cp", "touch"):
        machine.has(name, f'exec {shutil.which(name)} "$@"')
    ended = machine.runs("tools/find_ace")
    assert ended.returncode == 1 and ended.stdout == ""
    assert "Check the network" in ended.stderr
    assert list((machine.house / ".cache" / "parent-press").iterdir()) == []


def test_a_missing_postgresql_is_named(machine):
    machine.has("find", "exit 0")
    ended = machine.runs("tools/with_postgres", "true")
    assert ended.returncode == 1 and "sudo apt-get install postgresql" in ended.stderr


def test_a_browser_that_opens_nothing_is_named_with_what_to_install():
    ended = subprocess.run(
        [sys.executable, "tools/find_browser.py", "--download"],
        cwd=ROOT,
        env={**os.environ, "CHROMIUM": shutil.which("true")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1 and ended.stdout == ""
    assert "sudo apt-get install chromium" in ended.stderr and shutil.which("true") in ended.stderr


@pytest.mark.short_proof
def test_a_postgresql_of_its_own_starts_answers_and_leaves_nothing():
    ask = 'psql --host "$DB_HOST" --username "$DB_USER" -tA --command "select 6 * 7" "$DB_NAME"; echo "$DB_HOST"'
    ended = subprocess.run(
        ["tools/with_postgres", "sh", "-c", ask], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    answer, home = ended.stdout.split()
    assert answer == "42" and not Path(home).exists()
