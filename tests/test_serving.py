"""The site as it is started: by the command, over HTTP, stopped by a signal. Nothing is loaded in advance here."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import time

import pytest

from publication import marks, server
from tests.imports import ROOT

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def surroundings(tmp_path):
    """The environment of a new home, with nothing of the tests' own in it."""
    quick = {f"{who}_ARGON2_{what}": n for who in ("READER", "RETURN") for what, n in (("KIB", "8"), ("PASSES", "1"))}
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "VOLATILE_DIR": str(tmp_path / "volatile"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
        **quick,
    }


@pytest.fixture
def start():
    """Starts the site; whatever is still running at the end is ended with its server."""
    started = []

    def starting(*arguments, **options) -> subprocess.Popen:
        started.append(command(*arguments, **options))
        return started[-1]

    yield starting
    for serving in started:
        if serving.poll() is None:
            serving.terminate()
            serving.communicate(timeout=PATIENCE)


def command(surroundings, *arguments, demonstration: bool = True) -> subprocess.Popen:
    environment = {**surroundings, "DEMONSTRATION": "1" if demonstration else "0"}
    subprocess.run(
        [sys.executable, "tools/make_key.py", environment["DATA_DIR"]], cwd=ROOT, env=environment, check=True
    )
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def told(serving: subprocess.Popen, last: str = "Stop it with Ctrl-C") -> str:
    """What it said up to its last line."""
    lines = []
    while line := serving.stdout.readline():
        lines.append(line)
        if last in line:
            return "".join(lines)
    raise AssertionError("It ended after saying:\n" + "".join(lines))


def refusal(serving: subprocess.Popen) -> str:
    said, _ = serving.communicate(timeout=PATIENCE)
    assert serving.returncode != 0
    return said


def stopped(serving: subprocess.Popen, number=signal.SIGINT) -> tuple[int, float]:
    """Its exit status, and the seconds it took, when the whole group gets the signal as at a terminal."""
    began = time.monotonic()
    os.killpg(serving.pid, number)
    serving.communicate(timeout=PATIENCE)
    return serving.returncode, time.monotonic() - began


def get(surroundings, path: str) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", int(surroundings["PORT"]), timeout=PATIENCE)
    asking.request("GET", path)
    return asking.getresponse().status


def test_the_demonstration_starts_serves_stops_and_starts_again(start, surroundings, tmp_path):
    volatile = tmp_path / "volatile"
    serving = start(surroundings, "--prepare")
    said = told(serving)
    assert f"http://127.0.0.1:{surroundings['PORT']}/" in said and "unlock phrase" in said
    assert get(surroundings, "/") == 200 and get(surroundings, "/words/") == 200
    left_open = volatile / "unlocks" / "left-open"
    volatile.mkdir(mode=0o700, exist_ok=True)
    left_open.parent.mkdir(mode=0o700, exist_ok=True)
    left_open.touch()

    status, seconds = stopped(serving)
    assert status == 0 and seconds < 8, "granian's workers must not wait to be killed"

    began = time.monotonic()
    again = start(surroundings, "--prepare")
    said = told(again)
    assert "Collecting" not in said, "what is collected already is not collected again"
    assert not left_open.exists(), "a start closes every open vault"
    assert time.monotonic() - began < 30
    assert stopped(again, signal.SIGTERM)[0] == 0

    assert "a demonstration's" in refusal(start(surroundings, "--prepare", demonstration=False))


def test_a_server_whose_database_is_behind_says_so(start, surroundings):
    said = refusal(start(surroundings))
    assert "The database is older than the code" in said and "--prepare" in said


def test_a_volatile_folder_that_others_can_read_is_named(start, surroundings, tmp_path):
    (tmp_path / "volatile").mkdir(mode=0o755)
    said = refusal(start(surroundings, "--prepare"))
    assert "VOLATILE_DIR" in said and "Traceback" not in said


def test_a_demonstration_refuses_to_listen_to_others(start, surroundings):
    assert "HOST is '0.0.0.0'" in refusal(start({**surroundings, "HOST": "0.0.0.0"}, "--prepare"))


def test_a_server_that_bypasses_the_command_refuses_a_demonstrations_home_too(surroundings):
    """granian, gunicorn and the like load publication.wsgi, and Django runs no check there."""
    key = {"SECRET_KEY": marks.KEY_BEGINS + "x"}
    loaded = subprocess.run(
        [sys.executable, "-c", "import publication.wsgi"],
        cwd=ROOT,
        env={**surroundings, **key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode != 0 and "Everybody knows these keys" in loaded.stderr


def test_what_lies_in_its_memory_reaches_no_disk_when_it_dies(monkeypatch, tmp_path):
    """systemd says so too (deploy/); a site that is started by the two commands has no systemd."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    ask = "import resource as r, sys; open(sys.argv[1], 'w').write(str(r.getrlimit(r.RLIMIT_CORE)[0]))"
    told = tmp_path / "told"
    monkeypatch.setattr(server, "command", lambda *_about: [sys.executable, "-c", ask, str(told)])
    with pytest.raises(server.DidNotStart):
        server.run("127.0.0.1", free_port(), workers=1, when_up=lambda: None)
    assert told.read_text() == "0"
