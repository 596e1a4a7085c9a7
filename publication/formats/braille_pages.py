"""Braille cells on pages: 40 cells to a line, 25 lines to a page, the number at the right of the first line."""

import textwrap
from dataclasses import dataclass, field

from publication.formats.braille_cells import number

WIDTH, HEIGHT = 40, 25
FORM_FEED, LINE_END = "\f", "\r\n"
ROOM_FOR_NUMBER = 6
GUIDE = '"'  # dot 5, in the contents between a title and its page


@dataclass
class Block:
    """Cells that are wrapped together. `first` and `rest` are the indents; `before` counts empty lines before it;
    `keep` holds it on the page of what follows; `mark` names it for the contents, `goes_to` is such a name."""

    cells: str
    first: int = 0
    rest: int = 0
    before: int = 0
    keep: bool = False
    centred: bool = False
    new_page: bool = False
    mark: str = ""
    goes_to: str = ""
    lines: list[str] = field(default_factory=list)


def pages(blocks: list[Block]) -> bytes:
    """The file. A block that leads somewhere gets the number of the page on which that place begins."""
    for block in blocks:
        block.lines = wrapped(block)
    laid_out: list[list[tuple[Block, int]]] = [[]]
    for place, block in enumerate(blocks):
        needed = together(blocks, place)
        if laid_out[-1] and (block.new_page or len(laid_out[-1]) + needed > HEIGHT - 1):
            laid_out.append([])
        if laid_out[-1]:
            laid_out[-1] += [(block, -1)] * block.before
        for line in range(len(block.lines)):
            if len(laid_out[-1]) == HEIGHT - 1:
                laid_out.append([])
            laid_out[-1].append((block, line))
    begins = {
        block.mark: page
        for page, lines in reversed(list(enumerate(laid_out, 1)))
        for block, line in lines
        if block.mark and line == 0
    }
    return FORM_FEED.join(
        LINE_END.join([number(page).rjust(WIDTH), *(written(block, line, begins) for block, line in lines)]) + LINE_END
        for page, lines in enumerate(laid_out, 1)
    ).encode("ascii")


def wrapped(block: Block) -> list[str]:
    if block.centred:
        return [line.center(WIDTH).rstrip() for line in textwrap.wrap(block.cells, WIDTH - 6, break_on_hyphens=False)]
    return textwrap.wrap(
        block.cells,
        WIDTH - (ROOM_FOR_NUMBER if block.goes_to else 0),
        initial_indent=" " * block.first,
        subsequent_indent=" " * block.rest,
        break_on_hyphens=False,
    ) or [""]


def together(blocks: list[Block], place: int) -> int:
    """How many lines must stand on one page from here: headings with two lines of what follows."""
    block = blocks[place]
    if not block.keep or place + 1 == len(blocks):
        return block.before + 1
    return block.before + len(block.lines) + max(together(blocks, place + 1), 2)


def written(block: Block, line: int, begins: dict[str, int]) -> str:
    if line < 0:
        return ""
    text = block.lines[line]
    if not block.goes_to or line + 1 < len(block.lines):
        return text
    page = number(begins[block.goes_to])
    gap = WIDTH - len(text) - len(page) - 2
    return f"{text} {GUIDE * gap if gap > 1 else ' ' * gap} {page}"
