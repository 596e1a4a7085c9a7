"""What stands on each page of a finished PDF, as its reader would copy it."""

import io
import re
from collections.abc import Iterator, Mapping

import pikepdf

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
GLYPH = 2  # bytes
# A string of glyphs, and what each glyph of its font stands for.
Shown = tuple[bytes, Mapping[bytes, str]]


def pages(data: bytes) -> Iterator[list[str]]:
    """For each page its own glyphs in the order of setting, each as what it stands for.

    Running heads, page numbers and ornaments are artifacts and do not count.
    """
    for shown in _pages(data):
        yield [glyph for one, meanings in shown for glyph in in_words(one, meanings)]


def last_glyphs(data: bytes) -> Iterator[str]:
    """What stands last on each page, "" where nothing does; most glyphs of a page need not be looked up for it."""
    for shown in _pages(data):
        one, meanings = shown[-1] if shown else (b"", {})
        yield meanings.get(one[-GLYPH:], "")


def _pages(data: bytes) -> Iterator[list[Shown]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts: dict[tuple[int, int], Mapping[bytes, str]] = {}
        for page in document.pages:
            yield _shown(page, fonts)


def _shown(page: pikepdf.Page, fonts: dict[tuple[int, int], Mapping[bytes, str]]) -> list[Shown]:
    """`fonts` keeps what the glyphs of each font stand for: a book has few fonts and many pages."""
    artifact, depth, meanings, found = 0, 0, {}, []
    for operands, operator in pikepdf.parse_content_stream(page, "BMC BDC EMC Tf Tj TJ"):
        match str(operator):
            case "BMC" | "BDC":
                depth += 1
                if operands[0] == "/Artifact" and not artifact:
                    artifact = depth
            case "EMC":
                artifact = 0 if artifact == depth else artifact
                depth -= 1
            case "Tf":
                font = page.Resources.Font[str(operands[0])]
                if font.objgen not in fonts:
                    fonts[font.objgen] = glyph_meanings(font)
                meanings = fonts[font.objgen]
            case "Tj" if not artifact:
                found.append((bytes(operands[0]), meanings))
            case "TJ" if not artifact:
                found += [(bytes(item), meanings) for item in operands[0] if isinstance(item, pikepdf.String)]
    return found


def in_words(glyphs: bytes, meanings: Mapping[bytes, str]) -> list[str]:
    return [meanings.get(glyphs[start : start + GLYPH], "") for start in range(0, len(glyphs), GLYPH)]


def glyph_meanings(font: pikepdf.Object) -> Mapping[bytes, str]:
    """What each glyph of a font stands for, from its ToUnicode map."""
    meanings = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.S):
        codes = [bytes.fromhex(code.decode()) for code in _HEX.findall(block)]
        meanings.update(zip(codes[::2], (code.decode("utf-16-be") for code in codes[1::2]), strict=False))
    return meanings
