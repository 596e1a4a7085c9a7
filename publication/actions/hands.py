"""Two hands make the files of a release: what shares work in one, what does not beside it.

The long work is Typst's, in processes of its own (formats/typesetting.py), so threads are enough here. More than two
would only need more memory: each booklet that is being set takes some 2 MB a story.
"""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from publication.formats.files import BENCHES, Maker

HANDS = 2


def side_by_side(makers: Iterable[Maker], write: Callable[[Maker], None], tell: Callable[[Maker], None]) -> None:
    """Calls `write` with every maker, and `tell`, in the caller's own thread, with each that is begun.

    Raises what `write` raised first, when nothing is at work any more: what was begun ends, nothing else is begun.
    """
    benches = {name: [maker for maker in makers if maker.bench == name] for name in BENCHES}
    begun: SimpleQueue[Maker | None] = SimpleQueue()
    troubles: list[BaseException] = []
    enough = threading.Event()

    def work(bench: list[Maker]) -> None:
        try:
            for maker in bench:
                if enough.is_set():
                    return
                begun.put(maker)
                write(maker)
        except BaseException as trouble:  # whatever it is, the caller gets it
            troubles.append(trouble)
            enough.set()
        finally:
            begun.put(None)

    with ThreadPoolExecutor(min(HANDS, len(os.sched_getaffinity(0)))) as hands:
        try:
            for bench in benches.values():
                hands.submit(work, bench)
            for _ in benches:
                while maker := begun.get():
                    tell(maker)
        finally:
            enough.set()
    if troubles:
        raise troubles[0]
