"""Keeps a flood from drowning the parents in it. Nobody is asked to prove anything, and nobody loses a word.

Three things look at a sending or a saving: a field that no person sees, how long ago the first page was shown, and
how many came lately. Who fails one is asked once more, with everything kept: a password manager fills fields too,
and a library is one address for many people. Coming back is counted apart, so that it works during a flood.
"""

import contextlib
import functools
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from stories import keys
from stories.buckets import Buckets
from stories.journey.answers import tidy
from stories.sources import source
from stories.vault.lanes import Busy
from stories.vault.tokens import TokenRefused
from stories.vault.volatile import NotPrivate

# The field that no person sees. Its name is one that programs like to fill in, and browsers seldom.
DECOY = "homepage"
# When the first page was shown; sealed, so that nobody can make it older than it is.
OPENED = "opened"
# Both travel with the answers, and are none.
FIELDS = (OPENED, DECOY)
DAY = 24 * 60 * 60
FRESH, AGAIN = "fresh", "again"
EVERYBODY = ""


def opened(answers: dict[str, str]) -> dict[str, str]:
    """The answers with the moment of the first page among them, and the unseen field only if it was filled."""
    answers = {name: value for name, value in answers.items() if value or name not in FIELDS}
    if OPENED not in answers:
        # The page can be written on without it; it is asked for once more when it is sent.
        with contextlib.suppress(NotPrivate, OSError):
            answers[OPENED] = _token(FRESH)
    return answers


def objection(answers: dict[str, str]) -> str:
    """Why a sending or saving is asked for once more, as the note of the page that asks; empty when it is not.

    "again": too quick for a person, or the unseen field is filled. "old": the page lay open for more than a day, or
    the server has started anew since. A page that has asked is not held to its unseen field any more: whoever reads
    it and goes on is a person with a helpful browser, or a program that would find its way through anything.
    """
    kind, seconds = "", 0.0
    if token := answers.get(OPENED, ""):
        try:
            kind, made = keys.tokens().read(OPENED, token, time.time(), DAY).decode().split()
            seconds = time.time() - float(made)
        except TokenRefused:
            return "old"
    if seconds < settings.SECONDS_BEFORE_SENDING or (answers.get(DECOY) and kind != AGAIN):
        return "again"
    return ""


def asked_again(answers: dict[str, str]) -> dict[str, str]:
    """The same answers for the page that asks once more: the unseen field is empty, and the page is known."""
    kept = {name: value for name, value in answers.items() if name not in FIELDS}
    return kept | {OPENED: _token(AGAIN)}


def admit(request: HttpRequest, what: str) -> None:
    """Counts one sending ("send": saving too), return ("return") or picture ("picture").

    Raises `Busy` when there were too many.
    """
    site, each = {
        "send": (settings.SENDS_PER_HOUR, settings.SENDS_PER_SOURCE),
        "return": (settings.RETURNS_PER_HOUR, settings.RETURNS_PER_SOURCE),
        "picture": (settings.PICTURES_PER_HOUR, settings.PICTURES_PER_SOURCE),
    }[what]
    asked = [(_buckets(what, "site", site), EVERYBODY)]
    if (address := source(request)) is not None:
        asked.append((_buckets(what, "source", each), address))
    taken = []
    for buckets, name in asked:
        if wait := buckets.take(name):
            for other, its_name in taken:
                other.give_back(its_name)
            raise Busy(wait)
        taken.append((buckets, name))


def polite(request: HttpRequest, data: QueryDict, busy: Busy) -> HttpResponse:
    """Says that it is too much just now. The page carries all that was posted, and its button posts it again."""
    hidden = {tidy(name): tidy(value) for name, value in data.items()}
    context = {"hidden": hidden, "writing": data.get("door") == "write", "minutes": round(busy.seconds / 60 + 0.3)}
    response = render(request, "stories/journey/busy.html", context, status=503)
    response["Retry-After"] = str(busy.seconds)
    return response


def _token(kind: str) -> str:
    now = time.time()
    return keys.tokens().make(OPENED, f"{kind} {now}".encode(), now)


@functools.lru_cache
def _buckets(what: str, whose: str, per_hour: int) -> Buckets:
    return Buckets(per_hour)
