"""A process of its own that reads one picture from standard input and says by how many megabytes its memory rose."""

import sys
from pathlib import Path

from stories.imaging import PARENT, reencode
from tests.stories.pictures import drawn


def peak() -> int:
    """The most this process has held so far. (What `resource` says begins with the memory of who started it.)"""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))


def main() -> None:
    data = sys.stdin.buffer.read()
    for kind in ("JPEG", "HEIF"):  # what the libraries need once is nobody's upload
        reencode(drawn(kind=kind), PARENT)
    before = peak()
    try:
        reencode(data, PARENT)
    finally:
        print(peak() - before)


if __name__ == "__main__":
    main()
