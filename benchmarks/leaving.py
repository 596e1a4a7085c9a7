"""How long it takes until a family's words are gone.

    .venv/bin/python -m benchmarks.leaving [STORIES] [ROUNDS]

A booklet of so many invented stories is released and open. In each round one family stops and another deletes, each by
the verb behind the button on the private page, with the real child process building the next release. Told are the time
from the press until the slowest of the story's public addresses has answered that it is gone, each asked by itself when
the press is over (every file that readers are offered, its page, its line in the contents), and until the next release
is there; beside them, in the same run, how long a plain page takes.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.aims import Aim, table
from benchmarks.site import built_in_a_child, invented_booklet, invented_site

STORIES, ROUNDS = 120, 3
AIMS = {"gone from every public address": 1, "until the next release": 60}


def main(stories: int = STORIES, rounds: int = ROUNDS) -> list[Aim]:
    before = os.getloadavg()[0]
    with invented_site():
        aims = told(measured(stories, rounds))
    print(
        table(aims)
        + f"\n\n{stories} stories; medians, but the slowest where there is an aim. Load {before:.1f} before."
    )
    return aims


def measured(stories: int, rounds: int) -> dict[str, list[float]]:
    """Seconds for each thing that is told, one for each round."""
    from django.test import Client

    from tests.clock import clock_from
    from tests.factories import TODAY
    from tests.publication.booklets.making import OPENS, make_release

    page, versions = invented_booklet(stories)
    make_release(page)
    taken: dict[str, list[float]] = {}
    with clock_from(OPENS), built_in_a_child():
        for number in range(rounds):
            for verb, leaving in (("stop", versions[2 * number]), ("delete", versions[2 * number + 1])):
                for name, seconds in left(Client(), page, leaving, verb, TODAY).items():
                    taken.setdefault(name, []).append(seconds)
    return taken


def left(client, page, version, verb: str, today) -> dict[str, float]:
    """One family leaves: until the answer of its own page, until nothing is public, until the next release."""
    from consent import actions as consent
    from stories import actions

    address, before = f"{page.url}{version.story.code}/", page.newest_release().pk
    client.get(page.url)  # a process that has just started reads its templates
    plain = timed(lambda: client.get(page.url))
    assert client.get(address).status_code == 200
    began = time.perf_counter()
    if verb == "stop":
        consent.stop(agreement=version.agreement, today=today)
    else:
        actions.erase(contribution=version.story.contribution, today=today)
    pressed = time.perf_counter() - began
    gone = pressed + max(answered(ask) for ask in closed(client, page, version, before))
    while not renewed(page, before):
        assert time.perf_counter() - began < 600, "no next release after ten minutes"
        time.sleep(0.1)
    again = time.perf_counter() - began
    return {
        "a page of the booklet": plain,
        f"{verb}: the press itself": pressed,
        f"{verb}: gone from every public address": gone,
        f"{verb}: until the next release": again,
    }


def closed(client, page, version, before: int) -> Iterator[Callable[[], bool]]:
    """For each public address, whether it shows the story no more: shut, gone, or of the next release."""
    from publication.formats.files import DOWNLOADS

    for name in DOWNLOADS:
        file = f"{page.url}files/{name}"
        yield lambda file=file: client.get(file).status_code in (404, 503) or renewed(page, before)
    yield lambda: client.get(f"{page.url}{version.story.code}/").status_code == 410
    yield lambda: version.story.code not in client.get(page.url).content.decode()


def answered(gone: Callable[[], bool]) -> float:
    """Seconds until one address has said so, asked again and again."""
    began = time.perf_counter()
    while not gone():
        assert time.perf_counter() - began < 60, "still public after a minute"
    return time.perf_counter() - began


def renewed(page, before: int) -> bool:
    newest = page.newest_release()
    return newest is not None and newest.pk != before


def timed(act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(taken: dict[str, list[float]]) -> list[Aim]:
    """One row for each thing. Where there is an aim, it is for every family: so the slowest is held to it."""
    rows = []
    for name, seconds in taken.items():
        aim = AIMS.get(name.partition(": ")[2])
        rows.append(Aim(name, f"{statistics.median(seconds):.2f} s", max(seconds) if aim else None, aim))
    return rows


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
