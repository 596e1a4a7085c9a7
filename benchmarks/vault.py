"""What sealing costs: a real server process, the site's own derivations, and everything told as a ratio.

    .venv/bin/python -m benchmarks.vault [sendings] [tries]

Sending and coming back stand beside the bare Argon2id of the same cost, measured in turn with them in the same run, so
that a busy machine slows down both. Words that were erased, have expired or were never issued are tried in turn. Then
two hundred parents press send at the same moment; each tries again until their story is taken.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.aims import Aim, table
from benchmarks.memory import Memory
from benchmarks.rehearsal import machine
from stories.vault import words
from tests.hostile.stack.browsing import Browser
from tests.hostile.stack.house import House
from tests.stories.journey.walking import ANSWERS, WORDS, Page, come_back, send, walk, walk_and_send, words_on

SENDINGS, TRIES, AT_ONCE = 40, 500, 200
AIMS = {"submit": 1.5, "sameness": 1.03, "memory": 400}
# The site's own defaults (publication/settings.py), which the server below uses too.
KIB, PASSES = 19 * 1024, 2
SALT = bytes(16)


def main(sendings: int = SENDINGS, tries: int = TRIES) -> list[Aim]:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as house:
        browser, before = Browser(house.port), os.getloadavg()[0]
        submit, come_in = beside_argon2(browser, sendings)
        same = sameness(house, browser, tries)
        flood = all_at_once(house, browser, AT_ONCE)
    print(f"{machine()}, load {before:.1f} before. Medians; {sendings} sendings, {tries} tries of each kind.\n")
    aims = told(submit, come_in, same, flood)
    print(table(aims))
    return aims


@contextmanager
def founded(folder: Path):
    """A site as `manage.py setup` and `serve` make it, with its usual limits."""
    house = House(folder / "house", more={})
    house.found()
    try:
        house.serve()
        yield house
    finally:
        house.tear_down()


def argon2() -> float:
    indices, began = words.make(), time.perf_counter()
    words.derive(indices, salt=SALT, kib=KIB, passes=PASSES)
    return time.perf_counter() - began


def ready(browser: Browser) -> dict[str, str]:
    """All fields of a last page before sending, with a nonce of its own, and the press."""
    return {**walk(browser, "Check your answers").fields, "send": "1"}


@dataclass
class Beside:
    """Seconds of something, and of the bare derivations that were run in turn with it."""

    seconds: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(self.seconds) / statistics.median(self.bare)


def exchange(browser: Browser, fields: dict[str, str]) -> tuple[float, Page]:
    """Seconds from the press to the last byte of the answer, and the page."""
    began = time.perf_counter()
    answer = browser.post(WORDS, fields, {"Sec-Fetch-Site": "same-origin"})
    return time.perf_counter() - began, Page(browser, answer)


def beside_argon2(browser: Browser, times: int) -> tuple[Beside, Beside]:
    submit, come_in = Beside(), Beside()
    for _ in range(times):
        fields = ready(browser)
        submit.bare.append(argon2())
        seconds, page = exchange(browser, fields)
        submit.seconds.append(seconds)
        come_in.bare.append(argon2())
        seconds, page = knock(browser, words_on(page))
        come_in.seconds.append(seconds)
        if page.errors:
            raise SystemExit("The words that were just given open nothing: nothing was measured.")
    return submit, come_in


def knock(browser: Browser, said: str) -> tuple[float, Page]:
    return exchange(browser, {"door": "return", "at": "return", "resume": "", "words": said})


def sameness(house: House, browser: Browser, tries: int) -> dict[str, float]:
    """Median seconds of each kind of words that open nothing."""
    said = {"erased": [erased(browser)], "expired": [expired(house, browser)]}
    said["never issued"] = [words.as_words(words.make()) for _ in range(tries)]
    seconds = {kind: [] for kind in said}
    order = list(said) * tries
    random.Random(7).shuffle(order)
    lengths = set()
    for kind in order:
        tried = said[kind][len(seconds[kind]) % len(said[kind])]
        took, page = knock(browser, tried)
        seconds[kind].append(took)
        lengths.add((page.status, len(page.html) - len(tried)))
    if len(lengths) != 1:
        raise SystemExit(f"They do not answer alike: {sorted(lengths)}.")
    return {kind: statistics.median(taken) for kind, taken in seconds.items()}


def erased(browser: Browser) -> str:
    said = words_on(walk_and_send(browser))
    come_back(browser, said).press("Delete my story").press(words=said)
    return said


def expired(house: House, browser: Browser) -> str:
    """A saving whose weeks are over; its row still stands, as it does until the next day's clearing."""
    page = walk(browser, "Your story")
    label = next(label for label in page.buttons if label.startswith("Save"))
    said = words_on(page.press(label, text="Half a sentence"))
    with sqlite3.connect(house.data / "db.sqlite3") as database:
        database.execute("UPDATE stories_draft SET expires = '2020-W01'")
    return said


@dataclass
class Flood:
    taken: int
    kept: int
    seconds: float
    peak_mb: float


def all_at_once(house: House, browser: Browser, count: int) -> Flood:
    """`count` parents send at the same moment, and again until each has return words."""
    pages = [ready(browser) | {"title": f"Story {number}"} for number in range(count)]
    before = contributions(house)
    start, kept = threading.Barrier(count + 1), []

    def parent(fields: dict[str, str]) -> str:
        start.wait()
        while True:
            page = send(browser, fields)
            if found := words_on(page):
                return found
            if page.status != 503 or any(page.fields.get(name) != fields[name] for name in ANSWERS):
                raise SystemExit(f"A refusal that keeps not every field: {page.status}, {page.heading}.")
            kept.append(1)
            time.sleep(random.uniform(0.5, 2))  # noqa: S311

    with Memory(house.running.pid) as memory, ThreadPoolExecutor(count) as parents:
        answers = [parents.submit(parent, fields) for fields in pages]
        start.wait()
        began = time.perf_counter()
        given = [answer.result() for answer in answers]
        took = time.perf_counter() - began
    if len(set(given)) != count or contributions(house) - before != count:
        raise SystemExit(f"{count} parents, {len(set(given))} sets of words, {contributions(house) - before} stories.")
    return Flood(count, len(kept), took, memory.peak_mb)


def contributions(house: House) -> int:
    with sqlite3.connect(house.data / "db.sqlite3") as database:
        return database.execute("SELECT count(*) FROM stories_contribution").fetchone()[0]


def told(submit: Beside, come_in: Beside, same: dict[str, float], flood: Flood) -> list[Aim]:
    """The rows. The aims are those of the work that asked for these figures."""
    fastest, sent = min(same.values()), f"{milliseconds(submit.seconds)} ms"
    return [
        Aim("bare Argon2id, 19 MiB, 2 passes", f"{milliseconds(submit.bare)} ms"),
        Aim("send, from the press to the last byte", sent, submit.ratio, AIMS["submit"]),
        Aim("come back", f"{milliseconds(come_in.seconds)} ms", come_in.ratio),
        *(Aim(f"words that are {kind}", f"{one * 1000:.1f} ms", one / fastest) for kind, one in same.items()),
        Aim("the slowest of these beside the fastest", "", max(same.values()) / fastest, AIMS["sameness"]),
        Aim(f"{flood.taken} sendings at once, each taken once", f"{flood.seconds:.1f} s"),
        Aim("refusals among them, each of which kept every field", "", flood.kept),
        Aim("most memory meanwhile, all processes, MB", "", flood.peak_mb, AIMS["memory"]),
    ]


def milliseconds(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
