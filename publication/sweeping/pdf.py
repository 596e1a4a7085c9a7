"""Reads the text of a PDF: its pages hold numbers of glyphs, which only the file's own tables turn into letters.

What can be searched in the file's bytes (metadata, what is packed) is searched there; this adds the words on the pages,
each drawn line after the other, and every text string with its escapes undone. Out: pieces of UTF-8.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

MAGIC = b"%PDF-"
# Above this a PDF is searched by its bytes alone, and named: it would have to be held in memory.
LARGEST = 256 * 1024 * 1024

SHOWING = {"Tj", "TJ", "'", '"'}
RANGES = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
CHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)
WIDEST_RANGE = 65536


class NoText(Exception):
    """The file calls itself a PDF and cannot be read as one."""


def text(path: Path) -> Iterator[bytes]:
    """Raises NoText."""
    if path.stat().st_size > LARGEST:
        raise NoText("its text cannot be read: it is too large")
    try:
        with pikepdf.open(path) as document:
            for thing in document.objects:
                yield from strings(thing)
            for page in document.pages:
                yield from drawn(page, page.get("/Resources", {}))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, RecursionError) as reason:
        raise NoText(f"its text cannot be read ({reason.__class__.__name__})") from None


def strings(thing: pikepdf.Object, deep: int = 0) -> Iterator[bytes]:
    """The text strings of one object; what it only refers to comes in its own turn."""
    if isinstance(thing, pikepdf.String):
        yield str(thing).encode(errors="replace") + b"\0"
    elif deep < 20 and isinstance(thing, pikepdf.Array):
        for one in thing:
            if isinstance(one, pikepdf.Object) and not one.is_indirect:
                yield from strings(one, deep + 1)
    elif deep < 20 and isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for one in thing.values():
            if isinstance(one, pikepdf.Object) and not one.is_indirect:
                yield from strings(one, deep + 1)


def drawn(content, resources, deep: int = 0) -> Iterator[bytes]:
    """The letters a page draws, in the order of drawing; forms that it draws too."""
    tables: dict[str, tuple[int, dict[int, str]]] = {}
    current = (1, {})
    for operands, operator in pikepdf.parse_content_stream(content):
        name = str(operator)
        if name == "Tf":
            key = str(operands[0])
            if key not in tables:
                tables[key] = table(resources.get("/Font", {}).get(key))
            current = tables[key]
        elif name in SHOWING:
            for one in operands:
                for part in one if isinstance(one, pikepdf.Array) else [one]:
                    if isinstance(part, pikepdf.String):
                        yield letters(bytes(part), *current).encode(errors="replace")
        elif name == "ET":
            yield b"\n"
        elif name == "Do" and deep < 8:
            form = resources.get("/XObject", {}).get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form":
                yield from drawn(form, form.get("/Resources", resources), deep + 1)


def table(font) -> tuple[int, dict[int, str]]:
    """How many bytes a glyph's number has, and which letters it stands for."""
    if font is None:
        return 1, {}
    size = 2 if font.get("/Subtype") == "/Type0" else 1
    if "/ToUnicode" not in font:
        return size, {}
    found: dict[int, str] = {}
    for kind, body in RANGES.findall(font["/ToUnicode"].read_bytes()):
        if kind == b"bfchar":
            found |= {number(code): unicode(to) for code, to in CHAR.findall(body)}
            continue
        for first, last, to, several in RANGE.findall(body):
            codes = range(number(first), min(number(last), number(first) + WIDEST_RANGE) + 1)
            if several:
                found |= dict(zip(codes, map(unicode, re.findall(rb"<([0-9A-Fa-f\s]*)>", several)), strict=False))
            elif start := unicode(to):
                found |= {code: start[:-1] + chr(ord(start[-1]) + step) for step, code in enumerate(codes)}
    return size, found


def number(code: bytes) -> int:
    return int(re.sub(rb"\s", b"", code), 16)


def unicode(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="replace")


def letters(shown: bytes, size: int, table: dict[int, str]) -> str:
    codes = (int.from_bytes(shown[at : at + size], "big") for at in range(0, len(shown), size))
    return "".join(table.get(code, chr(code) if size == 1 else "") for code in codes)
