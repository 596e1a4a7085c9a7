"""Sends once, however often the button is pressed.

The page before sending carries a nonce that the server made and sealed with its age. The first answer to it
is kept for half an hour in volatile storage (stories.vault.once), so that a lost answer or a second press
shows the same return words and makes nothing twice.
"""

import logging
import secrets
import time
from datetime import date

from django.db import DatabaseError

from consent.uses import Answer, Use
from stories import actions, keys
from stories.journey.forms import ASKED, name_of
from stories.journey.steps import Answers
from stories.vault.once import NONCE_SECONDS, AlreadyAnswered
from stories.vault.shards import SlotError
from stories.vault.tokens import TokenRefused
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "send"
# How the parent is described below her words, when not in words of her own.
CREDITS = {"parent": "A parent", "none": ""}


class AlreadySent(Exception):
    """This page was sent before, and its return words are no longer kept."""


class PageTooOld(Exception):
    """The page is older than a day, or the server has started anew: it must be shown once more before it is sent."""


def new_nonce() -> str:
    """What makes one showing of the last page different from every other."""
    return keys.tokens().make(PURPOSE, secrets.token_bytes(16), time.time())


def send_once(*, nonce: str, answers: Answers, today: date) -> tuple[int, ...]:
    """The return words of this sending, made now or at the first press.

    Raises `AlreadySent`, `PageTooOld`, and `actions.CannotSealNow` when nothing could be stored, whatever failed:
    the page then comes back with every word, where an error page would have lost them.
    """
    name = _opened(nonce)
    try:
        with keys.once().turn(name):
            return _first_or_new(name, answers, today)
    except (actions.CannotSealNow, DatabaseError, NotPrivate, OSError, SlotError) as trouble:
        logger.exception("Nothing can be sealed.")
        raise actions.CannotSealNow("Something in the house has failed; its log says what.") from trouble


def _first_or_new(name: bytes, answers: Answers, today: date) -> tuple[int, ...]:
    try:
        kept = keys.once().first(name)
    except AlreadyAnswered as answered:
        raise AlreadySent from answered
    if kept is not None:
        return tuple(int(index) for index in kept.split())
    sent = actions.receive(sending=sending_of(answers), today=today)
    try:
        keys.once().keep(name, " ".join(map(str, sent.indices)).encode())
    except (NotPrivate, OSError):
        # Her story is sealed, and only these words open it: a second press may make a second story, but no
        # failing disk may keep the words from her.
        logger.exception("The words of a sending could not be kept for a second press.")
    return sent.indices


def written_down(nonce: str) -> None:
    """Forgets the return words at once. A nonce of ours or not: the page that follows is the same."""
    try:
        name = _opened(nonce)
    except PageTooOld:
        return
    with keys.once().turn(name):
        keys.once().forget(name)


def _opened(nonce: str) -> bytes:
    try:
        return keys.tokens().read(PURPOSE, nonce, time.time(), NONCE_SECONDS)
    except TokenRefused as refusal:
        raise PageTooOld from refusal


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
