"""The cloth of a release: one thread for each story, each broken once and mended.

Drawn from the edition's public digest and the number of stories alone, so every edition has its
own cloth, a story that leaves makes a new one without a gap, and no thread tells anything of anybody.
Coordinates are shares of the cloth's width and height; who draws them chooses the size.
"""

import hashlib
from dataclasses import dataclass

KNOTS = 6  # points that a thread runs through, the first and last on the edges


@dataclass(frozen=True)
class Thread:
    """`heights` (shares of the cloth's height) at KNOTS even steps from left to right; `mend` is where the
    thread broke (share of the width); `weight` 0 to 1, how heavy it is."""

    heights: tuple[float, ...]
    mend: float
    weight: float


def weave(digest: str, count: int) -> tuple[Thread, ...]:
    """`count` threads from top to bottom."""
    step = 1 / max(count, 1)
    threads, last = [], 0.5
    for number in range(count):
        chance = _chance(f"{digest}:{number}")
        middle = (number + 0.5) * step
        sway = min(step * 0.55, 0.035)
        heights = tuple(round(middle + sway * (2 * next(chance) - 1), 5) for _ in range(KNOTS))
        # A mend keeps away from its neighbour's, so that the joins do not run into a line.
        places = [0.08 + 0.84 * next(chance) for _ in range(4)]
        last = max(places, key=lambda place: min(abs(place - last), 0.3))  # noqa: B023 (used at once)
        threads.append(Thread(heights, round(last, 5), round(next(chance), 5)))
    return tuple(threads)


def _chance(seed: str):
    """Endless numbers from 0 to 1 that depend on the seed alone."""
    block = 0
    while True:
        piece = hashlib.sha256(f"{seed}:{block}".encode()).digest()
        for start in range(0, len(piece), 2):
            yield int.from_bytes(piece[start : start + 2], "big") / 65536
        block += 1
