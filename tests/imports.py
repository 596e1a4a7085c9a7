"""This file reads which module of ours uses which, from source text alone: nothing is imported, nothing can hide.

An import counts wherever it stands: at the top, inside a function, under TYPE_CHECKING. So do the strings by which
Django loads code late: "stories.Story" in a foreign key, "publication.gate.ask" for import_string, migrations'
dependencies. Paths of templates hold a slash and are none of these.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("consent", "stories", "publication")
LATE = re.compile(rf"(?:{'|'.join(ROOMS)})(?:\.[A-Za-z_]\w*)+")


@dataclass(frozen=True)
class Use:
    """`module` (dotted) uses `used` (dotted) on that line."""

    module: str
    used: str
    line: int
    late: bool = False  # by a string

    def __str__(self) -> str:
        return f"{self.module}:{self.line} uses {self.used}"


def sources() -> dict[str, str]:
    """Dotted module name -> source, for every module of the three rooms."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def is_package(module: str, modules) -> bool:
    return any(other.startswith(module + ".") for other in modules)


def uses(module: str, source: str, modules=()) -> list[Use]:
    """Everything that one module imports or names by a late string. `modules`: all names, to read relative imports."""
    tree = ast.parse(source)
    found: list[Use] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Use(module, alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node, is_package(module, modules))
            found += [Use(module, f"{origin}.{alias.name}", node.lineno) for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and LATE.fullmatch(node.value):
            found.append(Use(module, node.value, node.lineno, late=True))
        elif isinstance(node, ast.Tuple) and _is_dependency(node):
            found.append(Use(module, ".".join(part.value for part in node.elts), node.lineno, late=True))
        elif isinstance(node, ast.Call) and _is_get_model(node):
            found.append(Use(module, f"{node.args[0].value}.{node.args[1].value}", node.lineno, late=True))
    return found


def _origin(module: str, node: ast.ImportFrom, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    up = parts[: len(parts) - node.level + (1 if package else 0)]
    return ".".join([*up, *([node.module] if node.module else [])])


def _is_dependency(node: ast.Tuple) -> bool:
    """("stories", "0001_initial") in a migration."""
    texts = [part.value for part in node.elts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return len(texts) == len(node.elts) == 2 and texts[0] in ROOMS and re.match(r"\d{4}_", texts[1]) is not None


def _is_get_model(node: ast.Call) -> bool:
    """apps.get_model("stories", "Story")."""
    named = isinstance(node.func, ast.Attribute) and node.func.attr == "get_model"
    texts = [part for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return named and len(texts) == len(node.args) == 2 and texts[0].value in ROOMS


def module_of(used: str, modules) -> str:
    """The longest part of a dotted name that is a module of ours, or nothing: stories.tree.Run -> stories.tree."""
    parts = used.split(".")
    for length in range(len(parts), 0, -1):
        if (name := ".".join(parts[:length])) in modules:
            return name
    return ""
