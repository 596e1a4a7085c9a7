"""This file knows every sentence that the house gives to gettext: in templates, in Python, and what Django adds."""

import ast
import calendar
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
CODE = ("consent", "publication", "stories")
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"(?<!\w)(_|gettext|ngettext)\(\s*{LITERAL}(?:,\s*{LITERAL})?", re.DOTALL)

# A message is its words, or its singular and its plural.
Message = str | tuple[str, str]


def templates() -> list[Path]:
    """Every template of a page (not of the desk: that speaks its users' language through Wagtail)."""
    desk = {"desk", "wagtailadmin", "consent"}
    return [path for path in sorted((ROOT / "templates").rglob("*.html")) if not desk & set(path.parts)]


def of_template(source: str) -> Iterator[Message]:
    """What Django's own tool for translators finds in a template."""
    for call, first, second in IN_TEMPLATE.findall(templatize(source)):
        words = ast.literal_eval(first)
        yield (words, ast.literal_eval(second)) if call == "ngettext" else words


def of_python(source: str) -> Iterator[Message]:
    """The words in each call of gettext, under whichever name the house uses."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (words := said(node)):
            yield words


def said(call: ast.Call) -> Message | None:
    """What a call of gettext says; nothing for other calls."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    wanted = 1 if name in SINGULAR else 2 if name in PLURAL else 0
    words = [one.value for one in call.args[:wanted] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if not wanted or len(words) < wanted:
        return None
    return words[0] if wanted == 1 else (words[0], words[1])


def every() -> set[Message]:
    """All of them, with the names of the months, which Django gives for dates."""
    found = set(calendar.month_name[1:])
    for path in templates():
        found |= set(of_template(path.read_text(encoding="utf-8")))
    for app in CODE:
        for path in (ROOT / app).rglob("*.py"):
            found |= set(of_python(path.read_text(encoding="utf-8")))
    return found
