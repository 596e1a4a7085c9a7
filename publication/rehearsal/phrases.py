"""Which words of a text are looked for: runs of words that stand in it alone."""

import re
from collections.abc import Iterable

from publication.rehearsal.lines import Line

RUN = 5
# So many are looked for in every form, hashes included; all others as they are read.
IN_EVERY_FORM = 12
LEAST_LETTERS = 20


def runs(text: str) -> list[str]:
    """Every run of five words, one after the other."""
    words = text.split()
    return [" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))]


def own(line: Line, others: Iterable[Line]) -> list[str]:
    """Its title and its runs of words that are in no other text, and long enough to be no accident."""
    elsewhere = {plain(run) for other in others for text in (other.title, other.text) for run in runs(text)}
    found = [line.title, *runs(line.text)]
    return [run for run in dict.fromkeys(found) if len(plain(run)) >= LEAST_LETTERS and plain(run) not in elsewhere]


def chosen(phrases: list[str]) -> list[str]:
    """Some of them from the beginning to the end, the title and the last words among them."""
    step = max(1, (len(phrases) - 1) // (IN_EVERY_FORM - 2))
    return list(dict.fromkeys([*phrases[::step][: IN_EVERY_FORM - 1], phrases[-1]]))


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
