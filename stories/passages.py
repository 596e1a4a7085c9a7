"""This file knows a passage of a story: words out of one paragraph, or whole lines of one poem. Pure.

A passage becomes a `StoryTree` of its own, without a title, with the story's credit line and language. So everything
that is true of a text is true of it: it has one digest, and a changed comma is another passage.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from stories.characters import clean, visible
from stories.nodes import LetterPart, Paragraph, Quotation, Run, Stanza, StoryTree, Verse
from stories.normal import normal
from stories.tree import body_text, run_text

# So that a quotation fits a card, and a few of them are not the story.
LONGEST = 280
MOST = 3
# Half a word can say the opposite of the whole one: "do" stands in "don't".
_WORD = re.compile(r"\w+(?:['’‐-]\w+)*")
_JOINERS = "\u200c\u200d\u2060"


class NotInTheStory(ValueError):
    """The story does not say this, word for word, in one paragraph or in whole lines of one poem."""


def passage(story: StoryTree, typed: str) -> StoryTree:
    """The passage of a story that reads as it was typed. Line ends and gaps in what was typed mean nothing, beyond
    parting the lines of a poem. Raises `NotInTheStory`."""
    story = normal(story)
    typed = clean(typed)
    lines = [words for words in (line.split() for line in typed.split("\n")) if words]
    node = next(_found(story, lines), None) if visible(typed) else None
    if node is None:
        raise NotInTheStory
    return normal(replace(story, title="", nodes=(node,)))


def length(quoted: StoryTree) -> int:
    """How many characters a reader sees of it, without the credit line."""
    return len(body_text(quoted))


def beginning(quoted: StoryTree, longest: int = 48) -> str:
    """Its first words, to tell it from others in a line."""
    words = " ".join(body_text(quoted).split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"


def _found(story: StoryTree, lines: list[list[str]]) -> Iterator[Paragraph | Verse]:
    words = [word for line in lines for word in line]
    for node in story.nodes:
        match node:
            case Paragraph(runs) | LetterPart(_, runs):
                yield from _in_prose(runs, words)
            case Quotation(paragraphs):
                for paragraph in paragraphs:
                    yield from _in_prose(paragraph.runs, words)
            case Verse(stanzas):
                yield from _in_verse(stanzas, lines)


def _in_prose(runs: tuple[Run, ...], words: list[str]) -> Iterator[Paragraph]:
    """Wherever these words stand as whole words."""
    text = "".join(run.text for run in runs)
    inside = {at for word in _WORD.finditer(_letters(text)) for at in range(word.start() + 1, word.end())}
    for found in re.finditer(r"\s+".join(map(re.escape, words)), text):
        if inside.isdisjoint(found.span()):
            yield Paragraph(tuple(_cut(runs, *found.span())))


def _letters(text: str) -> str:
    """The text with a letter for each mark that joins the letter before it, so that none is cut off its letter."""
    return "".join("x" if unicodedata.category(char)[0] == "M" or char in _JOINERS else char for char in text)


def _cut(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        text = run.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            yield replace(run, text=text)
        at += len(run.text)


def _in_verse(stanzas: tuple[Stanza, ...], lines: list[list[str]]) -> Iterator[Verse]:
    said = [run_text(line.runs).split() for stanza in stanzas for line in stanza.lines]
    for first in range(len(said) - len(lines) + 1):
        if said[first : first + len(lines)] == lines:
            yield Verse(tuple(_lines(stanzas, first, first + len(lines))))


def _lines(stanzas: tuple[Stanza, ...], first: int, last: int) -> Iterator[Stanza]:
    at = 0
    for stanza in stanzas:
        kept = stanza.lines[max(first - at, 0) : max(last - at, 0)]
        if kept:
            yield Stanza(kept)
        at += len(stanza.lines)
