"""One run of Typst: data in, a finished file and what the template tells of it out.

Typst keeps the memory that a run took, some 2 MB a story, for as long as its process lives, and sets what it has set
before in a moment. So a whole booklet has a process of its own, which ends when the booklet is settled; a few pages are
set at once where they are asked for.
This file imports next to nothing of ours, so that such a process is there in a moment.
"""

import functools
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import typst

from publication.formats.glyphs import FONTS

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; 500 stories take ten
GENTLE = 10
_SET, _REFUSED = b"set", b"refused"
_LENGTH = struct.Struct(">Q")


class CannotBuild(RuntimeError):
    """Typst refused the booklet; the message is Typst's own, without words of a story."""


@dataclass(frozen=True)
class Run:
    """What Typst is given: the template in its folder, the sheet it is for, the words as a JSON text, and which of the
    template's marks it is asked for (`asks`). A file is a PDF, or a PNG of one pixel for each point."""

    template: str
    variant: str
    words: str
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
            # One entry: the binding hands several over in any order, and in another order nothing set before is found.
            sys_inputs={run.variant: run.words},
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


@contextmanager
def apart() -> Iterator[Callable[[Run], Told]]:
    """The same in a process of its own, for as long as the block runs: what it has set is set again in a moment.

    Words and file go through pipes. What is yielded raises CannotBuild.
    """
    with subprocess.Popen(  # noqa: S603 - our own interpreter and this file, no words from outside
        [sys.executable, "-m", "publication.formats.typesetting"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=HOUSE,
    ) as child:
        try:
            yield lambda run: _asked(child, run)
        finally:
            child.kill()  # it holds a whole booklet in memory, and nothing that must be kept
            with suppress(BrokenPipeError):
                child.stdin.close()  # what it never took is still to be sent


def anew(run: Run) -> Told:
    """In a process that ends with this one run. Raises CannotBuild."""
    with apart() as typeset:
        return typeset(run)


def _asked(child: subprocess.Popen, run: Run) -> Told:
    alarm = threading.Timer(PATIENCE, child.kill)
    alarm.start()
    try:
        _send(child.stdin, json.dumps(asdict(run)).encode())
        status, said, data = (_receive(child.stdout) for _ in range(3))
    except OSError:
        # Not chained: what was being sent holds the words.
        late, ended = alarm.finished.is_set(), child.wait()
        if late:
            raise CannotBuild("the typesetter did not come to its end") from None
        raise CannotBuild(f"its process ended with status {ended}. Look whether memory ran out.") from None
    finally:
        alarm.cancel()
    if status == _REFUSED:
        raise CannotBuild(said.decode())
    return Told(data, json.loads(said))


def _send(pipe: BinaryIO, *parts: bytes) -> None:
    for part in parts:
        pipe.write(_LENGTH.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes:
    """The next part. Raises BrokenPipeError when the other side has ended."""
    start = pipe.read(_LENGTH.size)
    if len(start) < _LENGTH.size:
        raise BrokenPipeError
    (length,) = _LENGTH.unpack(start)
    part = pipe.read(length)
    if len(part) < length:
        raise BrokenPipeError
    return part


@functools.cache
def fonts() -> typst.Fonts:
    """Ours alone, so that a file is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _main() -> None:
    """Answers runs until nobody asks any more: how it went, what Typst says or the template tells, and the file."""
    # It takes every core there is and holds no lock, so whoever reads, stops or deletes at this moment comes first.
    os.nice(GENTLE)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    fonts()  # read while the question is still being written
    # No name is given to what passes here, so that nothing of one run lies in memory while the next is set.
    with suppress(BrokenPipeError):
        while True:
            _send(answers, *_answer(json.loads(_receive(questions))))


def _answer(asked: dict) -> tuple[bytes, bytes, bytes]:
    try:
        told = here(Run(**asked))
    except CannotBuild as refused:
        return _REFUSED, str(refused).encode(), b""
    return _SET, json.dumps(told.marks).encode(), told.data


if __name__ == "__main__":
    _main()
