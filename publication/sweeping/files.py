"""Reads files: every regular one under a folder, each once, by its bytes and by its name.

Links are not followed, since they lead out of the place that was asked for; their own text is looked at. What cannot
be read is named with the system's reason, and what went away meanwhile is nobody's trouble.
"""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

READ = 512 * 1024
Trouble = Callable[[Path, str], None]


def below(root: Path, seen: set[tuple[int, int]], trouble: Trouble) -> Iterator[tuple[Path, os.stat_result]]:
    """Everything at and below a path that was not seen yet, folders and links too."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            found = os.stat(path) if path == root else os.lstat(path)
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            if stat.S_ISDIR(found.st_mode):
                waiting += sorted((Path(entry.path) for entry in os.scandir(path)), reverse=True)
        except FileNotFoundError:
            if path == root:
                trouble(path, "No such file or directory")
            continue
        except OSError as reason:
            trouble(path, reason.strerror or reason.__class__.__name__)
            continue
        yield path, found


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes as long as it was when it was opened: a log that grows meanwhile has an end too."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0 and (data := file.read(min(READ, left))):
            left -= len(data)
            yield data
