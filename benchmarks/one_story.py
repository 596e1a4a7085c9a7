"""How long an editor waits for the pages of one story.

    .venv/bin/python -m benchmarks.one_story [ROUNDS]

Takes each story of an invented booklet in turn, as the desk does, in one process: the first round fills what the
typesetter keeps, the others are what an editor meets.
"""

import os
import resource
import statistics
import sys
import time

from benchmarks.aims import Aim, table
from benchmarks.site import invented_booklet, invented_site

STORIES, ROUNDS = 12, 6
MILLISECONDS = 150


def main(rounds: int = ROUNDS) -> list[Aim]:
    before = os.getloadavg()[0]
    with invented_site():
        aims = told(*measured(rounds))
    print(table(aims) + f"\n\n{STORIES} stories, {rounds} rounds. Load {before:.1f} before.")
    return aims


def measured(rounds: int, stories: int = STORIES) -> tuple[list[float], list[float]]:
    """Milliseconds for each story of the first round, and for each of those after it."""
    from publication.desk.story_page import story_pdf
    from tests.factories import TODAY

    page, versions = invented_booklet(stories)
    taken = []
    for _round in range(rounds):
        for version in versions:
            began = time.perf_counter()
            story_pdf(page, version, day=TODAY)
            taken.append((time.perf_counter() - began) * 1000)
    return taken[:stories], taken[stories:]


def told(first: list[float], warm: list[float]) -> list[Aim]:
    median = statistics.median(warm)
    return [
        Aim("pages of one story: the first of all", f"{first[0]:.0f} ms"),
        Aim("pages of one story: the slowest of the first round", f"{max(first):.0f} ms"),
        Aim("pages of one story, warm, median, milliseconds", f"{median:.0f} ms", median, MILLISECONDS),
        Aim("pages of one story, warm, slowest", f"{max(warm):.0f} ms"),
        Aim("most memory of the process, MB", "", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
