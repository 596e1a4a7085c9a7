"""This file knows a head: the few numbers that, printed somewhere else, make a cut end or an exchanged list show."""

import re
from dataclasses import dataclass

ZEROS = "0" * 64
_PRINTED = re.compile(r"(?<![0-9a-f])([0-9]{1,18})\s+([0-9a-f]{64})(?:\s+([0-9]{1,18})\s+([0-9a-f]{64}))?(?![0-9a-f])")


@dataclass(frozen=True)
class Head:
    """How long the chain is and what it ends in; and the same of the no-list."""

    sequence: int
    hash: str
    noes: int = 0
    noes_hash: str = ZEROS

    def __str__(self):
        return f"{self.sequence} {self.hash} {self.noes} {self.noes_hash}"


def found_in(text: str) -> Head | None:
    """The head that stands in a text, whatever else does: a receipt, a colophon, a mail, or the numbers alone."""
    found = _PRINTED.search(text.lower())
    if found is None:
        return None
    sequence, hash, noes, noes_hash = found.groups()
    return Head(int(sequence), hash, int(noes or 0), noes_hash or ZEROS)
