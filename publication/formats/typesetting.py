"""One run of Typst: data in, a finished file and what the template tells of it out.

Typst keeps the memory that a run took, some 2 MB a story, for as long as its process lives. So a whole booklet is
set in a process of its own, which ends with the run; a few pages are set at once where they are asked for.
This file imports next to nothing of ours, so that such a process is there in a moment.
"""

import functools
import json
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from publication.formats.glyphs import FONTS

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; 500 stories take ten
_REFUSED = 3
_LENGTH = struct.Struct(">Q")


class CannotBuild(RuntimeError):
    """Typst refused the booklet; the message is Typst's own, without words of a story."""


@dataclass(frozen=True)
class Run:
    """What Typst is given: the template in its folder, the words as JSON texts by name, and which of the template's
    marks it is asked for (`asks`). A file is a PDF, or a PNG of one pixel for each point."""

    template: str
    inputs: Mapping[str, str]
    standards: tuple[str, ...] = ()
    timestamp: int | None = None
    asks: tuple[str, ...] = ()
    format: str = "pdf"


@dataclass(frozen=True)
class Told:
    """A finished file, and what the template says at each mark that was asked for."""

    data: bytes
    marks: Mapping[str, object]


def here(run: Run) -> Told:
    """In this process, which keeps the memory. Raises CannotBuild."""
    template = Path(run.template)
    compiler = typst.Compiler(template, root=template.parent, font_paths=fonts())
    try:
        data = compiler.compile(
            sys_inputs=dict(run.inputs),
            format=run.format,
            ppi=72,
            pdf_standards=list(run.standards),
            timestamp=run.timestamp,
        )
        marks = {}
        for mark in run.asks:
            (marks[mark],) = json.loads(compiler.query(f"<{mark}>", field="value"))
    except typst.TypstError as refused:
        raise CannotBuild(refused.message) from None
    return Told(data, marks)


def apart(run: Run) -> Told:
    """The same in a process of its own; words and file go through pipes. Raises CannotBuild."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and this file, no words from outside
            [sys.executable, "-m", "publication.formats.typesetting"],
            input=json.dumps(asdict(run)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=HOUSE,
            timeout=PATIENCE,
            check=False,
        )
    except (subprocess.SubprocessError, OSError):
        # Not chained: such an exception holds the words that went in.
        raise CannotBuild("the typesetter did not come to its end") from None
    if ended.returncode == _REFUSED:
        raise CannotBuild(ended.stdout.decode())
    if ended.returncode:
        raise CannotBuild(f"its process ended with status {ended.returncode}. Look whether memory ran out.")
    start = _LENGTH.size
    end = start + _LENGTH.unpack(ended.stdout[:start])[0]
    return Told(ended.stdout[end:], json.loads(ended.stdout[start:end]))


@functools.cache
def fonts() -> typst.Fonts:
    """Ours alone, so that a file is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _main() -> int:
    run = Run(**json.load(sys.stdin.buffer))
    out = sys.stdout.buffer
    try:
        told = here(run)
    except CannotBuild as refused:
        out.write(str(refused).encode())
        return _REFUSED
    marks = json.dumps(told.marks).encode()
    out.write(_LENGTH.pack(len(marks)) + marks)
    out.write(told.data)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
