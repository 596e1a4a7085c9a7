"""Everything that is measured, one after the other: `make bench`, or `make bench ARGS="ledger leaving"` for some.

Each benchmark is a process of its own, so that what one keeps in memory does not slow the next, and is stopped when it
takes far longer than it should. At the end stands one table of all that has an aim.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.aims import Aim, table

HOUSE = Path(__file__).resolve().parent.parent
# Each with the minutes after which it is stopped.
BENCHMARKS = {
    "vault": 10,
    "one_story": 5,
    "ledger": 10,
    "whole_release": 10,
    "leaving": 10,
    "booklet_pdf": 40,
}
RUN = """
import json, sys
from benchmarks import {0}
with open(sys.argv[1], "w") as file:
    json.dump([vars(aim) for aim in {0}.main()], file)
"""


class NoSuchBenchmark(SystemExit):
    """The words after `make bench` name none; the message says which there are."""


def main(*names: str) -> int:
    """Runs the named benchmarks, or all; returns how many could not be measured."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise NoSuchBenchmark(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
    found: list[Aim] = []
    failed = []
    for name in names or BENCHMARKS:
        print(f"\n== {name}, at most {BENCHMARKS[name]} minutes", flush=True)
        aims = measured(name)
        found += aims or []
        failed += [name] if aims is None else []
    print("\n" + summary(found, failed))
    return len(failed)


def measured(name: str) -> list[Aim] | None:
    """What one benchmark found; None when it failed or took too long."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "aims.json"
        began = time.perf_counter()
        running = subprocess.Popen([sys.executable, "-c", RUN.format(name), str(to)], cwd=HOUSE, start_new_session=True)
        try:
            ended = running.wait(BENCHMARKS[name] * 60)
        except (subprocess.TimeoutExpired, KeyboardInterrupt) as stopped:
            os.killpg(running.pid, 15)
            running.wait()
            if isinstance(stopped, KeyboardInterrupt):
                raise
            print(f"{name} was stopped after {BENCHMARKS[name]} minutes.")
            return None
        print(f"{time.perf_counter() - began:.0f} s")
        return [Aim(**row) for row in json.loads(to.read_text())] if ended == 0 else None


def summary(found: list[Aim], failed: list[str]) -> str:
    """The table of all that has an aim, and what could not be measured."""
    rows = [aim for aim in found if aim.met is not None]
    missing = [f"Not measured: {', '.join(failed)}."] if failed else []
    return "\n".join([table(rows), *missing])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
