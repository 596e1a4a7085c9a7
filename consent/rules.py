"""THE rule: may these words be used, for this use, in this edition, on this day?

Pure: plain values in, a verdict with every reason out. The desk, the build and every served page
ask it. `consent.querysets` says the same in SQL, and a property test holds the two together.

Whatever is missing, doubtful or unknown means no.
"""

import datetime
from dataclasses import dataclass

from consent.dials import STAY, Dial
from consent.kinds import CLOSING, OF_WORDS, Kind
from consent.reasons import Reason, because
from consent.uses import INSIDE, Answer, Use

YEARS_OF_STAYING = 5
# What stands against exact words, by what was said of them last. “Later” is a yes given aloud, noted by one person.
LAST_SAID = {Answer.YES: "approved_before_no", Answer.NO: "words_refused", Answer.LATER: "not_confirmed"}


@dataclass(frozen=True)
class EditionFacts:
    """What the rule needs to know of an edition: its year, from which its two last days follow."""

    year: int

    @property
    def lapses_on(self) -> datetime.date:
        """The last day on which consent for the edition allows something new."""
        return datetime.date(self.year, 4, 30)

    @property
    def stays_until(self) -> datetime.date:
        """The last day on which something shown may stay, if the family chose that it stays."""
        return datetime.date(self.year + YEARS_OF_STAYING, 12, 31)


@dataclass(frozen=True)
class Entry:
    """One decision. `effective` says from which decision on it counts, `edition` is a year."""

    sequence: int
    effective: int
    kind: Kind
    answer: str
    use: Use | None = None
    dial: Dial | None = None
    edition: int | None = None
    tag: str = ""


@dataclass(frozen=True)
class ShownEntry:
    """A release showed the text with this tag when the ledger had come to `sequence`."""

    tag: str
    use: Use
    edition: int
    sequence: int


@dataclass(frozen=True)
class History:
    """All that is known about one agreement."""

    entries: tuple[Entry, ...] = ()
    shown: tuple[ShownEntry, ...] = ()
    holds: tuple[str, ...] = ()
    taken_down: bool = False
    live: bool = True
    complete: bool = True
    # Every no that is noted outside the database stands in the register too (consent.marks).
    accounted: bool = True


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, found: list[Reason]) -> "Verdict":
        return cls(allowed=not found, reasons=tuple(found))


def may_use(
    history: History, *, use: Use, tag: str | None, edition: EditionFacts | None, day: datetime.date
) -> Verdict:
    """Whether the words with this tag may be used. An inside use needs neither tag nor edition."""
    found = _against_any_use(history, use)
    if use not in INSIDE and history.live:
        if history.taken_down:
            found.append(because("taken_down"))
        if edition is None:
            found.append(because("no_edition"))
        else:
            found += _against_words(history, use, tag, edition)
            found += _against_day(history, use, tag, edition, day)
    return Verdict.of(found)


def allows(history: History, *, use: Use) -> Verdict:
    """Whether a family allows a use as such, before any exact words, edition or day come into it."""
    found = _against_any_use(history, use)
    if use not in INSIDE and history.live and history.taken_down:
        found.append(because("taken_down"))
    return Verdict.of(found)


def standing(history: History, use: Use) -> Answer | None:
    """What the family says about a use as such: its newest answer, or None when it was never asked.

    A no to exact words is not in it: those words are closed, but others may be asked about.
    """
    newest = _newest(entry for entry in history.entries if entry.kind == Kind.ANSWER and entry.use == use)
    return Answer(newest.answer) if newest else None


def dial(history: History, name: Dial) -> str | None:
    """What a dial was last set to, or None when it never was."""
    newest = _newest(entry for entry in history.entries if entry.kind == Kind.DIAL and entry.dial == name)
    return newest.answer if newest else None


def _against_any_use(history: History, use: Use) -> list[Reason]:
    if not history.live:
        return [because("erased")]
    found = [] if history.complete else [because("incomplete")]
    if not history.accounted:
        found.append(because("no_is_missing"))
    match standing(history, use):
        case None:
            found.append(because("never_asked", use=use))
        case Answer.LATER:
            found.append(because("undecided", use=use))
        case Answer.NO:
            found.append(because("refused", use=use))
    return found + [because("hold", kind=kind) for kind in history.holds]


def _against_words(history: History, use: Use, tag: str | None, edition: EditionFacts) -> list[Reason]:
    """These words, for this edition, approved after the newest no: all three in one approval."""
    words = [entry for entry in _approvals(history, use) if tag and entry.tag == tag]
    exact = [entry for entry in words if entry.edition == edition.year]
    if any(entry.answer == Answer.YES and entry.effective > _newest_no(history, use, tag) for entry in exact):
        return []
    last = _newest(exact)
    if last:
        code = LAST_SAID[Answer(last.answer)]
    elif words:
        code = "other_edition"
    elif tag and any(
        entry.edition == edition.year for entry in _approvals(history, use) if entry.kind == Kind.APPROVAL
    ):
        code = "other_words"
    else:
        code = "not_approved"
    return [because(code, use=use, year=edition.year)]


def _against_day(
    history: History, use: Use, tag: str | None, edition: EditionFacts, day: datetime.date
) -> list[Reason]:
    """Until 30 April anything approved; afterwards only what was shown before, and only so long."""
    if day <= edition.lapses_on:
        return []
    shown = [
        entry for entry in history.shown if entry.tag == tag and entry.use == use and entry.edition == edition.year
    ]
    if not shown:
        return [because("lapsed", year=edition.year)]
    found = []
    if max(entry.sequence for entry in shown) <= _newest_no(history, use, tag):
        found.append(because("no_since_shown", use=use, year=edition.year))
    if dial(history, Dial.SILENCE) != STAY:
        found.append(because("comes_down", year=edition.year))
    elif day > edition.stays_until:
        found.append(because("stay_is_over", year=edition.stays_until.year))
    return found


def _approvals(history: History, use: Use) -> list[Entry]:
    """Every yes and no to exact words."""
    return [entry for entry in history.entries if entry.kind in OF_WORDS and entry.use == use]


def _newest_no(history: History, use: Use, tag: str | None) -> int:
    """From which decision on the newest no that reaches words with this tag counts; 0 when there is none.

    A no to the use, and a no to a whole text, reach everything approved before them; a no to a quotation reaches
    that quotation alone.
    """
    noes = (entry for entry in history.entries if entry.use == use and entry.answer == Answer.NO)
    reaching = (entry for entry in noes if entry.kind in CLOSING or (entry.kind == Kind.SPAN and entry.tag == tag))
    return max((entry.effective for entry in reaching), default=0)


def _newest(entries) -> Entry | None:
    """The one that counts latest; of an entry and its confirmation, the confirmation."""
    return max(entries, key=lambda entry: (entry.effective, entry.sequence), default=None)
