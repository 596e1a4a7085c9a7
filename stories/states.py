"""This file knows the states of a contribution and the moves between them.

    received -> safeguarded -> preparing -> checking -> cleared
                     |             |  ^         |
                     +-> not used <+  +---------+

The safeguarding decision comes first, on the sealed contribution: a child at risk now matters more
than a booklet. `CLEARED` means a `Story` exists; only from then on are any words in clear.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    RECEIVED = "received"
    SAFEGUARDED = "safeguarded"
    PREPARING = "preparing"
    CHECKING = "checking"
    CLEARED = "cleared"
    NOT_USED = "not_used"
    ERASING = "erasing"


MOVES = {
    State.RECEIVED: {State.SAFEGUARDED},
    State.SAFEGUARDED: {State.PREPARING, State.NOT_USED},
    State.PREPARING: {State.PREPARING, State.CHECKING, State.NOT_USED},
    State.CHECKING: {State.PREPARING, State.CLEARED, State.NOT_USED},
    State.CLEARED: set(),
    State.NOT_USED: {State.PREPARING},
    State.ERASING: set(),
}
WAITING_FOR_A_READER = frozenset({State.RECEIVED, State.SAFEGUARDED, State.PREPARING})
WAITING_FOR_A_CHECK = frozenset({State.CHECKING})
MAY_BE_PREPARED = frozenset({State.SAFEGUARDED, State.PREPARING, State.CHECKING})

DESK_LABELS = {
    State.RECEIVED: _("New: nobody has opened it"),
    State.SAFEGUARDED: _("Safeguarding decided, ready to prepare"),
    State.PREPARING: _("Being prepared"),
    State.CHECKING: _("Waiting for a second reader"),
    State.CLEARED: _("Cleared: a story exists"),
    State.NOT_USED: _("Not used"),
    State.ERASING: _("Being deleted"),
}


class Kind(StrEnum):
    PROSE = "prose"
    POEM = "poem"
    LETTER = "letter"


KIND_LABELS = {Kind.PROSE: _("Story"), Kind.POEM: _("Poem"), Kind.LETTER: _("Letter")}


class Safeguarding(StrEnum):
    NONE = "none"
    ADVICE = "advice"
    REFERRED = "referred"


SAFEGUARDING_LABELS = {
    Safeguarding.NONE: _("Nobody needs to be told"),
    Safeguarding.ADVICE: _("Advice taken from the safeguarding lead"),
    Safeguarding.REFERRED: _("Referred to police or children's services"),
}


class OpeningReason(StrEnum):
    TRIAGE = "triage"
    PREPARE = "prepare"
    CHECK = "check"
    ANSWER = "answer"
    SAFEGUARDING = "safeguarding"


OPENING_LABELS = {
    OpeningReason.TRIAGE: _("First reading"),
    OpeningReason.PREPARE: _("To prepare the working copy"),
    OpeningReason.CHECK: _("To check a colleague's work"),
    OpeningReason.ANSWER: _("To answer the parent"),
    OpeningReason.SAFEGUARDING: _("Safeguarding"),
}


class Severity(StrEnum):
    UNRATED = "unrated"
    GENTLE = "gentle"
    HARD = "hard"
    HARDEST = "hardest"


SEVERITY_LABELS = {
    Severity.UNRATED: _("Not rated yet"),
    Severity.GENTLE: _("Gentle reading"),
    Severity.HARD: _("Hard reading"),
    Severity.HARDEST: _("Very hard reading"),
}


class Said(StrEnum):
    """Who wrote last in the thread of a contribution; also the kinds of the thread's sealed records."""

    MESSAGE = "message"
    REPLY = "reply"
    NOTED = "noted"


class NotAllowedNow(Exception):
    """A verb was asked for in a state that does not allow it; the message is for the person at the desk."""


def require(state: State, target: State) -> None:
    """Raises `NotAllowedNow` unless `target` may follow `state`."""
    if target not in MOVES[State(state)]:
        raise NotAllowedNow(
            f"This contribution is “{DESK_LABELS[State(state)]}”. It cannot become “{DESK_LABELS[target]}” from there. "
            "Open it again from the list to see where it stands."
        )
