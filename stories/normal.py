"""The one form of each tree: two trees that read the same are the same, and have one digest.

Characters are cleaned, equal neighbours merged, empty pieces dropped; blank lines part paragraphs
and stanzas; in prose a stretch of spaces is one space, in verse the writer's gaps stay. White space
carries only the appearance that both its neighbours share, since nobody can see it carry more.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from stories import languages
from stories.characters import clean, one_line, visible
from stories.nodes import (
    LETTER_PARTS,
    BadTree,
    Break,
    Heading,
    LetterPart,
    Line,
    Node,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Stanza,
    StoryTree,
    Verse,
)

TAB_IN_VERSE = "    "
# Past this a poem was centred with spaces by a machine; no page of ours is wider.
MOST_INDENT = 80

Style = tuple[bool, bool, str]
Mark = tuple[str, Style]
PLAIN: Style = (False, False, "")
_KEPT, ITSELF = "_normal", True
_SHA256 = re.compile("[0-9a-f]{64}")


def normal(tree: StoryTree) -> StoryTree:
    """The normal form of a tree. Raises BadTree for an unknown language, letter part or picture name.

    It is worked out once for each tree and kept with it, no longer than the tree itself: each format of a release asks
    for it. What is normal is its own normal form.
    """
    kept = vars(tree).get(_KEPT)
    if kept is None:
        kept = StoryTree(
            title=one_line(tree.title),
            credit=one_line(tree.credit),
            language=_language(tree.language),
            nodes=tuple(one for node in tree.nodes for one in _node(node)),
        )
        vars(kept)[_KEPT], vars(tree)[_KEPT] = ITSELF, kept
    return tree if kept is ITSELF else kept


def settled(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with equal neighbours merged and white space plain between unlike ones; no character moves."""
    return _runs(_marks(runs, tab="\t"))


def _node(node: Node) -> Iterator[Node]:
    match node:
        case Paragraph(runs):
            yield from _paragraphs(runs)
        case Verse(stanzas):
            tidy = tuple(kept for stanza in stanzas for kept in _stanzas(stanza))
            if tidy:
                yield Verse(tidy)
        case LetterPart(part, runs):
            if part not in LETTER_PARTS:
                raise BadTree("a letter has no such part")
            lines = [line for block in _prose(runs) for line in block]
            if lines:
                yield LetterPart(part, _runs(_joined(lines)))
        case Quotation(paragraphs):
            tidy = tuple(kept for paragraph in paragraphs for kept in _paragraphs(paragraph.runs))
            if tidy:
                yield Quotation(tidy)
        case Heading(text):
            if text := one_line(text):
                yield Heading(text)
        case Picture(sha256, description, transcript):
            if not _SHA256.fullmatch(sha256):
                raise BadTree("a picture is not named by its SHA-256")
            yield Picture(sha256, one_line(description), _plain_paragraphs(transcript))
        case Break():
            yield node
        case _:
            raise BadTree("a story has no such piece")


def _language(text: str) -> str:
    tag = languages.tag(text)
    if tag is None:
        raise BadTree("the language is not on the list")
    return tag


def _marks(runs: Iterable[Run], *, tab: str = " ") -> list[Mark]:
    """Each character with its appearance."""
    marks: list[Mark] = []
    for run in runs:
        style = (bool(run.emphasis), bool(run.strong), _language(run.lang) if run.lang else "")
        marks.extend((char, style) for char in clean(run.text, tab=tab))
    return marks


def _runs(marks: list[Mark]) -> tuple[Run, ...]:
    """Marks as merged runs, white space wearing what its neighbours share; at an edge, and at a blank line, nothing."""
    if all(style == PLAIN for _, style in marks):
        # Nearly every paragraph: white space has nothing to share, so there is nothing to decide.
        return (Run(unicodedata.normalize("NFC", _text(marks))),) if marks else ()
    styled: list[Mark] = []
    before = PLAIN
    for blank, stretch in groupby(marks, key=lambda mark: mark[0].isspace()):
        stretch = list(stretch)
        if blank:
            after = len(styled) + len(stretch)
            edge = not styled or after == len(marks) or _text(stretch).count("\n") > 1
            shared = PLAIN if edge else _shared(before, marks[after][1])
            stretch = [(char, shared) for char, _ in stretch]
        styled.extend(stretch)
        before = stretch[-1][1]
    return tuple(
        Run(unicodedata.normalize("NFC", "".join(char for char, _ in group)), *style)
        for style, group in groupby(styled, key=lambda mark: mark[1])
    )


def _shared(one: Style, other: Style) -> Style:
    return (one[0] and other[0], one[1] and other[1], one[2] if one[2] == other[2] else "")


def _lines(marks: list[Mark]) -> list[list[Mark]]:
    """The marks of each line; a line in which nothing can be seen is empty."""
    lines: list[list[Mark]] = [[]]
    for mark in marks:
        if mark[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(mark)
    return [line if visible("".join(char for char, _ in line)) else [] for line in lines]


def _blocks(lines: Iterable[list[Mark]]) -> Iterator[list[list[Mark]]]:
    """Lines in groups, parted by empty ones."""
    for seen, group in groupby(lines, key=bool):
        if seen:
            yield list(group)


def _joined(lines: list[list[Mark]]) -> list[Mark]:
    joined = list(lines[0])
    for line in lines[1:]:
        joined += [("\n", PLAIN), *line]
    return joined


def _prose(runs: Iterable[Run]) -> Iterator[list[list[Mark]]]:
    """The paragraphs of prose as lines without spare spaces."""
    return _blocks(_single_spaced(line) for line in _lines(_marks(runs)))


def _single_spaced(line: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for char, style in line:
        if char != " " or (kept and kept[-1][0] != " "):
            kept.append((char, style))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return kept


def _paragraphs(runs: Iterable[Run]) -> Iterator[Paragraph]:
    runs = tuple(runs)
    if not any(run.emphasis or run.strong or run.lang for run in runs):
        # Nearly all prose: where no character has an appearance, lines are words and spaces.
        for words in _plain_prose("".join(clean(run.text) for run in runs)):
            yield Paragraph((Run(unicodedata.normalize("NFC", words)),))
        return
    for lines in _prose(runs):
        yield Paragraph(_runs(_joined(lines)))


def _plain_paragraphs(text: str) -> str:
    return "\n\n".join(_plain_prose(clean(text)))


def _plain_prose(text: str) -> Iterator[str]:
    """The paragraphs of clean text, as `_prose` finds them."""
    lines = (" ".join(filter(None, line.split(" "))) if visible(line) else "" for line in text.split("\n"))
    for seen, group in groupby(lines, key=bool):
        if seen:
            yield "\n".join(group)


def _text(line: list[Mark]) -> str:
    return "".join(char for char, _ in line)


def _stanzas(stanza: Stanza) -> Iterator[Stanza]:
    lines: list[tuple[list[Mark], int]] = []
    for line in stanza.lines:
        for number, marks in enumerate(_lines(_marks(line.runs, tab=TAB_IN_VERSE))):
            lines.append((marks, max(line.indent, 0) if number == 0 else 0))
    for seen, group in groupby(lines, key=lambda line: bool(line[0])):
        if seen:
            yield Stanza(tuple(_line(marks, indent) for marks, indent in group))


def _line(marks: list[Mark], indent: int) -> Line:
    text = _text(marks)
    first = len(text) - len(text.lstrip(" "))
    return Line(_runs(marks[first : len(text.rstrip(" "))]), min(indent + first, MOST_INDENT))
