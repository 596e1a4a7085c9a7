"""The booklet as a braille file (BRF): UEB grade 2, 40 cells by 25 lines, for embossers and braille displays.

Needs liblouis on the machine, and English words; `unavailable` says in a sentence what is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from publication.formats import wording
from publication.formats.braille_cells import BOLD, ITALIC, PROGRAM, Cells, there
from publication.formats.braille_pages import Block, pages
from publication.formats.edition import Edition, Leaf, Piece
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from publication.formats.text import LONG_LINE
from stories import tree

DEEPEST = 12  # cells before a line of verse, whatever its indent
THREAD = '"3 "3 "3'


@dataclass(frozen=True)
class Passage:
    """Words to set, still in print: pieces of text with their stress, and the block that they will be."""

    pieces: tuple[tuple[str, str], ...]
    block: Block


def unavailable(language: str = "en") -> str:
    """Why this machine cannot make a braille file in a language, as a sentence; nothing if it can."""
    if language.partition("-")[0] != "en":
        return f"Braille is made for English only, and this booklet says that its language is “{language}”."
    if not there():
        return f"Braille needs {PROGRAM} (Debian: liblouis-bin), which is not on this machine."
    return ""


def braille(edition: Edition) -> bytes:
    """The finished file: ASCII braille, pages parted by form feeds. Raises CannotTranslate."""
    passages = list(_booklet(edition))
    cells = Cells(piece for passage in passages for piece, _ in passage.pieces)
    for passage in passages:
        if passage.pieces:
            passage.block.cells = " ".join(filter(None, (cells.of(*piece) for piece in passage.pieces)))
    return pages([passage.block for passage in passages if passage.block.cells])


def _booklet(edition: Edition) -> Iterator[Passage]:
    yield _said(edition.title, centred=True)
    for words in filter(None, (edition.subtitle, edition.publisher, edition.opens)):
        yield _said(words, centred=True, before=1)
    for words in (wording.HARD_TO_READ, wording.IN_BRAILLE):
        yield _said(words, first=2, before=1)
    yield from _contents(edition)
    for number, front in enumerate(edition.front):
        yield from _story(front.tree, f"front-{number}")
    for number, part in enumerate(edition.parts):
        if part.title:
            yield _said(part.title, centred=True, new_page=True, keep=True, mark=f"part-{number}")
            yield _said(part.intro, first=2, before=1)
        for item in part.in_order():
            yield from _story(item.tree, item.code, item) if isinstance(item, Piece) else _leaf(item)
    yield from _asks(edition)
    if edition.help:
        yield _heading(wording.HELP, "help")
        yield _said(edition.help_intro, first=2, before=1)
        for line in edition.help:
            yield _said(f"{line.name}: {line.phone}", rest=2, before=1)
            yield _said(line.says, rest=2)
    yield _heading(wording.IMPRINT, "imprint")
    for words in (*edition.imprint, *wording.release(edition.number, edition.ledger_head)):
        yield _said(words, first=2, before=1)


def _contents(edition: Edition) -> Iterator[Passage]:
    yield _said(wording.CONTENTS, centred=True, new_page=True, keep=True)
    for number, front in enumerate(edition.front):
        yield _said(tree.normal(front.tree).title, rest=4, before=not number, goes_to=f"front-{number}")
    for number, part in enumerate(edition.parts):
        if part.title:
            yield _said(part.title, rest=4, before=1, goes_to=f"part-{number}")
        for piece in part.stories:
            margin = 2 if part.title else 0
            yield _said(tree.normal(piece.tree).title, first=margin, rest=margin + 4, goes_to=piece.code)
    if edition.asks:
        yield _said(wording.ASKS, rest=4, before=1, goes_to="asks")
    if edition.help:
        yield _said(wording.HELP, rest=4, before=not edition.asks, goes_to="help")
    yield _said(wording.IMPRINT, rest=4, goes_to="imprint")


def _leaf(leaf: Leaf) -> Iterator[Passage]:
    """A page between stories is a pause in braille: its words, parted from what is before and after."""
    match leaf:
        case Breath(words=words):
            yield Passage((), Block(THREAD, centred=True, before=2, keep=bool(words)))
            yield _said(words, centred=True, before=1)
        case PicturePage(description=description, caption=caption):
            yield _said(f"[{description}]", first=6, rest=4, before=2)
            yield _said(caption, first=6, rest=4)
        case QuotationPage(paragraphs=paragraphs, source=source):
            for place, words in enumerate(paragraphs):
                yield _said(words, first=6, rest=4, before=0 if place else 2)
            yield _said(f"\u2014 {source}", first=6, rest=8)
        case PullQuote(tree=story):
            for place, node in enumerate(tree.normal(story).nodes):
                yield from _set_in(node, before=1 if place else 2)
            if story.credit:
                yield _said(f"\u2014 {story.credit}", first=6, rest=8)


def _set_in(node: tree.Node, before: int) -> Iterator[Passage]:
    """Words of a parent that stand alone."""
    match node:
        case tree.Verse(stanzas):
            for number, stanza in enumerate(stanzas):
                for place, line in enumerate(stanza.lines):
                    apart = 0 if place else 1 if number else before
                    yield _line(line.runs, line.indent, margin=4, before=apart)
        case tree.Paragraph(runs):
            yield from _lines(runs, margin=4, before=before)


def _asks(edition: Edition) -> Iterator[Passage]:
    if not edition.asks:
        return
    yield _heading(wording.ASKS, "asks")
    yield _said(edition.asks_intro, first=2, before=1)
    for number, ask in enumerate(edition.asks, 1):
        yield _said(f"{number}. {ask.what}", rest=2, before=1)
        yield _said(wording.asked_of(ask.to), first=2, rest=4)
        for answer in ask.answers:
            yield _said(f"{wording.answered(answer.who, answer.when)}: {answer.says}", first=4, rest=6)


def _heading(words: str, mark: str) -> Passage:
    return _said(words, centred=True, before=2, keep=True, mark=mark)


def _said(words: str, **how) -> Passage:
    return Passage(((words, ""),), Block("", **how))


def _story(story: tree.StoryTree, mark: str, piece: Piece | None = None) -> Iterator[Passage]:
    story = tree.normal(story)
    yield _heading(story.title, mark)
    if story.credit and piece:
        yield _said(story.credit, centred=True, keep=True)
    if piece and piece.content_note:
        yield _said(f"{wording.CONTENT_NOTE}: {piece.content_note}", first=6, rest=4, before=1)
    if piece and piece.standfirst:
        yield _said(piece.standfirst, first=6, rest=4, before=1)
    for place, node in enumerate(story.nodes):
        yield from _node(node, before=0 if place else 1)
    if story.credit and not piece:  # who speaks before the stories signs at the end
        yield _said(story.credit, first=8, rest=10)


def _node(node: tree.Node, before: int) -> Iterator[Passage]:
    match node:
        case tree.Paragraph():
            yield from _lines(node.runs, before=before)
        case tree.Verse():
            for stanza in node.stanzas:
                for place, line in enumerate(stanza.lines):
                    yield _line(line.runs, line.indent, before=not place)
        case tree.LetterPart():
            margin = 0 if node.part == "salutation" else 8
            yield from _lines(node.runs, margin=margin, before=before, block=True)
        case tree.Quotation():
            for place, paragraph in enumerate(node.paragraphs):
                yield from _lines(paragraph.runs, margin=4, before=not place)
        case tree.Heading():
            yield _said(node.text, first=4, rest=4, before=1, keep=True)
        case tree.Picture():
            yield _said(f"[{node.description}]", first=6, rest=4, before=1)
            for words in filter(None, node.transcript.split("\n\n")):
                yield from _lines((tree.Run(words),), margin=4)
        case tree.Break():
            yield Passage((), Block(THREAD, centred=True, before=1))


def _lines(runs: tuple[tree.Run, ...], *, margin: int = 0, before: int = 0, block: bool = False) -> Iterator[Passage]:
    """A paragraph; the writer's own line breaks part paragraphs if the lines are long, else they are lines."""
    lines = _at_breaks(runs)
    lengths = [len(tree.run_text(line)) for line in lines]
    for place, line in enumerate(lines):
        apart = before if not place else 0
        if block or (len(lines) > 1 and max(lengths) <= LONG_LINE):
            words = tree.run_text(line)
            yield _line(line, len(words) - len(words.lstrip(" ")), margin=margin, before=apart)
        else:
            yield Passage(_pieces(line), Block("", first=margin + 2, rest=margin, before=apart))


def _line(runs: tuple[tree.Run, ...], indent: int, *, margin: int = 0, before: int = 0) -> Passage:
    """One line of verse: what does not fit goes on two cells further in."""
    first = margin + min(indent // 2, DEEPEST)
    return Passage(_pieces(runs), Block("", first=first, rest=first + 4, before=before))


def _at_breaks(runs: tuple[tree.Run, ...]) -> list[tuple[tree.Run, ...]]:
    lines: list[list[tree.Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(tree.Run(first, run.emphasis, run.strong, run.lang))
        lines += [[tree.Run(words, run.emphasis, run.strong, run.lang)] for words in others]
    return [tuple(line) for line in lines]


def _pieces(runs: tuple[tree.Run, ...]) -> tuple[tuple[str, str], ...]:
    """The words parted where the stress changes. A word has one stress: that of its first letter."""
    pieces: list[tuple[str, str]] = []
    inside = False
    for run in runs:
        stress = ITALIC if run.emphasis else BOLD if run.strong else ""
        for bit in _bits(run.text):
            if inside and not bit.isspace():
                pieces[-1] = (pieces[-1][0] + bit, pieces[-1][1])
            elif bit.isspace():
                inside = False
                continue
            elif pieces and pieces[-1][1] == stress:
                pieces[-1] = (f"{pieces[-1][0]} {bit}", stress)
            else:
                pieces.append((bit, stress))
            inside = True
    return tuple(pieces)


def _bits(words: str) -> Iterator[str]:
    """Words and the spaces between them."""
    start = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or words[place].isspace() != words[start].isspace():
            yield words[start:place]
            start = place
