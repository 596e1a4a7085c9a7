"""Reads the structure of a tagged PDF: elements, levels, marked content, fonts."""

from collections.abc import Iterator

import pikepdf

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


def _content(document: pikepdf.Pdf, element: pikepdf.Dictionary) -> set[tuple[int, int]]:
    """The marked content directly in an element or in the elements below it, as (page, id)."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
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
