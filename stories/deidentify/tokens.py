"""Words with their places, where sentences start, and how the writer uses capital letters."""

import re
from dataclasses import dataclass
from enum import StrEnum

WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:['-]?[^\W\d_]){0,48}")
ENDS_SENTENCE = frozenset('.!?:;\n"([*•')
ABBREVIATIONS = frozenset(["mr", "mrs", "ms", "dr", "st", "prof", "rev", "sgt", "messrs"])


class CaseMode(StrEnum):
    """How far capital letters can be trusted in a text."""

    MIXED = "mixed"
    LOWER = "lower"
    CAPITALS = "capitals"


@dataclass(frozen=True)
class Word:
    """One word without a possessive ending. `opens` is true where a capital letter is owed to position."""

    text: str
    lower: str
    start: int
    end: int
    opens: bool
    gap: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def words(text: str) -> list[Word]:
    """The words of a plain text, in order, in one pass."""
    found: list[Word] = []
    after = 0
    for match in WORD.finditer(text):
        surface, start = match.group(), match.start()
        if surface[-2:] in ("'s", "'S") and len(surface) > 2:
            surface = surface[:-2]
        gap = text[max(after, start - 24) : start]
        opens = not found or any(mark in ENDS_SENTENCE for mark in gap)
        if found and gap.startswith(".") and found[-1].lower in ABBREVIATIONS and "\n" not in gap:
            opens = False
        found.append(Word(surface, surface.lower(), start, start + len(surface), opens, gap))
        after = match.end()
    return found


def case_mode(found: list[Word]) -> CaseMode:
    """Whether the capitals of a text mean anything; too short a text is taken as mixed."""
    letters = [word for word in found if len(word.text) > 1]
    if len(letters) < 12:
        return CaseMode.MIXED
    upper = sum(word.text.isupper() for word in letters)
    capital = sum(word.capital for word in letters)
    if upper > 0.6 * len(letters):
        return CaseMode.CAPITALS
    if capital * 100 < len(letters):
        return CaseMode.LOWER
    return CaseMode.MIXED


def adjoin(first: Word, second: Word) -> bool:
    """Whether two words stand side by side with one space (or an abbreviation's point) between."""
    if second.gap == " ":
        return True
    return second.gap in (". ", ".") and (first.lower in ABBREVIATIONS or len(first.text) == 1)
