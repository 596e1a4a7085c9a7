"""How long it takes until a family's words are gone.

    .venv/bin/python -m benchmarks.leaving [STORIES] [ROUNDS]

A booklet of so many invented stories is released and open. In each round one family stops and another deletes, each by
the verb behind the button on the private page, with the real child process building the next release. Told are the time
from the press until every public address of the story is closed, and until the next release is there; beside them, in
the same run, how long a plain page of the booklet takes.
"""

import contextlib
import os
import statistics
import sys
import time

STORIES, ROUNDS = 120, 3
WORDS = "I put the kettle on, and it knew before I did. Nobody in this story is real. "


def main(stories: int = STORIES, rounds: int = ROUNDS) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        print(table(stories, measured(stories, rounds)))
    finally:
        teardown_databases(old, verbosity=0)


def measured(stories: int, rounds: int) -> dict[str, list[float]]:
    """Seconds for each thing that is told, one for each round."""
    from django.conf import settings
    from django.test import Client

    from stories import keys
    from tests.clock import clock_from
    from tests.factories import TODAY, make_version
    from tests.publication.booklets import children
    from tests.publication.booklets.making import OPENS, make_booklet, make_release

    keys.create_files()
    versions = [make_version(f"The kettle, {number}", WORDS * 30) for number in range(stories)]
    page = make_booklet(*versions)
    began = time.perf_counter()
    make_release(page)
    taken: dict[str, list[float]] = {"release of all": [time.perf_counter() - began]}
    client = Client()
    os.environ.update(children.environment())
    settings.RELEASE_BUILDER = "publication.actions.starting.in_a_child"
    with clock_from(OPENS):
        for number in range(rounds):
            for verb, leaving in (("stop", versions[2 * number]), ("delete", versions[2 * number + 1])):
                for name, seconds in left(client, page, leaving, verb, TODAY).items():
                    taken.setdefault(name, []).append(seconds)
    return taken


def left(client, page, version, verb: str, today) -> dict[str, float]:
    """One family leaves: until the answer of its own page, until nothing is public, until the next release."""
    from consent import actions as consent
    from stories import actions

    address, before = f"{page.url}{version.story.code}/", page.newest_release().pk
    plain = timed(lambda: client.get(page.url))
    assert client.get(address).status_code == 200
    began = time.perf_counter()
    if verb == "stop":
        consent.stop(agreement=version.agreement, today=today)
    else:
        actions.erase(contribution=version.story.contribution, today=today)
    pressed = time.perf_counter() - began
    while client.get(address).status_code != 410 or not closed(client, page, before):
        assert time.perf_counter() - began < 60, "still public after a minute"
    gone = time.perf_counter() - began
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


def closed(client, page, before: int) -> bool:
    """Whether each file that readers are offered is shut, or already one of the next release."""
    from publication.formats.files import DOWNLOADS

    newest = page.newest_release()
    if newest is not None and newest.pk != before:
        return True
    return all(client.get(f"{page.url}files/{name}").status_code in (404, 503) for name in DOWNLOADS)


def renewed(page, before: int) -> bool:
    newest = page.newest_release()
    return newest is not None and newest.pk != before


def timed(act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def table(stories: int, taken: dict[str, list[float]]) -> str:
    plain = statistics.median(taken["a page of the booklet"])
    lines = [f"{stories} stories, medians.", "", "| What | Seconds | Pages of the booklet |", "|---|---:|---:|"]
    lines += [
        f"| {name} | {statistics.median(seconds):.2f} | {statistics.median(seconds) / plain:.1f} |"
        for name, seconds in taken.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(*(int(word) for word in sys.argv[1:]))
