"""Where Typst works: a folder with our templates, our fonts and nothing of the machine's.

Words reach it as JSON strings, never as markup. Typst keeps the memory that a book took, so releases are built in a
short-lived child process.
"""

import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typst

from publication.formats.glyphs import FONTS

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


class CannotBuild(RuntimeError):
    """Typst refused the booklet; the message is Typst's own, without words of a story."""


@contextmanager
def workplace(main: str) -> Iterator[tuple[Path, typst.Compiler]]:
    """A folder with the templates and a compiler for one of them; what Typst refuses becomes `CannotBuild`."""
    with tempfile.TemporaryDirectory(prefix="booklet-") as folder:
        home = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, home / template.name)
        try:
            yield home, typst.Compiler(home / main, root=home, font_paths=fonts())
        except typst.TypstError as refused:
            raise CannotBuild(refused.message) from None


@functools.cache
def fonts() -> typst.Fonts:
    """Ours alone, so that a file is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
