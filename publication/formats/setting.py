"""The nodes of a tree as the data that `publication/typst/story.typ` sets: every word a string, never markup."""

import unicodedata
from collections.abc import Mapping

from publication.formats.glyphs import CannotSet, printable
from stories import tree

# Lines longer than this were broken by the writer to part paragraphs, not to make lines of verse.
LONG_LINE = 90


def nodes(story: tree.StoryTree, *, code: str, level: int, pictures: Mapping[str, str]) -> list[dict]:
    """The nodes of a normal tree. `level` is the level of its title, `pictures` maps SHA-256 to file name.

    Raises CannotSet(code, ...) for a character that no shipped font has.
    """
    laid_out = []
    for node in story.nodes:
        match node:
            case tree.Paragraph():
                laid_out += _paragraph(node.runs, code)
            case tree.Verse():
                laid_out.append({"k": "verse", "s": [_stanza(stanza, code) for stanza in node.stanzas]})
            case tree.LetterPart():
                laid_out.append({"k": node.part, "l": _lines(node.runs, code)})
            case tree.Quotation():
                inner = [part for paragraph in node.paragraphs for part in _paragraph(paragraph.runs, code)]
                laid_out.append({"k": "quotation", "p": inner})
            case tree.Heading():
                words = one_line(node.text, code)
                laid_out.append({"k": "heading", "x": words, "rtl": right_to_left(words), "level": level + 1})
            case tree.Picture():
                written = [
                    part for words in node.transcript.split("\n\n") for part in _paragraph((tree.Run(words),), code)
                ]
                alt = one_line(node.description, code)
                if not alt:
                    raise CannotSet(code, "a picture in it has no description")
                laid_out.append({"k": "picture", "file": pictures[node.sha256], "alt": alt, "words": written})
            case tree.Break():
                laid_out.append({"k": "break"})
    return laid_out


def one_line(words: str, code: str) -> str:
    """Words that belong on one line (a title, a credit), printable."""
    return printable(words, code).replace("\n", " ")


def _paragraph(runs: tuple[tree.Run, ...], code: str) -> list[dict]:
    """One paragraph; or its lines, kept as lines if they are short, as paragraphs if they are long."""
    lines = _lines(runs, code)
    if len(lines) == 1 or max(map(_length, lines)) > LONG_LINE:
        return [{"k": "p", "r": line["r"], "rtl": line["rtl"]} for line in lines if line["r"]]
    return [{"k": "lines", "l": lines}]


def _stanza(stanza: tree.Stanza, code: str) -> list[dict]:
    return [
        _set(line.indent, [_run(run, printable(run.text, code).replace("\n", " ")) for run in line.runs])
        for line in stanza.lines
    ]


def _lines(runs: tuple[tree.Run, ...], code: str) -> list[dict]:
    """The runs cut at their line feeds; the spaces that begin a line become its indent."""
    lines: list[list] = [[]]
    for run in runs:
        first, *rest = printable(run.text, code).split("\n")
        lines[-1].append((run, first))
        lines += [[(run, piece)] for piece in rest]
    return [_line(line) for line in lines]


def _line(pieces: list[tuple[tree.Run, str]]) -> dict:
    words = "".join(piece for _, piece in pieces)
    indent = spaces = len(words) - len(words.lstrip(" "))
    cut = []
    for run, piece in pieces:
        taken = min(spaces, len(piece))
        spaces -= taken
        if piece[taken:]:
            cut.append(_run(run, piece[taken:]))
    return _set(indent if indent > 1 else 0, cut)  # one space before a line is a slip of the thumb


def _set(indent: int, runs: list) -> dict:
    return {"i": indent, "r": runs, "rtl": right_to_left(_words(runs))}


def _run(run: tree.Run, words: str) -> str | dict:
    if not (run.emphasis or run.strong or run.lang):
        return words
    return {"t": words, "e": run.emphasis, "s": run.strong, **spoken(run.lang)}


def spoken(language: str) -> dict:
    """A language tag as Typst takes it, language and region apart; scripts and numbers are not for it to know."""
    first, *others = language.split("-")
    region = next((part.upper() for part in others if len(part) == 2 and part.isalpha()), None)
    return {"lang": first.lower(), "region": region}


def _words(runs: list) -> str:
    return "".join(run if isinstance(run, str) else run["t"] for run in runs)


def _length(line: dict) -> int:
    return line["i"] + len(_words(line["r"]))


def right_to_left(words: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
