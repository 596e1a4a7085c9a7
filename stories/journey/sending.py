"""Sends a finished way in: all answers as the desk receives them, once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from consent.uses import Answer, Use
from stories import actions
from stories.journey import names, pressing
from stories.journey.forms import ASKED, name_of
from stories.journey.question_forms import contact_of, could_be_exact
from stories.journey.steps import Answers
from stories.journey.story_forms import joined, themes_of
from stories.vault.shards import SlotError
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "send"
# How an answer kept for a second press begins.
WHOLE, APART = "whole", "apart"
# How the parent is described below her words, when not in words of her own.
CREDITS = {"parent": "A parent", "none": ""}


def new_nonce() -> str:
    return pressing.new_nonce(PURPOSE)


@dataclass(frozen=True)
class Sent:
    """What to tell her about her return words.

    `indices` are new ones; None when she keeps those of her saved writing. `apart`: the page said that she had saved
    it, and could not say where any more, so what she saved is still there under the words of before.
    """

    indices: tuple[int, ...] | None
    apart: bool = False

    def __bytes__(self) -> bytes:
        return " ".join([APART if self.apart else WHOLE, *map(str, self.indices or ())]).encode()

    @classmethod
    def of(cls, kept: bytes) -> "Sent":
        mark, *indices = kept.decode().split()
        return cls(tuple(map(int, indices)) or None, mark == APART)


def send_once(*, nonce: str, answers: Answers, today: date, admit: Callable[[], None], draft: str = "") -> Sent:
    """What came of this sending, made now or at the first press. `draft` is the token of the writing she had saved.

    `admit` is asked before anything is made, and not for a second press. Raises `lanes.Busy` when it, or the
    derivation, says that it is too much just now; `pressing.AlreadySent`; `pressing.PageTooOld`; and
    `actions.CannotSealNow` when nothing could be stored, whatever failed: the page then comes back with every word,
    where an error page would have lost them.
    """

    def make() -> bytes:
        admit()
        sending = sending_of(answers)
        if draft and actions.send_draft(token=draft, sending=sending, today=today):
            return bytes(Sent(None))
        return bytes(Sent(actions.receive(sending=sending, today=today).indices, apart=bool(draft)))

    try:
        kept = pressing.once_only(PURPOSE, nonce, make)
    except (actions.CannotSealNow, DatabaseError, NotPrivate, OSError, SlotError) as trouble:
        logger.exception("Nothing can be sealed.")
        raise actions.CannotSealNow("Something in the house has failed; its log says what.") from trouble
    return Sent.of(kept)


def written_down(nonce: str) -> None:
    """Forgets the return words at once."""
    pressing.forget(PURPOSE, nonce)


def sending_of(answers: Answers) -> actions.Sending:
    """All her answers as the desk receives them; complete ones only."""
    credit = CREDITS.get(answers["description"], answers.get("credit", "").strip())
    return actions.Sending(
        title=answers.get("title", "").strip(),
        text=joined(answers),
        kind=answers["kind"],
        credit=credit,
        uses={use: Answer(answers[name_of(use)]) for use in (Use.KEEP, *ASKED)},
        dials={
            "edit": answers["edit"],
            "description": answers["description"],
            "contact": answers["contact"],
            "silence": answers["silence"],
            "exact": "yes" if exactly(answers) else "no",
        },
        answers=_beside(answers),
        contact=contact_of(answers),
    )


def exactly(answers: Answers) -> bool:
    """Whether she says yes to these very words, for a booklet that still takes them."""
    return answers.get("exact") == "yes" and could_be_exact(answers)


def _beside(answers: Answers) -> dict:
    """What is sealed beside the text for the readers."""
    said = {name: answers[name] for name in ("who", "danger", "court", "child")}
    if themes := themes_of(answers.get("themes", "")):
        said["themes"] = themes
    if told := names.told(answers):
        said["marks"] = told
    return said
