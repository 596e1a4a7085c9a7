"""Where Typst works: a folder with our templates and the pictures of this run, and nothing of the machine's."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder with the templates, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="booklet-") as folder:
        home = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, home / template.name)
        yield home
