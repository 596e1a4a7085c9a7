"""Reads the structure of a tagged PDF: elements, levels, marked content, fonts."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from publication.formats import page_words

_TEXT, _SHAPES, _OTHER = {"Tj", "TJ", "'", '"'}, {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}, {"Do", "sh", "EI"}
_PAINTS = _TEXT | _SHAPES | _OTHER | {"INLINE IMAGE"}


def elements(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element in reading order."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(document.Root.StructTreeRoot.K)


def heading_levels(document: pikepdf.Pdf) -> list[int]:
    roles = [str(element.S) for element in elements(document)]
    return [int(role[2:]) for role in roles if role[:2] == "/H" and role[2:].isdigit()]


def unowned(document: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Marked content, as (page, id), that no element of the structure holds."""
    held = {place for element in elements(document) for place in _content(document, element)}
    found = {(number, mark) for number, mark, _ in _operators(document) if mark is not None}
    return sorted(found - held)


def unmarked(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    """What is painted outside any marked content, as (page, operator)."""
    return [(number, operator) for number, _, operator in _operators(document) if operator]


def paragraphs_over_pages(document: pikepdf.Pdf) -> int:
    """How many paragraphs have content on more than one page."""
    pages = [{page for page, _ in _content(document, element)} for element in elements(document) if element.S == "/P"]
    return sum(len(each) > 1 for each in pages)


@dataclass(frozen=True)
class Shown:
    """Letters that one operator sets: the page, the marked content that holds them (None in artifacts), the words, and
    how they look."""

    page: int
    mark: int | None
    words: str
    size: float
    colour: tuple[float, ...]


def said(document: pikepdf.Pdf) -> list[tuple[str, str]]:
    """What is heard, in the order of the structure: the role of each block and its words; a picture is its Alt."""
    words: dict[tuple[int, int], str] = {}
    for shown in letters(document):
        if shown.mark is not None:
            words[shown.page, shown.mark] = words.get((shown.page, shown.mark), "") + shown.words
    numbers = _numbers(document)
    heard: list[tuple[str, str]] = []

    def walk(node, page):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid, page)
        elif not isinstance(node, pikepdf.Dictionary):
            _say(words.get((page, int(node)), ""))
        elif "/MCID" in node:
            _say(words.get((numbers[node.Pg.objgen] if "/Pg" in node else page, int(node.MCID)), ""))
        elif "/S" in node:
            page = numbers[node.Pg.objgen] if "/Pg" in node else page
            if is_block(node):
                heard.append((str(node.S), ""))
            walk(node.get("/K", []), page)
            if "/Alt" in node:
                heard.append((str(node.S), str(node.Alt)))
            if is_block(node):
                heard.append(("", ""))  # what follows stands apart again

    def _say(more):
        heard[-1] = (heard[-1][0], heard[-1][1] + more)

    walk(document.Root.StructTreeRoot.K, None)
    return [(role, words) for role, words in heard if words]


def is_block(element: pikepdf.Dictionary) -> bool:
    """Whether an element begins a line of its own."""
    if element.S in ("/Span", "/Link", "/Reference", "/Em", "/Strong"):
        return "/Block" in str(element.get("/A", ""))
    return True


def objects(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """The annotations that stand directly in an element."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            yield kid.Obj


def letters(document: pikepdf.Pdf) -> Iterator[Shown]:
    """All letters of a file in the order of setting; what a mark says that its letters mean stands for them."""
    for number, page in enumerate(document.pages, 1):
        yield from _on_page(number, page)


def _on_page(number: int, page: pikepdf.Page) -> Iterator[Shown]:
    meanings: dict[str, dict] = {}
    marks: list[tuple[int | None, bool]] = []  # for each open mark: its id, and whether its meaning was said already
    kept, font, size, scale, colour = [], "", 0.0, 1.0, (0.0,)
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                about = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                mark, silent = marks[-1] if marks else (None, False)
                if operands[0] == "/Artifact":
                    mark = None
                elif "/MCID" in about:
                    mark = int(about.MCID)
                if "/ActualText" in about and not silent:
                    yield Shown(number, mark, str(about.ActualText), size * scale, colour)
                    silent = True
                marks.append((mark, silent))
            case "EMC":
                marks.pop()
            case "q":
                kept.append((font, size, scale, colour))
            case "Q":
                font, size, scale, colour = kept.pop()
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tm":
                scale = max(abs(float(operands[2])), abs(float(operands[3])))
            case "g" | "rg" | "k" | "sc" | "scn":
                colour = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
            case "Tj" | "TJ":
                if font not in meanings:
                    meanings[font] = page_words.glyph_meanings(page.Resources.Font[font])
                strings = operands[0] if str(operator) == "TJ" else operands
                glyphs = [bytes(one) for one in strings if isinstance(one, pikepdf.String)]
                words = "".join(meaning for one in glyphs for meaning in page_words.in_words(one, meanings[font]))
                mark, silent = marks[-1] if marks else (None, False)
                yield Shown(number, mark, "" if silent else words, size * scale, colour)


def fonts(document: pikepdf.Pdf) -> dict[str, bool]:
    """The name of each font, and whether the file holds it and says what its glyphs mean."""
    found = {}
    for page in document.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            program = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
            found[str(font.BaseFont)] = bool(program) and "/ToUnicode" in font
    return found


def languages(document: pikepdf.Pdf) -> set[str]:
    """The languages that stretches of text name for themselves."""
    named = {str(element.Lang) for element in elements(document) if "/Lang" in element}
    for page in document.pages:
        for operands, _ in pikepdf.parse_content_stream(page, "BDC"):
            if isinstance(operands[1], pikepdf.Dictionary) and "/Lang" in operands[1]:
                named.add(str(operands[1].Lang))
    return named


def page_number(document: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    """The number of the page that a bookmark leads to."""
    target = item.destination[0] if item.destination is not None else item.action.D[0]
    return next(n for n, page in enumerate(document.pages, 1) if page.obj.objgen == target.objgen)


def _numbers(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}


def _content(document: pikepdf.Pdf, element: pikepdf.Dictionary) -> set[tuple[int, int]]:
    """The marked content directly in an element or in the elements below it, as (page, id)."""
    numbers = _numbers(document)
    places = set()

    def walk(node, page):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid, page)
        elif isinstance(node, pikepdf.Dictionary):
            page = numbers[node.Pg.objgen] if "/Pg" in node else page
            if "/MCID" in node:
                places.add((page, int(node.MCID)))
            elif "/K" in node:
                walk(node.K, page)
        else:
            places.add((page, int(node)))

    walk(element, None)
    return places


def _operators(document: pikepdf.Pdf) -> Iterator[tuple[int, int | None, str]]:
    """For each page: its marked content ids, and the painting operators outside marked content."""
    for number, page in enumerate(document.pages, 1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
                marked = len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
                yield number, int(operands[1].MCID) if marked else None, ""
            elif name == "EMC":
                depth -= 1
            elif name in _PAINTS and not depth:
                yield number, None, name
