"""How long a whole release takes, in all its formats, as the site builds it: in a child process, on two cores.

    .venv/bin/python -m benchmarks.whole_release [STORIES] [ROUNDS]

From the freezing to the moment in which readers would get it: files, checks, the rule asked twice, the files on the
disk. Told is also when each file was begun; two are made at a time (publication/actions/hands.py).
"""

import os
import statistics
import sys
import time

from benchmarks.aims import Aim, table
from benchmarks.memory import Memory
from benchmarks.site import built_in_a_child, invented_booklet, invented_site

STORIES, ROUNDS, CORES = 120, 3, 2
SECONDS = 20
PATIENCE = 300


def main(stories: int = STORIES, rounds: int = ROUNDS) -> list[Aim]:
    before = os.getloadavg()[0]
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(cores)[-CORES:])
    try:
        with invented_site(), built_in_a_child():
            aims = told(stories, measured(stories, rounds))
    finally:
        os.sched_setaffinity(0, cores)
    print(table(aims) + f"\n\nLoad {before:.1f} before.")
    return aims


def measured(stories: int, rounds: int) -> list[dict[str, float]]:
    """For each round the seconds at which each step began, `ready` among them, and `memory` in MB."""
    page, _versions = invented_booklet(stories)
    return [one_release(page) for _ in range(rounds)]


def one_release(page) -> dict[str, float]:
    from publication.actions import freeze, starting
    from publication.models import Build, Release
    from tests.factories import TODAY

    release = freeze(page=page, user=None)
    steps: dict[str, float] = {}
    began = time.perf_counter()
    child = starting.in_a_child(release, TODAY)
    with Memory(child.pid) as memory:
        while child.poll() is None:
            says = Build.objects.filter(edition=page.edition).values_list("says", flat=True).first()
            steps.setdefault(says, time.perf_counter() - began)
            if time.perf_counter() - began > PATIENCE:
                child.kill()
            time.sleep(0.02)
    release.refresh_from_db()
    if release.state != Release.State.READY:
        raise SystemExit(f"The release was not built: {release.trouble}")
    ready = steps.pop(f"Release {release.name} is ready", time.perf_counter() - began)
    return {**steps, "ready": ready, "memory": memory.peak_mb}


def told(stories: int, rounds: list[dict[str, float]]) -> list[Aim]:
    def median(name: str) -> float:
        return statistics.median(each[name] for each in rounds if name in each)

    steps = dict.fromkeys(name for each in rounds for name in each if name.startswith(("Making", "Asking")))
    ready = median("ready")
    return [
        *(Aim(f"{name}: begun after", f"{median(name):.1f} s") for name in steps if "web/" not in name),
        Aim(f"whole release of {stories} stories on two cores, seconds", f"{ready:.1f} s", ready, SECONDS),
        Aim("most memory meanwhile, all processes, MB", "", max(each["memory"] for each in rounds)),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
