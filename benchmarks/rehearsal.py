"""How long a rehearsal takes: median seconds of each stage, and the most memory any run needed.

    .venv/bin/python benchmarks/rehearsal.py [times] [file.jsonl]

Without a file it takes ../shared/real/contributions.jsonl where that exists, and else the invented stories of the
demonstration. Each run is `manage.py rehearse` in a process of its own, with the site's own key derivations.

Seconds say as much about the machine as about the code. So a fixed piece of plain Python is timed beside each run,
and each stage is also told in lengths of that yardstick, which another machine, or a busier one, can be held to.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
REAL = HOUSE.parent / "shared" / "real" / "contributions.jsonl"
INVENTED = HOUSE / "publication" / "demonstrating" / "stories.toml"
TIMES = 5
ARGON2 = "argon2"


def main(times: int = TIMES, file: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        texts = file or (REAL if REAL.exists() else invented(Path(folder)))
        count = len(texts.read_text(encoding="utf-8").splitlines())
        before = os.getloadavg()[0]
        runs = [rehearsed(texts, Path(folder) / "out") for _ in range(times)]
    print(f"{count} texts ({texts.name}), median of {times}. {machine()}, load {before:.1f} before.\n")
    print(table(runs))


def invented(folder: Path) -> Path:
    """The demonstration's stories as a file of contributions."""
    told = tomllib.loads(INVENTED.read_text(encoding="utf-8"))
    stories = [story for entries in told.values() if isinstance(entries, list) for story in entries]
    lines = [
        {"id": f"invented-{number}", **{name: story[name] for name in ("kind", "title", "text")}}
        for number, story in enumerate(stories)
        if isinstance(story, dict)
    ]
    file = folder / "invented.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def yardstick() -> float:
    """Seconds for a fixed piece of work of the kind that fills a rehearsal: strings, dictionaries, calls."""
    began = time.perf_counter()
    for number in range(60):
        told = {f"name {n}": [str(n * number), {"n": n}] for n in range(4000)}
        sorted(json.loads(json.dumps(told)), key=lambda name: name[::-1])
    return time.perf_counter() - began


def rehearsed(texts: Path, out: Path) -> dict:
    """One run's own report, with the yardstick as it was around it."""
    command = [sys.executable, "manage.py", "rehearse", str(texts), "--out", str(out), "--json"]
    before = yardstick()
    ended = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(ended.stdout.splitlines()[-1]) | {"yardstick": (before + yardstick()) / 2}


def table(runs: list[dict]) -> str:
    """Markdown, the slowest stage first, the key derivations apart."""
    seconds = {name: [run["seconds"][name] for run in runs] for name in runs[0]["seconds"]}
    derivations = seconds.pop(ARGON2)
    all_else = [run["seconds_without_argon2"] for run in runs]
    yardsticks = [run["yardstick"] for run in runs]

    def row(name: str, spent: list[float], mark: str = "") -> str:
        lengths = statistics.median(one / stick for one, stick in zip(spent, yardsticks, strict=True))
        return f"| {mark}{name}{mark} | {mark}{statistics.median(spent):.2f}{mark} | {mark}{lengths:.1f}{mark} |"

    return "\n".join(
        [
            "| Stage | Seconds | Yardsticks |",
            "|---|---:|---:|",
            *(row(name, spent) for name, spent in slowest_first(seconds)),
            row("all of these", all_else, "**"),
            row("key derivations (Argon2id), slow on purpose", derivations),
            f"| peak memory | {max(run['peak_memory_mb'] for run in runs)} MB | |",
            "",
            f"One yardstick: {statistics.median(yardsticks):.2f} s ({min(yardsticks):.2f} to {max(yardsticks):.2f}). "
            f"Fastest run {min(all_else):.2f} s, slowest {max(all_else):.2f} s.",
        ]
    )


def slowest_first(seconds: dict[str, list[float]]) -> list[tuple[str, list[float]]]:
    return sorted(seconds.items(), key=lambda stage: -statistics.median(stage[1]))


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else TIMES, Path(given[1]) if given[1:] else None)
