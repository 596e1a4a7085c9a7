"""Which characters the shipped fonts can print, and what is done about the others.

A character that no shipped font holds stops the build by name: a box or a gap in a parent's words
would be a change of her words.
"""

import functools
import re
import struct
import unicodedata
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "typst" / "fonts"

# Signs without a shape of their own: joiners, direction marks, variation selectors, tags.
_SHAPELESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff\t\n ]"
)
_AS_PRINTED = str.maketrans(
    {
        "\t": " ",
        "\r": "\n",
        "\u0085": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\ufeff": "\u2060",  # the old way to write a word joiner, which PDF/UA forbids
        "\u202d": None,  # overrides turn letters round: no language needs them
        "\u202e": None,
    }
)
_PRINTED_OTHERWISE = frozenset(map(chr, _AS_PRINTED))
# No line begins with a dash that belongs to the word before it.
_DASH = re.compile("(?<=[^\\s\u2060])\u2014")
_LONG_WORD = re.compile(r"\S{33,}")


class CannotSet(ValueError):
    """A story that cannot be printed as it is: `code` names the story, `what` the character or picture."""

    def __init__(self, code: str, what: str):
        super().__init__(f"{code} cannot be set: {what}.")
        self.code, self.what = code, what


def printable(words: str, code: str) -> str:
    """The words as they are given to Typst; raises CannotSet(code, name of the character) for one without a glyph."""
    words = words.replace("\r\n", "\n")
    if not _PRINTED_OTHERWISE.isdisjoint(words):
        words = words.translate(_AS_PRINTED)
    for character in sorted(set(words) - covered()):
        if not _SHAPELESS.match(character):
            raise CannotSet(code, f"no font has {name(character)}")
    return _LONG_WORD.sub(_with_places_to_break, _DASH.sub("\u2060\u2014", words))


def name(character: str) -> str:
    """The character's Unicode name and number."""
    number = f"U+{ord(character):04X}"
    if unicodedata.category(character) == "Cc":
        return f"the control character {number}"
    return f"{unicodedata.name(character, 'the unnamed character')} ({number})"


@functools.cache
def covered() -> frozenset[str]:
    """Every character that one of the shipped fonts has a glyph for."""
    points: set[int] = set()
    for font in sorted(FONTS.glob("*.[ot]tf")):
        points |= _characters(font.read_bytes())
    return frozenset(map(chr, points))


def _with_places_to_break(match: re.Match) -> str:
    """A word too long for a line, with invisible places to break: after the marks of an address, else every tenth."""
    out, since = [], 0
    for character in match[0]:
        if since >= 10 and not unicodedata.combining(character) and unicodedata.category(character) not in ("Cf", "Mn"):
            out.append("\u200b")
            since = 0
        out.append(character)
        since = 10 if character in "/?&=#_.@" else since + 1
    return "".join(out)


def _characters(font: bytes) -> set[int]:
    """The code points in a font's `cmap` table (formats 4 and 12, which every font of today has)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
        if tag == b"cmap"
    )
    points: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * n)
        where = start + offset
        kind = struct.unpack_from(">H", font, where)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">L", font, where + 12)[0]):
                first, last, glyph = struct.unpack_from(">LLL", font, where + 16 + 12 * group)
                points.update(range(first + (glyph == 0), last + 1))
        elif kind == 4 and platform in (0, 3):
            points |= _segments(font, where)
    return points


def _segments(font: bytes, where: int) -> set[int]:
    """The code points of a cmap subtable of format 4."""
    count = struct.unpack_from(">H", font, where + 6)[0] // 2

    def column(number: int, kind: str) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}{kind}", font, where + 14 + 2 * count * number + (2 if number else 0))

    ends, starts, deltas, ranges = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
    at_ranges = where + 16 + 6 * count
    points = set()
    for n, (first, last, delta, away) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for point in range(first, last + 1):
            glyph = (point + delta) % 65536
            if away:
                glyph = struct.unpack_from(">H", font, at_ranges + 2 * n + away + 2 * (point - first))[0]
            if glyph and point != 0xFFFF:
                points.add(point)
    return points
