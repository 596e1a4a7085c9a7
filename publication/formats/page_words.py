"""What stands on each page of a finished PDF, as its reader would copy it."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
GLYPH = 2  # bytes
OPERATORS, ARTIFACT = "BMC BDC EMC Tf Tj TJ", "/Artifact"
MARK_ENDS, ENOUGH = b"\nEMC", 1500  # bytes of a page hold its last line and its number


def pages(data: bytes) -> Iterator[list[str]]:
    """For each page its own glyphs in the order of setting, each as what it stands for.

    Running heads, page numbers and ornaments are artifacts and do not count.
    """
    for page, fonts in _pages(data):
        yield _glyphs(page, fonts)


def last_glyphs(data: bytes) -> Iterator[str]:
    """What stands last on each page, "" where nothing does. Read from the end, so most of a page is passed over."""
    aside = pikepdf.new()
    for page, fonts in _pages(data):
        yield _last_glyph(page, _end(page, aside), fonts) or _last_glyph(page, page, fonts)


class Fonts:
    """What the glyphs of each font of a file stand for: a book has few fonts and many pages."""

    def __init__(self):
        self._known: dict[tuple[int, int], Mapping[bytes, str]] = {}

    def of(self, page: pikepdf.Page, name: pikepdf.Object) -> Mapping[bytes, str]:
        font = page.Resources.Font[str(name)]
        if font.objgen not in self._known:
            self._known[font.objgen] = glyph_meanings(font)
        return self._known[font.objgen]


def _pages(data: bytes) -> Iterator[tuple[pikepdf.Page, Fonts]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = Fonts()
        for page in document.pages:
            yield page, fonts


def _glyphs(page: pikepdf.Page, fonts: Fonts) -> list[str]:
    artifact, depth, meanings, found = 0, 0, {}, []
    for operands, operator in pikepdf.parse_content_stream(page, OPERATORS):
        match str(operator):
            case "BMC" | "BDC":
                depth += 1
                if operands[0] == ARTIFACT and not artifact:
                    artifact = depth
            case "EMC":
                artifact = 0 if artifact == depth else artifact
                depth -= 1
            case "Tf":
                meanings = fonts.of(page, operands[0])
            case "Tj" | "TJ" if not artifact:
                found += [glyph for one in _strings(operands[0]) for glyph in in_words(one, meanings)]
    return found


def _end(page: pikepdf.Page, aside: pikepdf.Pdf) -> pikepdf.Page | pikepdf.Stream:
    """The last marks of a page, as a stream of the document `aside`.

    Within a string of glyphs a line feed is written in another way.
    """
    if not isinstance(page.Contents, pikepdf.Stream):
        return page
    content = page.Contents.read_bytes()
    _, _, end = content[-ENOUGH:].partition(MARK_ENDS)
    return pikepdf.Stream(aside, end)


def _last_glyph(page: pikepdf.Page, content: pikepdf.Page | pikepdf.Stream, fonts: Fonts) -> str:
    """Of the last string outside every artifact; "" if it is not whole in this end of the page's content.

    Backwards, a mark's end comes before its beginning, which alone tells whether it is an artifact's; and a string
    before the font that it is set in.
    """
    strings: list[_String] = []
    depth = 0
    for operands, operator in reversed(pikepdf.parse_content_stream(content, OPERATORS)):
        match str(operator):
            case "EMC":
                depth += 1
            case "BMC" | "BDC":
                if operands[0] == ARTIFACT:
                    strings = [one for one in strings if one.depth < depth]
                depth -= 1
            case "Tj" | "TJ":
                strings += [_String(depth, one) for one in _strings(operands[0])[-1:] if one]
            case "Tf":
                for one in strings:
                    one.font = one.font or operands[0]
        if strings and strings[0].font and depth == 0:
            return fonts.of(page, strings[0].font).get(strings[0].glyphs[-GLYPH:], "")
    return ""


@dataclass
class _String:
    """A string of glyphs that was met, within so many marks, and its font once that was met too."""

    depth: int
    glyphs: bytes
    font: pikepdf.Object | None = None


def _strings(shown: pikepdf.Object) -> list[bytes]:
    """The strings of glyphs that an operator shows, without the room between them."""
    if isinstance(shown, pikepdf.String):
        return [bytes(shown)]
    return [bytes(one) for one in shown if isinstance(one, pikepdf.String)]


def in_words(glyphs: bytes, meanings: Mapping[bytes, str]) -> list[str]:
    return [meanings.get(glyphs[start : start + GLYPH], "") for start in range(0, len(glyphs), GLYPH)]


def glyph_meanings(font: pikepdf.Object) -> Mapping[bytes, str]:
    """What each glyph of a font stands for, from its ToUnicode map."""
    meanings = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.S):
        codes = [bytes.fromhex(code.decode()) for code in _HEX.findall(block)]
        meanings.update(zip(codes[::2], (code.decode("utf-16-be") for code in codes[1::2]), strict=False))
    return meanings
