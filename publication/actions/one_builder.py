"""One builder an edition: a lock that the kernel lets go when the builder ends, however it ends.

The lock is on a file, so that it can be taken here and handed to a child process (it belongs to the open
file, not to a process): from asking for a build to its end there is no moment without it, and a build that
was killed is known at once from the lock being free. A process number could tell neither.
"""

import fcntl
import os
import time

from django.conf import settings

TRIES, PAUSE = 5, 0.02


def take(year: int) -> int | None:
    """An open file that holds the lock until it is closed everywhere, or None while somebody else builds."""
    settings.RELEASES_DIR.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle = os.open(settings.RELEASES_DIR / f".building-{year}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    # Somebody who only looks (at_work) holds it for a moment, so one refusal is not yet an answer.
    for _ in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            time.sleep(PAUSE)
    os.close(handle)
    return None


def at_work(year: int) -> bool:
    """Whether a builder of this edition is running now."""
    handle = take(year)
    if handle is None:
        return True
    os.close(handle)
    return False
