"""Words to braille cells: Unified English Braille, contracted, by liblouis (`lou_translate`), as ASCII braille.

liblouis is a program of the system, called for a whole booklet at once. What its table has no sign for is
found by asking it, and said in words instead: an accent is left out, a symbol or a letter of another
script is named in square brackets.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable

PROGRAM = "lou_translate"
TABLES = "en-us-brf.dis,en-ueb-g2.ctb"
LONGEST = 900  # characters in one piece; the program cuts its input at about 2000
PATIENCE = 120  # seconds
ITALIC, BOLD = ".", "^"  # which stress it is; what follows says how far it goes
_UNKNOWN = re.compile(r"'\\[XYZ]\w+'", re.IGNORECASE)
_SHAPELESS = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_NUMBERS = str.maketrans("1234567890", "ABCDEFGHIJ")


class CannotTranslate(RuntimeError):
    """liblouis did not do its work; the message holds no words of a story."""


def there() -> bool:
    return shutil.which(PROGRAM) is not None


def number(value: int) -> str:
    """A number in braille."""
    return "#" + str(value).translate(_NUMBERS)


class Cells:
    """What every piece of text is in braille; all pieces have to be given at once."""

    def __init__(self, pieces: Iterable[str]):
        clean = {piece: cleaned(piece) for piece in pieces}
        plainer = sayable({character for piece in clean.values() for character in piece})
        cut = {piece: cut_up(said(words, plainer)) for piece, words in clean.items()}
        inputs = list(dict.fromkeys(part for parts in cut.values() for part in parts))
        made = dict(zip(inputs, translated(inputs), strict=True))
        self.cells = {piece: " ".join(made[part] for part in parts) for piece, parts in cut.items()}

    def of(self, piece: str, stress: str = "") -> str:
        cells = self.cells[piece]
        if not stress or not cells:
            return cells
        words = cells.split(" ")
        if len(words) < 3:
            return " ".join(f"{stress}1{word}" for word in words)
        return f"{stress}7{cells}{stress}'"


def cleaned(piece: str) -> str:
    """The words without signs that have no shape, each letter a sign of its own, spaces single."""
    whole = unicodedata.normalize("NFC", _SHAPELESS.sub("", piece)).translate(_LIGATURES)
    return " ".join(whole.split())


def sayable(characters: set[str]) -> dict[str, str]:
    """What stands for each character beyond ASCII that has no sign of its own: a plainer letter, or nothing."""
    strange = sorted(character for character in characters if ord(character) > 126)
    plainer = {character: list(_plainer(character)) for character in strange}
    asked = list(dict.fromkeys([*strange, *(each for candidates in plainer.values() for each in candidates)]))
    known = {character for character, cells in zip(asked, translated(asked), strict=True) if not _UNKNOWN.search(cells)}
    return {
        character: next((each for each in plainer[character] if each in known), "")
        for character in strange
        if character not in known
    }


def said(piece: str, sayable: dict[str, str]) -> str:
    """A clean piece as it is given to liblouis: every sign has its braille, or is named."""
    out: list[str] = []
    unknown: list[str] = []
    for character in [*piece, ""]:
        plain = sayable.get(character, character)
        if plain or not character:
            if unknown:
                out.append(f"[{named(unknown)}]")
                unknown = []
            out.append(plain)
        else:
            unknown.append(character)
    return "".join(out)


def named(characters: list[str]) -> str:
    """Signs by their names: "Cyrillic te, o, es", "crying face"."""
    names, script = [], ""
    for character in characters:
        name = unicodedata.name(character, f"sign {ord(character):X}")
        if unicodedata.category(character)[0] in "LM":
            first, _, rest = name.partition(" ")
            letter = rest.rpartition("LETTER ")[2].lower()
            names.append(letter if first == script else f"{first.capitalize()} {letter}")
            script = first
        else:
            names.append(name.lower())
            script = ""
    return ", ".join(names)


def cut_up(piece: str) -> list[str]:
    """The piece in parts that the program takes whole, cut between words where there are words."""
    parts: list[str] = []
    for word in piece.split(" "):
        for start in range(0, max(len(word), 1), LONGEST):
            part = word[start : start + LONGEST]
            if parts and len(parts[-1]) + len(part) < LONGEST:
                parts[-1] += f" {part}"
            else:
                parts.append(part)
    return [part for part in parts if part]


def translated(parts: list[str]) -> list[str]:
    """The cells of each part, none of them empty or with a line break. Raises CannotTranslate."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise CannotTranslate(f"{PROGRAM} is not there")
    given = "".join(part.replace("\\", "\\\\") + "\n" for part in parts)
    ended = subprocess.run(  # noqa: S603  a program of the system, by its full path; words go in as input only
        [program, "--forward", TABLES],
        input=given.encode(),
        capture_output=True,
        env={"LC_ALL": "C.UTF-8"},
        timeout=PATIENCE,
        check=False,
    )
    lines = ended.stdout.decode("utf-8", "replace").split("\n")[:-1]
    if ended.returncode or len(lines) != len(parts):
        raise CannotTranslate(f"{PROGRAM} ended with status {ended.returncode}")
    return lines


def _plainer(character: str) -> Iterable[str]:
    """The same letter with fewer accents."""
    apart = unicodedata.normalize("NFD", character)
    for length in range(len(apart) - 1, 0, -1):
        yield unicodedata.normalize("NFC", apart[:length])
