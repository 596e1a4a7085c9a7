"""How much memory a server takes: all its processes, looked at twenty times a second."""

import re
import threading
from contextlib import suppress
from pathlib import Path


class Memory:
    """The most memory that a process and all below it held at once, shared pages counted once (PSS)."""

    def __init__(self, pid: int):
        self.pid, self.peak_mb, self._over = pid, 0.0, threading.Event()

    def __enter__(self):
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak_mb = max(self.peak_mb, sum(map(pss_mb, tree(self.pid))))


def tree(pid: int) -> list[int]:
    """The process and its descendants; any of them may end meanwhile."""
    below = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():  # each thread's children are its own
            with suppress(OSError):
                below += (thread / "children").read_text().split()
    return [pid, *(one for child in below for one in tree(int(child)))]


def pss_mb(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
