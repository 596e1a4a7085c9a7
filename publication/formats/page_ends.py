"""No word is torn by the turn of a page.

Typst breaks lines before it breaks pages, so it cannot know which hyphen will come last on one. The
finished file shows it; the paragraph is then set again with its words whole.
"""

import io
import re
from collections.abc import Mapping

import pikepdf

_HYPHENS = {"-", "\u00ad", "\u2010"}
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def torn_pages(data: bytes) -> set[int]:
    """The numbers (from 1) of the pages whose last line ends in a hyphen."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return {number for number, page in enumerate(document.pages, 1) if _last_character(page) in _HYPHENS}


def paragraphs_at(pages: set[int], beginnings: list[tuple[int, int]]) -> set[int]:
    """Which paragraph runs over the end of each page. `beginnings` holds (paragraph, page) in reading order."""
    found = set()
    for page in pages:
        before = [paragraph for paragraph, begins in beginnings if begins <= page]
        found |= set(before[-1:])
    return found


def _last_character(page: pikepdf.Page) -> str:
    """The last character of a page's own text; heads and numbers are artifacts and do not count."""
    artifact, depth, font, last = 0, 0, None, (None, b"")
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
                font = str(operands[0])
            case "Tj" if not artifact:
                last = (font, bytes(operands[0]))
            case "TJ" if not artifact:
                strings = [bytes(item) for item in operands[0] if isinstance(item, pikepdf.String)]
                last = (font, strings[-1]) if strings else last
    name, glyphs = last
    if name is None or len(glyphs) < 2:
        return ""
    return _meanings(page.Resources.Font[name]).get(glyphs[-2:], "")


def _meanings(font: pikepdf.Object) -> Mapping[bytes, str]:
    """What each glyph of a font stands for, from its ToUnicode map."""
    meanings = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.S):
        codes = [bytes.fromhex(code.decode()) for code in _HEX.findall(block)]
        meanings.update(zip(codes[::2], (code.decode("utf-16-be") for code in codes[1::2]), strict=False))
    return meanings
