"""Reads a braille file back into print with liblouis, line by line, for comparison.

The table reads back less than it writes: a mark after a word may be taken for a contraction ("them," for
"themea"), "enough" alone for "en". So marks are taken off first, and only words are compared. Two words
cannot be read back by anybody without knowing their language; they are named in SLIPS.
"""

import re
import subprocess

from publication.formats import braille_cells

SLIPS = {"stehn": "stehnot", "θλιψισ": "θλιψιless"}  # German and Greek inside English
_PAIRED = re.compile(r'"[<>]|\.[<>]|,-0(?= |$)|,-')
_QUOTE_BEFORE = re.compile(r"(?<![^ ])(,?8)(?=[^ ])")
_MARKS_AFTER = re.compile(r"(?<=[^ ,\"])[123468]*(,?0)?[123468]*(?= |$)")
_ENOUGH = re.compile(r"(?<![^ ,])5(?= |$)")


def printed(data: bytes) -> str:
    """The words of the file in print, a line for each line; page numbers are left out."""
    lines = [line for page in data.decode("ascii").split("\f") for line in page.split("\r\n")[1:-1]]
    given = "".join(f"{without_marks(line)}\n" for line in lines).replace("\\", "\\\\")
    ended = subprocess.run(
        [braille_cells.PROGRAM, "--backward", braille_cells.TABLES],
        input=given.encode(),
        capture_output=True,
        check=True,
    )
    return ended.stdout.decode()


def without_marks(line: str) -> str:
    line = _QUOTE_BEFORE.sub("", _PAIRED.sub("  ", line))
    return _ENOUGH.sub(r"5\\<", _MARKS_AFTER.sub("", line))


def as_said(texts: list[str]) -> list[str]:
    """The sources as the braille file says them: signs without braille by their names."""
    clean = [[braille_cells.cleaned(line) for line in text.split("\n")] for text in texts]
    plainer = braille_cells.sayable({character for lines in clean for line in lines for character in line})
    return ["\n".join(braille_cells.said(line, plainer) for line in lines) for lines in clean]


def words_only(text: str) -> str:
    """Letters, digits, spaces and line breaks, in one case."""
    plain = re.sub(r"[^\w\n ]", "", re.sub(r"[—–()\[\]]", " ", text.casefold()))
    for written, read in SLIPS.items():
        plain = re.sub(rf"\b{written}\b", read, plain)
    return plain
