"""How long a rehearsal takes: median seconds of each stage, its share, and the most memory any run needed.

    .venv/bin/python benchmarks/rehearsal.py [times] [file.jsonl]

Without a file it takes ../shared/real/contributions.jsonl where that exists, and else the invented stories of the
demonstration. Each run is `manage.py rehearse` in a process of its own, with the site's own key derivations.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
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


def rehearsed(texts: Path, out: Path) -> dict:
    """One run's own report."""
    command = [sys.executable, "manage.py", "rehearse", str(texts), "--out", str(out), "--json"]
    ended = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(ended.stdout.splitlines()[-1])


def table(runs: list[dict]) -> str:
    """Markdown, the slowest stage first; shares are of everything but the key derivations."""
    stages = {name: statistics.median(run["seconds"][name] for run in runs) for name in runs[0]["seconds"]}
    derivations = stages.pop(ARGON2)
    all_else = statistics.median(run["seconds_without_argon2"] for run in runs)
    rows = [("Stage", "Seconds", "Share"), ("---", "---:", "---:")]
    rows += [(name, f"{spent:.2f}", f"{spent / all_else:.0%}") for name, spent in ordered(stages)]
    rows += [
        ("**all of these**", f"**{all_else:.2f}**", "100%"),
        ("key derivations (Argon2id), slow on purpose", f"{derivations:.2f}", ""),
        ("peak memory", f"{max(run['peak_memory_mb'] for run in runs)} MB", ""),
    ]
    fastest, slowest = (pick(run["seconds_without_argon2"] for run in runs) for pick in (min, max))
    spread = f"\nFastest run {fastest:.2f} s, slowest {slowest:.2f} s: more than a tenth apart means a busy machine."
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n" + spread


def ordered(stages: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(stages.items(), key=lambda stage: -stage[1])


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else TIMES, Path(given[1]) if given[1:] else None)
