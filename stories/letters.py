"""How a letter is known: its greeting, its closing and the name below it.

Only whole lines are told apart, by how they begin, how short they are and where they stand. A line
wrongly taken for a greeting or a closing gets other spacing and keeps its words; an editor can
change it back.
"""

import re
from dataclasses import replace

from stories.characters import words_of
from stories.tree import LetterPart, Node, Paragraph, Run, StoryTree, run_text

# A date or an address may stand above the greeting.
_LINES_ABOVE = 3
_SIGNATURE_LINES = 3
_SHORT = 8

_GREETING = re.compile(
    r"(my |our )?(own |very )?(dear|dearest|darling|beloved|lovely|beautiful)\b|(hi|hello|hey|hiya|annwyl)\b"
    r"|to (my|our|the|all|any|every|who|whoever|whom|you|a|other|anyone|everyone)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(and )?("
    r"(with |in )?((all|lots|loads|so much|much|oceans|tons) (of )?)?(my |our )?(deepest |fondest |dearest )?"
    r"(love|hugs|kisses|hope|thanks|gratitude|respect|solidarity|sympathy)"
    r"( and [a-z]+)?( (to|for) you( all)?)?( always| forever| from| as ever)?([ ,][^.?!]{0,30})?"
    r"|(i )?love (you|always|from|forever)\b[^.?!]{0,30}"
    r"|(ever |always )?yours( (sincerely|faithfully|truly|ever|always|in hope|in grief))?"
    r"|(your|from (your|a|an|one|me)\b)[^.?!]{0,30}"
    r"|((very |with )?(kind|kindest|best|warm|warmest|good) )?(regards|wishes)"
    r"|(very )?(sincerely|faithfully|respectfully|truly|gratefully)( yours)?"
    r"|(thank you|thanks|many thanks|take care|bye( for now)?|goodbye|god bless( you)?|cofion( cynnes)?|cariad( mawr)?)"
    r")[\s,.!:;xX\u2013\u2014-]*",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(r"p\.? ?(p\.? ?)?s\b", re.IGNORECASE)


def recognised(tree: StoryTree) -> StoryTree:
    """The same words with greeting, closing and signature as letter parts. Takes a normal tree of prose."""
    nodes = _with_greeting([run_text(node.runs).split("\n") for node in tree.nodes])
    return replace(tree, nodes=tuple(_with_closing(nodes)))


def _with_greeting(paragraphs: list[list[str]]) -> list[Node]:
    nodes: list[Node] = []
    above, found = 0, False
    for lines in paragraphs:
        if not found and above <= _LINES_ABOVE and _is_greeting(lines[0]):
            found = True
            nodes.append(LetterPart("salutation", (Run(lines[0]),)))
            lines = lines[1:]
        elif not all(_short(line) for line in lines):
            above = _LINES_ABOVE + 1
        above += len(lines)
        if lines:
            nodes.append(_paragraph(lines))
    return nodes


def _with_closing(nodes: list[Node]) -> list[Node]:
    """The last line of the letter that closes it, if only a short name and afterthoughts come below it."""
    end = len(nodes)
    while end and _starts_afterthought(nodes[end - 1]):
        end -= 1
    for place in range(end - 1, max(end - 2 - _SIGNATURE_LINES, -1), -1):
        if not isinstance(nodes[place], Paragraph):
            break
        lines = _lines(nodes[place])
        below = [line for node in nodes[place + 1 : end] for line in _lines(node)]
        for number in range(len(lines) - 1, max(len(lines) - 2 - _SIGNATURE_LINES, -1), -1):
            name = lines[number + 1 :] + below
            if len(name) > _SIGNATURE_LINES or not all(_short(line) for line in name):
                return nodes
            if _is_closing(lines[number]):
                body = [_paragraph(lines[:number])] if number else []
                signature = [LetterPart("signature", (Run("\n".join(name)),))] if name else []
                closing = LetterPart("closing", (Run(lines[number]),))
                return [*nodes[:place], *body, closing, *signature, *nodes[end:]]
    return nodes


def _is_greeting(line: str) -> bool:
    return _short(line) and bool(_GREETING.match(line)) and line[-1] not in ".?"


def _is_closing(line: str) -> bool:
    return _short(line) and bool(_CLOSING.fullmatch(line))


def _short(line: str) -> bool:
    return len(line) <= 60 and len(words_of(line)) <= _SHORT


def _starts_afterthought(node: Node) -> bool:
    return isinstance(node, Paragraph) and bool(_AFTERTHOUGHT.match(run_text(node.runs)))


def _lines(node: Node) -> list[str]:
    return run_text(node.runs).split("\n")


def _paragraph(lines: list[str]) -> Paragraph:
    return Paragraph((Run("\n".join(lines)),))
