"""Two invented languages, made from our own sentences at the moment of the test.

`en-xa` is English with accents and a third longer, as German or Polish would be. `ar-xb` is longer too, in Arabic
letters from right to left. Every sentence stands in brackets, so that what is outside brackets was never given to
gettext, or was put together from pieces.
"""

import re
import struct
from pathlib import Path

from tests.languages import messages

LONG, RIGHT_TO_LEFT = "en-xa", "ar-xb"
OPEN, CLOSE = "⟦⟧"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = {
    LONG: "áƀçđéƒğĥíĵķľɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĽṀÑÓÞɊŔŠŢÚṼŴẊÝŽ",
    RIGHT_TO_LEFT: "ابثدهفجحيجكلمنوبقرستعفوخيز" * 2,
}
# Names of what is put in later, entities and tags stay as they are.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|&\w+;|<[^>]+>)")
# Short words grow most: a button may become twice as long, a sentence a third.
FILLING = ("and", "still", "some", "more", "words", "that", "make", "it", "longer")


def say(words: str, language: str) -> str:
    """A sentence in one of these languages."""
    letters = str.maketrans(LATIN, LETTERS[language])
    room = max(len(words) // 3, min(len(words), 8))
    more = ""
    while len(more) < room:
        more += f" {FILLING[len(more.split()) % len(FILLING)]}"
    pieces = [piece if KEPT.fullmatch(piece) else piece.translate(letters) for piece in KEPT.split(words + more)]
    return f"{OPEN}{''.join(pieces)}{CLOSE}"


def catalogue(language: str) -> bytes:
    """All our messages as a .mo file."""
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    pairs = {b"": head.encode()}
    for message in messages.every():
        forms = (message,) if isinstance(message, str) else message
        pairs["\0".join(forms).encode()] = "\0".join(say(form, language) for form in forms).encode()
    return compiled(pairs)


def compiled(pairs: dict[bytes, bytes]) -> bytes:
    """The GNU format: a head, two tables of lengths and places, then the strings, each ended by a zero byte."""
    keys = sorted(pairs)
    tables, strings = [], b""
    begin = 28 + 16 * len(keys)
    for words in (*keys, *(pairs[key] for key in keys)):
        tables.append(struct.pack("<II", len(words), begin + len(strings)))
        strings += words + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return head + b"".join(tables) + strings


def install(folder: Path) -> None:
    """Writes both catalogues where `LOCALE_PATHS` can name them."""
    for language in (LONG, RIGHT_TO_LEFT):
        first, second = language.split("-")
        file = folder / f"{first}_{second.upper()}" / "LC_MESSAGES" / "django.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(catalogue(language))


def outside(text: str) -> str:
    """What of a text stands in no brackets: words that no translator would ever have seen."""
    depth, left = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        left.append(sign if depth == 0 and sign != CLOSE else " ")
    return " ".join("".join(left).split())
