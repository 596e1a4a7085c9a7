"""Sends a finished way in: all answers as the desk receives them, once."""

import logging
from datetime import date

from django.db import DatabaseError

from consent.uses import Answer, Use
from stories import actions
from stories.journey import pressing
from stories.journey.forms import ASKED, name_of
from stories.journey.steps import Answers
from stories.vault.shards import SlotError
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "send"
# How the parent is described below her words, when not in words of her own.
CREDITS = {"parent": "A parent", "none": ""}


def new_nonce() -> str:
    return pressing.new_nonce(PURPOSE)


def send_once(*, nonce: str, answers: Answers, today: date) -> tuple[int, ...]:
    """The return words of this sending, made now or at the first press.

    Raises `pressing.AlreadySent`, `pressing.PageTooOld`, and `actions.CannotSealNow` when nothing could be stored,
    whatever failed: the page then comes back with every word, where an error page would have lost them.
    """

    def make() -> bytes:
        sent = actions.receive(sending=sending_of(answers), today=today)
        return " ".join(map(str, sent.indices)).encode()

    try:
        kept = pressing.once_only(PURPOSE, nonce, make)
    except (actions.CannotSealNow, DatabaseError, NotPrivate, OSError, SlotError) as trouble:
        logger.exception("Nothing can be sealed.")
        raise actions.CannotSealNow("Something in the house has failed; its log says what.") from trouble
    return tuple(int(index) for index in kept.split())


def written_down(nonce: str) -> None:
    """Forgets the return words at once."""
    pressing.forget(PURPOSE, nonce)


def sending_of(answers: Answers) -> actions.Sending:
    """All her answers as the desk receives them; complete ones only."""
    credit = CREDITS.get(answers["description"], answers.get("credit", "").strip())
    return actions.Sending(
        title=answers.get("title", "").strip(),
        text=answers["text"],
        kind=answers["kind"],
        credit=credit,
        uses={use: Answer(answers[name_of(use)]) for use in (Use.KEEP, *ASKED)},
        dials={
            "edit": answers["edit"],
            "description": answers["description"],
            "contact": "none",
            "silence": answers["silence"],
            "exact": "no",
        },
        answers={"danger": answers["danger"], "child": answers["child"]},
    )
