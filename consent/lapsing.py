"""This file knows how long a family's yes still counts, and what it will be asked anew. Pure: it asks the rule.

Nothing here makes anything lapse: the rule does, by the day it is asked about. This only tells the family beforehand.
"""

import datetime
from dataclasses import dataclass

from consent.kinds import OF_WORDS, Kind
from consent.rules import EditionFacts, History, may_use, standing
from consent.uses import OUTSIDE, Answer, Use


@dataclass(frozen=True)
class Until:
    """Words with this tag may be used for this, in this edition, up to and with this day."""

    use: Use
    year: int
    tag: str
    last_day: datetime.date
    # Whether they are shown already and stay for what was shown, rather than for something new.
    stays: bool


def untils(history: History, *, day: datetime.date) -> tuple[Until, ...]:
    """Everything that the rule allows on a day, with the last day on which it does, if nobody says anything more."""
    return tuple(
        Until(use, year, tag, last_day, stays=last_day > EditionFacts(year).lapses_on)
        for use, year, tag in _approved(history)
        if _allows(history, use, year, tag, day)
        for last_day in [_last_day(history, use, year, tag)]
    )


def to_ask_anew(history: History, *, edition: EditionFacts) -> tuple[Use, ...]:
    """The uses for which a family says yes and has neither allowed nor refused any words in this edition yet."""
    answered = {entry.use for entry in history.entries if entry.kind == Kind.APPROVAL and entry.edition == edition.year}
    return tuple(use for use in Use if use in OUTSIDE and use not in answered and standing(history, use) == Answer.YES)


def _approved(history: History) -> list[tuple[Use, int, str]]:
    """Each use, year and tag that was ever approved, in the order of uses and years."""
    found = {
        (entry.use, entry.edition, entry.tag)
        for entry in history.entries
        if entry.kind in OF_WORDS and entry.answer == Answer.YES
    }
    uses = list(Use)
    return sorted(found, key=lambda one: (one[1], uses.index(one[0]), one[2]))


def _last_day(history: History, use: Use, year: int, tag: str) -> datetime.date:
    facts = EditionFacts(year)
    return facts.stays_until if _allows(history, use, year, tag, facts.stays_until) else facts.lapses_on


def _allows(history: History, use: Use, year: int, tag: str, day: datetime.date) -> bool:
    return may_use(history, use=use, tag=tag, edition=EditionFacts(year), day=day).allowed
