"""This file knows how granian is started, watched and stopped.

It runs as a child in a session of its own, because a Ctrl-C at the terminal goes to a whole group of processes: its
workers would get the signal twice, once from the terminal and once from their parent, and never end.
"""

import http.client
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable

THREADS = 4  # a page takes 35 ms of processor time: more threads would only make everybody wait for each other
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DidNotStart(Exception):
    """The server ended, or did not answer in time; the message says which."""


def command(host: str, port: int, workers: int) -> list[str]:
    """Blocking threads, since the site is WSGI; no access log, since we keep no addresses."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS), "--no-access-log", "--log-level", "warning"),
        *("--workers-kill-timeout", str(SECONDS_TO_STOP), "publication.wsgi:application"),
    ]


def run(host: str, port: int, *, workers: int, when_up: Callable[[], None]) -> int:
    """Serves until a signal or the server's own end; returns its exit status. `when_up` is called once it answers.

    What lies in its memory reaches no disk when a part of it dies: neither it nor what it starts dumps core.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    child = subprocess.Popen(command(host, port, workers), start_new_session=True)  # noqa: S603 (our own words)
    asked_to_end = False

    def end(number, frame) -> None:
        nonlocal asked_to_end
        asked_to_end = True
        child.terminate()

    before = {number: signal.signal(number, end) for number in ENDINGS}
    try:
        if wait_until_up(child, host, port):
            when_up()
        elif not asked_to_end:
            raise DidNotStart("The server did not start; what it said is above.")
        status = child.wait()
        return 0 if asked_to_end else status
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)


def wait_until_up(child: subprocess.Popen, host: str, port: int) -> bool:
    """Whether it answers before it ends or time is up. Any answer will do; an open port alone says nothing, since it
    opens before the site behind it is loaded."""
    give_up = time.monotonic() + SECONDS_TO_START
    while child.poll() is None and time.monotonic() < give_up:
        asking = http.client.HTTPConnection(host.strip("[]"), port, timeout=5)
        try:
            asking.request("HEAD", "/robots.txt")
            asking.getresponse()
            return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asking.close()
    return False
