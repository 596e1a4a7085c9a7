"""A plain form of a text for searching, and the way back to the places in the original.

Curly quotes, odd dashes and spaces, full-width digits, invisible characters and decomposed accents
would hide a name or a phone number from the patterns. Replacing them must not lose the place.
"""

import unicodedata
from dataclasses import dataclass

SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": ",", "−": "-",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "＠": "@", "．": ".",
        "\r": "\n",
    }
)  # fmt: skip
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e")


@dataclass(frozen=True)
class Plain:
    """`text` to search; character i of it came from the given text's `starts[i]` up to `ends[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a non-empty part of the plain text lies in the given text."""
        return self.starts[start], self.ends[end - 1]


def plain(given: str) -> Plain:
    """The plain form of a text, one pass, linear in its length."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(given):
        if character in INVISIBLE:
            continue
        if unicodedata.combining(character):
            joined = unicodedata.normalize("NFC", out[-1] + character) if out else ""
            if len(joined) == 1:
                out[-1] = joined
            if out:
                ends[-1] = at + 1
            continue
        if character.isdigit() and not character.isascii():
            character = str(unicodedata.digit(character, character))
        out.append(character.translate(SAME))
        starts.append(at)
        ends.append(at + 1)
    return Plain("".join(out), tuple(starts), tuple(ends))
