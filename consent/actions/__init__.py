"""The verbs of consent. Each is one change of the world, in one transaction, announced after it.

Every verb that a parent's act may cause takes `today` and writes no time finer than its week.
"""

from consent.actions.confirming import confirm
from consent.actions.deciding import agree, answer, answer_spans, approve, set_dials, stop
from consent.actions.following import follow_the_no_list
from consent.actions.forgetting import begin_erasing, forget
from consent.actions.reading_aloud import confirm_note, note_answers
from consent.actions.renewing import renew
from consent.actions.showing import show
from consent.actions.stopping import ask_to_put_back, hold, leave_down, put_back, release_hold, take_down
from consent.actions.wording import install_notices

__all__ = [
    "agree",
    "answer",
    "answer_spans",
    "approve",
    "ask_to_put_back",
    "begin_erasing",
    "confirm",
    "confirm_note",
    "follow_the_no_list",
    "forget",
    "hold",
    "install_notices",
    "leave_down",
    "note_answers",
    "put_back",
    "release_hold",
    "renew",
    "set_dials",
    "show",
    "stop",
    "take_down",
]
