"""Several acts in processes of their own, let go at the same moment."""

import os
import random
import time
import traceback
from collections.abc import Callable

from django.db import connection, connections

# So many milliseconds at most between the first and the last, so that rounds meet at different places.
APART = 25


def at_once(*acts: Callable[[], object], expected: tuple[type[Exception], ...] = ()) -> list[str]:
    """Does all of them at once; returns for each "" or the name of the expected error that it ended with."""
    connections.close_all()
    waiting, go = os.pipe()
    children = [_child(act, waiting, go, expected) for act in acts]
    os.close(waiting)
    os.close(go)  # nobody holds the other end now: all of them read its end at once
    ended = []
    for number, report in children:
        with os.fdopen(report) as said:
            ended.append(said.read())
        os.waitpid(number, 0)
    assert not any(one.startswith("Traceback") for one in ended), "\n".join(ended)
    return ended


def _child(act, waiting: int, go: int, expected) -> tuple[int, int]:
    report, said = os.pipe()
    late = random.random() * APART / 1000
    number = os.fork()
    if number:
        os.close(said)
        return number, report
    try:
        os.close(go)
        connection.ensure_connection()
        os.read(waiting, 1)
        time.sleep(late)
        try:
            act()
        except expected as ended:
            os.write(said, type(ended).__name__.encode())
        except BaseException:
            os.write(said, traceback.format_exc()[-8000:].encode())
    finally:
        os._exit(0)
