"""This file knows how long a family's yes still counts, and what it will be asked anew. Pure: it asks the rule.

Nothing here makes anything lapse: the rule does, by the day it is asked about. This only tells the family beforehand.
"""

import datetime
from dataclasses import dataclass

from consent.kinds import OF_WORDS, Kind
from consent.rules import EditionFacts, History, allows, may_use
from consent.uses import OUTSIDE, Answer, Use

# Families are asked anew from September until the end of January: after the summer, and before the words are settled.
FIRST_MONTH = 9


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


def year_asked_about(day: datetime.date) -> int | None:
    """The year of the edition about which families are asked anew on a day; None between two windows."""
    if day.month >= FIRST_MONTH:
        return day.year + 1
    return day.year if day <= last_day_to_ask(EditionFacts(day.year)) else None


def first_day_to_ask(edition: EditionFacts) -> datetime.date:
    return datetime.date(edition.year - 1, FIRST_MONTH, 1)


def last_day_to_ask(edition: EditionFacts) -> datetime.date:
    return datetime.date(edition.year, 1, 31)


def to_ask_anew(history: History, *, edition: EditionFacts) -> tuple[Use, ...]:
    """The uses that a family allows, and for which nothing that counts was said about any words in this edition.

    What a no has ended since is no answer any more: who allows a use again is asked again.
    """
    return tuple(
        use for use in Use if use in OUTSIDE and allows(history, use=use).allowed and not _said(history, use, edition)
    )


def _said(history: History, use: Use, edition: EditionFacts) -> bool:
    about = [entry for entry in history.entries if entry.use == use]
    last_stop = max((one.effective for one in about if (one.kind, one.answer) == (Kind.ANSWER, Answer.NO)), default=0)
    # A yes that one person has noted is no answer before a second one confirms it.
    words = (one for one in about if one.kind == Kind.APPROVAL and one.answer != Answer.LATER)
    return any(one.edition == edition.year and one.effective > last_stop for one in words)


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
