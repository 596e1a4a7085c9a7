"""Keeps a way in that is not sent yet: once, however often the button is pressed, and then in the same place."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError
from django.http import QueryDict

from consent.weeks import monday_of
from stories import actions
from stories.drafts import DraftVisit
from stories.journey import pressing
from stories.journey.steps import Answers
from stories.vault.shards import SlotError
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "save"
# The hidden fields of a page: which press of the button this is, and the draft that she has open.
NONCE, TOKEN = "save_nonce", "draft"


@dataclass(frozen=True)
class Kept:
    """Her return words as indices, and a token for the draft."""

    indices: tuple[int, ...]
    token: str


def new_nonce() -> str:
    """A nonce for the page's button; "" when none can be made, since a page can be written on without it."""
    try:
        return pressing.new_nonce(PURPOSE)
    except (NotPrivate, OSError):
        logger.exception("No page can be saved.")
        return ""


def place_unknown(data: QueryDict) -> dict[str, str]:
    """What a page from another site says of the writing that she had saved: that there was some, and not where.

    That site may have put a token of its own there, and whoever holds the return words of that place would read
    all that she saves or sends with it. So saving asks her where, and sending gives new words.
    """
    return {TOKEN: "unknown"} if data.get(TOKEN) else {}


def last_day(visit: DraftVisit) -> date:
    """The day at whose end the draft goes: the Sunday of the week that its row names."""
    return monday_of(visit.draft.expires) + timedelta(days=6)


@contextmanager
def or_not_now() -> Iterator[None]:
    """Turns whatever failed into `actions.CannotSealNow`: the page then comes back with every word on it."""
    try:
        yield
    except (actions.CannotSealNow, DatabaseError, NotPrivate, OSError, SlotError) as trouble:
        logger.exception("Nothing can be saved.")
        raise actions.CannotSealNow("Something in the house has failed; its log says what.") from trouble


def save_once(*, nonce: str, answers: Answers, at: str, today: date, admit: Callable[[], None]) -> Kept:
    """Saves for the first time, or shows what the first press gave. A second press saves what it brings as well, in
    the same place: between the two she may have gone back and written on.

    Raises `pressing.PageTooOld`, `pressing.AlreadySent` when the words can be shown no more, `actions.DraftGone` when
    the draft was sent or deleted since, `actions.CannotSealNow`, and `lanes.Busy`; then nothing was saved.
    """
    made = []

    def make() -> bytes:
        admit()
        saved = actions.save_draft(answers=answers, at=at, today=today)
        made.append(saved)
        return f"{' '.join(map(str, saved.indices))}|{actions.draft_token(saved.visit)}".encode()

    with or_not_now():
        words, _, token = pressing.once_only(PURPOSE, nonce, make).decode().partition("|")
    kept = Kept(tuple(map(int, words.split())), token)
    if not made:
        save_into(token=token, answers=answers, at=at, today=today)
    return kept


def save_into(*, token: str, answers: Answers, at: str, today: date) -> DraftVisit:
    """Saves in the place that a token names. Raises `actions.DraftGone` and `actions.CannotSealNow`."""
    with or_not_now():
        visit = actions.draft_of_token(token=token, today=today)
    if visit is None:
        raise actions.DraftGone("This token leads to no draft, or not any more.")
    return save_again(visit=visit, answers=answers, at=at, today=today)


def save_again(*, visit: DraftVisit, answers: Answers, at: str, today: date) -> DraftVisit:
    with or_not_now():
        return actions.save_again(visit=visit, answers=answers, at=at, today=today)


def written_down(nonce: str) -> None:
    """Forgets the return words at once."""
    pressing.forget(PURPOSE, nonce)
