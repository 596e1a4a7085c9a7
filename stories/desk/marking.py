"""Cuts a text into pieces for the screen: what is marked in it, and how one text differs from another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from stories.deidentify import Candidate

# Longer stretches than this are shown as one replaced block; matching them word by word takes too long.
MOST_WORDS = 1200


@dataclass(frozen=True)
class Piece:
    """Some characters with one appearance: `kind` is "" or a tier's name, or "same", "gone", "new" in a comparison."""

    text: str
    kind: str = ""
    why: str = ""


def marked(text: str, candidates: Iterable[Candidate]) -> list[Piece]:
    """The whole text, cut where a candidate begins and ends. The candidates are those of exactly this text."""
    pieces, at = [], 0
    for one in sorted(candidates, key=lambda candidate: candidate.start):
        pieces += [Piece(text[at : one.start]), Piece(text[one.start : one.end], one.tier.value, one.why)]
        at = one.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def compared(before: str, after: str) -> list[Piece]:
    """What is the same, gone and new: by lines first, then by words inside the lines that differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return _joined(
        chain.from_iterable(
            [Piece("".join(old[a:b]), "same")] if how == "equal" else _by_words("".join(old[a:b]), "".join(new[c:d]))
            for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        )
    )


def _by_words(before: str, after: str) -> list[Piece]:
    old, new = _words(before), _words(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [Piece(before, "gone"), Piece(after, "new")]
    pieces = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("".join(old[a:b]), "same"))
        else:
            pieces += [Piece("".join(old[a:b]), "gone"), Piece("".join(new[c:d]), "new")]
    return pieces


def _words(text: str) -> list[str]:
    """The text as words and the spaces between them; joined again they are the text."""
    found, current = [], ""
    for character in text:
        if current and (character.isspace() != current[-1].isspace() or character == "\n"):
            found.append(current)
            current = ""
        current += character
    return [*found, current] if current else found


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, empty ones dropped."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.kind)
        else:
            joined.append(piece)
    return joined
