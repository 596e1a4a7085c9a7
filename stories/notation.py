"""The light notation for runs in one plain text field, so that editors need no HTML.

    *emphasis*   **strong**   ***both***   [cy: words in Welsh]   \\* a star

A group of one to three stars switches emphasis, strong or both. To switch on it must touch the
start of a word, to switch off the end of one, and a switch without its partner in the same
paragraph is just stars: so "2 * 3", "f***ing" and "* a list" need no backslash. `\\|` is nothing at
all, and stands where stars meet the middle of a word ("un\\|*believ*\\|able"). A backslash makes `*`,
`[`, `]` and itself plain.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from stories import languages
from stories.characters import clean
from stories.nodes import Run
from stories.normal import settled

_TOKEN = re.compile(
    r"\\(?P<escaped>[\\*\[\]])|(?P<edge>\\\|)|(?P<stars>\*+)"
    r"|\[(?P<lang>[a-z]{2,3}(?:-[A-Za-z0-9]{2,4}){0,2}):[ ]?(?=[^\s\]])|(?P<close>\])|(?P<text>.)",
    re.DOTALL,
)
_SPECIAL = re.compile(r"\*+|\\|\[(?=[a-z]{2,3}[-A-Za-z0-9]*:)|\]")
_BLANK_LINE = re.compile(r"(\n[^\S\n]*\n)")
_SWITCHES = {1: ("emphasis",), 2: ("strong",), 3: ("emphasis", "strong")}


@dataclass
class _Token:
    kind: str
    text: str
    lang: str = ""
    switches: set[str] = field(default_factory=set)

    @property
    def touch(self) -> str:
        """What a neighbour sees of it: a letter, a space, or something between words."""
        return self.text[-1] if self.kind == "text" else "|"


def runs_from(text: str) -> tuple[Run, ...]:
    """The runs that a text in the notation stands for. Never fails: what is no notation is words."""
    runs: list[Run] = []
    for part in _BLANK_LINE.split(clean(text, tab="\t")):
        runs.extend(_part(part))
    return settled(runs)


def runs_to(runs: Iterable[Run]) -> str:
    """The notation of some runs: `runs_from` gives the same runs back, settled."""
    runs = settled(runs)
    out, before = [], Run("")
    for number, run in enumerate([*runs, Run("")]):
        leaves = bool(before.lang) and run.lang != before.lang
        enters = bool(run.lang) and run.lang != before.lang
        left = "|" if leaves else before.text[-1:] or " "
        right = "|" if enters else run.text[:1] or " "
        out.append("]" if leaves else "")
        out.append(_switch(before, run, left, right))
        out.append(f"[{run.lang}: " if enters else "")
        out.append(_escaped(run, first=number == 0, last=number == len(runs) - 1))
        before = run
    return "".join(out)


def _can_open(left: str, right: str) -> bool:
    return not right.isspace() and not left.isalnum()


def _can_close(left: str, right: str) -> bool:
    return not left.isspace() and not right.isalnum()


def _switch(before: Run, after: Run, left: str, right: str) -> str:
    """The stars between two runs, kept clear of the letters that would make them plain stars."""
    changes = [name for name in ("emphasis", "strong") if getattr(before, name) != getattr(after, name)]
    stars = "*" * sum({"emphasis": 1, "strong": 2}[name] for name in changes)
    opens = any(getattr(after, name) for name in changes)
    closes = any(getattr(before, name) for name in changes)
    return ("\\|" if opens and left.isalnum() else "") + stars + ("\\|" if closes and right.isalnum() else "")


def _escaped(run: Run, *, first: bool, last: bool) -> str:
    """The text of a run with a backslash before what would otherwise be notation."""

    def escape(match: re.Match[str]) -> str:
        found = match[0]
        if found[0] == "*" and not _stars_matter(run, match, first=first, last=last):
            return found
        if found == "]" and not run.lang:
            return found
        return "".join("\\" + char for char in found)

    return _SPECIAL.sub(escape, run.text)


def _stars_matter(run: Run, match: re.Match[str], *, first: bool, last: bool) -> bool:
    """Whether these plain stars would be read as a switch."""
    start, end = match.span()
    styled = run.emphasis or run.strong
    # Beside a run's own marks more stars would make another group of them.
    first, last = (edge and not styled and not run.lang for edge in (first, last))
    if (start == 0 and not first) or (end == len(run.text) and not last):
        return True
    left = run.text[start - 1] if start else " "
    right = run.text[end] if end < len(run.text) else " "
    return len(match[0]) in _SWITCHES and (_can_open(left, right) or (styled and _can_close(left, right)))


def _tokens(text: str) -> list[_Token]:
    matches = list(_TOKEN.finditer(text))
    last_close = max((match.start() for match in matches if match["close"]), default=-1)
    tokens, inside = [], False
    for match in matches:
        if match["edge"]:
            tokens.append(_Token("edge", ""))
        elif match["stars"]:
            tokens.append(_Token("stars", match[0]))
        elif match["lang"] and not inside and match.start() < last_close and (tag := languages.tag(match["lang"])):
            tokens.append(_Token("open", "", lang=tag))
            inside = True
        elif match["close"] and inside:
            tokens.append(_Token("close", ""))
            inside = False
        else:
            tokens.append(_Token("text", match["escaped"] or match[0]))
    return tokens


def _pair(tokens: list[_Token]) -> None:
    """Find which stars are switches: each that closes marks itself and its opener."""
    opened: dict[str, _Token] = {}
    for place, token in enumerate(tokens):
        if token.kind != "stars" or len(token.text) not in _SWITCHES:
            continue
        left = tokens[place - 1].touch if place else " "
        right = tokens[place + 1].text[:1] or "|" if place + 1 < len(tokens) else " "
        names = _SWITCHES[len(token.text)]
        opens, closes = _can_open(left, right), _can_close(left, right)
        if not all(opens or (closes and name in opened) for name in names):
            continue
        for name in names:
            if closes and name in opened:
                opened.pop(name).switches.add(name)
                token.switches.add(name)
            else:
                opened[name] = token


def _part(text: str) -> list[Run]:
    tokens = _tokens(text)
    _pair(tokens)
    styled: list[tuple[str, tuple[bool, bool, str]]] = []
    lang, on = "", {"emphasis": False, "strong": False}
    for token in tokens:
        words = token.text
        if token.kind in ("open", "close"):
            lang = token.lang
        for name in token.switches:
            words = words[1 if name == "emphasis" else 2 :]
        styled.append((words, (on["emphasis"], on["strong"], lang)))
        for name in token.switches:
            on[name] = not on[name]
    # Joined before they become runs: a flag or a family is one picture of many characters.
    return [
        Run("".join(words for words, _ in group), *style)
        for style, group in groupby(styled, key=lambda piece: piece[1])
    ]
