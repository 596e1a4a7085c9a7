"""Hypothesis strategies for texts and trees: what people paste, what editors type, what attackers send."""

import hashlib
import unicodedata

from hypothesis import strategies as st

from stories.tree import (
    LETTER_PARTS,
    Break,
    Heading,
    LetterPart,
    Line,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Stanza,
    StoryTree,
    Verse,
    normal,
)

# Pieces that have broken converters of other people: marks of notations and of markup, every kind of
# space and line end, combining marks, joiners, right-to-left letters, flags, controls.
AWKWARD = [
    *("*", "**", "***", "****", "\\", "\\|", "[", "]", "[cy: ", "[ur: ]", "[ed: ", ": ", "|", "_", "#", "&amp;", "<"),
    *("<b>", "</p>", "]]>", '"', "'", "--", "—", "’", " ", "  ", "\n", "\n\n", "\t", "\r\n", "\r", "\f", "\x0b"),
    *("\x00", "\x1c", "\x7f", "\x85", "\x92", "\xa0", "\xad", "\u2009", "\u2028", "\u2029", "\u200b", "\u200c"),
    *("\u200d", "\u200f", "\u202e", "\u2066", "\u2060", "\ufeff", "\ufffe", "\ufffc", "e\u0301", "\u0301", "\u212b"),
    *("שלום", "سلام", "क्षि", "👩\u200d👧", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    *("\U000e0041", "\U0010ffff", "Dear Mum,", "With love,", "P.S. ", "I ", "my daughter", "f***ing", "2 * 3", "Ω"),
]
pieces = st.sampled_from(AWKWARD) | st.text(alphabet="abcxyzÉß .,", min_size=1, max_size=8) | st.characters()


def texts(max_pieces: int = 12):
    """Any text at all, heavy with what is awkward."""
    return st.lists(pieces, max_size=max_pieces).map("".join)


languages = st.sampled_from(["", "", "", "cy", "ur", "zh-Hant", "en-GB", "bfi"])


def runs(max_runs: int = 5):
    """Runs in any appearance, not settled."""
    run = st.builds(Run, text=texts(6), emphasis=st.booleans(), strong=st.booleans(), lang=languages)
    return st.lists(run, max_size=max_runs).map(tuple)


paragraphs = st.builds(Paragraph, runs=runs())
lines = st.builds(Line, runs=runs(3), indent=st.integers(0, 90))
stanzas = st.builds(Stanza, st.lists(lines, max_size=4).map(tuple))
pictures = st.builds(
    Picture,
    sha256=st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest()),
    description=texts(4),
    transcript=texts(8),
)
nodes = st.one_of(
    paragraphs,
    st.builds(Verse, st.lists(stanzas, max_size=3).map(tuple)),
    st.builds(LetterPart, part=st.sampled_from(LETTER_PARTS), runs=runs(3)),
    st.builds(Quotation, st.lists(paragraphs, max_size=3).map(tuple)),
    st.builds(Heading, texts(4)),
    pictures,
    st.just(Break()),
)


def trees(max_nodes: int = 5):
    """Trees as code or an editor may make them: not normal, with empty and equal neighbouring pieces."""
    return st.builds(
        StoryTree,
        title=texts(4),
        credit=texts(3),
        language=st.sampled_from(["en", "en-gb", "cy"]),
        nodes=st.lists(nodes, max_size=max_nodes).map(tuple),
    )


def normal_trees(max_nodes: int = 5):
    """Trees in their normal form."""
    return trees(max_nodes).map(normal)


def seen(text: str) -> str:
    """What ink a text leaves: no white space, no control, no format character; another way than the code's own."""
    text = "".join(
        bytes([ord(char)]).decode("cp1252", "ignore") if "\x80" <= char <= "\x9f" and char != "\x85" else char
        for char in text
    )
    inked = (
        char
        for char in text
        if not char.isspace()
        and unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
        and char != "\ufffc"
        and not 0xFDD0 <= ord(char) <= 0xFDEF
        and ord(char) & 0xFFFE != 0xFFFE
    )
    return unicodedata.normalize("NFD", "".join(inked))
