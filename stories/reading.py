"""How a plain text becomes a tree, and a tree a plain text: the parent writes in one box.

Blank lines part paragraphs and stanzas. In prose single line breaks stay, and spaces before a line
go; in a poem every line is a line and the spaces before it are its indent. In a letter the greeting,
the closing and the name get their own parts; nothing else is guessed. No word is ever lost, moved or
joined to another.
"""

from stories import letters
from stories.characters import clean
from stories.normal import TAB_IN_VERSE, normal
from stories.tree import Line, Paragraph, Run, Stanza, StoryTree, Verse, body_text

KINDS = ("prose", "poem", "letter")


def from_text(title: str, text: str, *, kind: str, credit: str = "", language: str = "en") -> StoryTree:
    """The normal tree of a text. `kind` is one of KINDS (else ValueError); an unknown language is a BadTree."""
    if kind not in KINDS:
        raise ValueError(f"a text is one of {', '.join(KINDS)}")
    # A form feed or a paragraph separator parts more than a line does.
    text = text.replace("\f", "\n\n").replace("\u2029", "\n\n")
    nodes = (_verse(text),) if kind == "poem" else (Paragraph((Run(text),)),)
    tree = normal(StoryTree(title=title, credit=credit, language=language, nodes=nodes))
    return letters.recognised(tree) if kind == "letter" else tree


def to_text(tree: StoryTree) -> str:
    """The body as plain text; `from_text` with the same kind makes the same tree of it again.

    That holds for trees made by `from_text`. Of other trees it gives every word in reading order, but
    plain text has no emphasis, headings or pictures to come back from.
    """
    return body_text(tree)


def _verse(text: str) -> Verse:
    lines = clean(text, tab=TAB_IN_VERSE).split("\n")
    return Verse((Stanza(tuple(Line((Run(line),)) for line in lines)),))
