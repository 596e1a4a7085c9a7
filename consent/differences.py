"""This file knows how two wordings of a notice differ, word by word. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """Some words that are the same in both, gone, or new."""

    text: str
    kind: str


def compared(before: str, after: str) -> list[Piece]:
    """The pieces in their order. All but the new ones joined are `before`; all but the gone ones are `after`."""
    old, new, found = _words(before), _words(after), []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Piece("".join(old[a:b]), SAME))
        else:
            found += [Piece("".join(old[a:b]), GONE), Piece("".join(new[c:d]), NEW)]
    return [piece for piece in found if piece.text]


def is_changed(pieces: list[Piece]) -> bool:
    return any(piece.kind != SAME for piece in pieces)


def _words(text: str) -> list[str]:
    """Words and what stands between them; joined again they are the text."""
    return ["".join(run) for _blank, run in groupby(text, str.isspace)]
