"""The no-list: every no in one file that can only grow, kept twice, in no backup and out of the database's reach.

Threat: a database that forgets. Whoever can write to it can take the newest no away, and a restored backup is older
than the noes said since. This file remembers them: the rule answers no for a family of whom it holds a no that the
register does not (consent.marks).

- A line is a kind, an agreement's accidental number and a mark drawn by chance. No time, no use, no reason, no person.
- Length and hash of the whole list stand in every printed head of the ledger, so a cut or an exchanged list is found.
- With one copy's disk away the other is enough, and `mend` carries over what is missing. With both away no use is
  open: an absent list must not read as an empty one.
- The files' own times are set to a constant at each write, as those of the slot file are.
"""

import functools
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from consent import awaiting
from consent.errors import NoListAwaited, NoListMissing, NotThisList
from consent.no_list_copy import LINE, Copy, locked, write_new

START = bytes(32)


class Listed(StrEnum):
    """What a line says about its agreement."""

    NO = "n"
    HOLD = "h"
    LIFTED = "l"  # the no or the hold with this mark has ended
    ERASED = "x"
    LET_GO = "r"  # the mark is made from the decisions that a deletion let go


@dataclass(frozen=True)
class Line:
    kind: Listed
    agreement: str
    mark: str

    def to_bytes(self) -> bytes:
        return f"{self.kind} {self.agreement} {self.mark}\n".encode()


@dataclass(frozen=True)
class NoList:
    """What both copies say together."""

    length: int
    hash: str
    # Agreement and mark of every no and hold that nothing has lifted, with its kind.
    standing: dict[tuple[str, str], Listed] = field(default_factory=dict)
    marks: dict[str, frozenset[str]] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()
    let_go: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()

    def of(self, agreement: str) -> frozenset[str]:
        """The marks of an agreement that stand."""
        return self.marks.get(agreement, frozenset())


def create() -> None:
    """Makes both copies of a new installation, empty. Leaves what is there alone, and one that is missing too:
    a disk that is away must not be papered over. Nor does a restored site get a new one."""
    paths = _paths()
    if not awaiting.is_on(paths) and not any(path.exists() for path in paths):
        for path in paths:
            write_new(path)


def read() -> NoList:
    """What the list says now. Read anew only when a file has changed; raises `NoListMissing` when both are away."""
    if awaiting.is_on(_paths()):
        raise NoListAwaited(_paths())
    seen = []
    for path in _paths():
        try:
            stat = os.stat(path)
        except OSError:
            continue
        seen.append((path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    # A disk that shows its file and does not give it is as good as away.
    for copies in (tuple(seen), *((one,) for one in seen)):
        with suppress(OSError):
            if copies:
                return _read(copies)
    raise NoListMissing(_paths())


def add(lines: Iterable[Line]) -> tuple[Path, ...]:
    """Adds lines to both copies; on the disk when it returns. Answers with the paths that could not be written.

    Raises `NoListMissing` only when no copy could be written.
    """
    content = b"".join(line.to_bytes() for line in lines)
    if not content:
        return ()
    with locked(_paths()) as copies:
        _mend(copies)
        failed = [copy.path for copy in copies if not copy.try_append(content)]
        away = [path for path in _paths() if path not in {copy.path for copy in copies}]
        if len(failed) == len(copies):
            raise NoListMissing((*failed, *away))
    return (*failed, *away)


def mend() -> int:
    """Gives each copy the lines that only the other holds; returns how many. For the daily run.

    Raises `NoListMissing` when a copy is away, naming it.
    """
    with locked(_paths()) as copies:
        mended = _mend(copies)
        if len(copies) < len(_paths()):
            raise NoListMissing(path for path in _paths() if path not in {copy.path for copy in copies})
    return mended


def replace_missing() -> Path | None:
    """Writes a lost copy anew from the other. An operator's act: a disk that is away must not be papered over.

    Raises `NoListMissing` when there is no copy to write it from.
    """
    with locked(_paths()) as copies:
        away = [path for path in _paths() if path not in {copy.path for copy in copies}]
    for path in away:
        write_new(path)
    mend()
    return away[0] if away else None


def differ() -> bool:
    """Whether a copy is away, or holds other lines than its fellow."""
    with locked(_paths()) as copies:
        return len({copy.whole() for copy in copies}) > 1 or len(copies) < len(_paths())


def extends(length: int, hash: str) -> bool:
    """Whether today's list begins with the list that had this length and hash."""
    with locked(_paths()) as copies:
        return any(_hash(copy.whole()[: length * LINE]) == (length, hash) for copy in copies)


def await_supply() -> None:
    """Closes every use until `supply` is given the list: for a database that may be older than the newest no."""
    awaiting.begin(_paths())


def supply(content: bytes | None, *, length: int, hash: str) -> None:
    """Ends the waiting. `content` is a list that was kept elsewhere, or None for the copies that are in their places.

    It must begin with the list that had this length and hash, as the newest printed head names it; else `NotThisList`.
    Lines that only a copy in its place holds are kept behind it. Raises `NoListMissing` when there is none to be had.
    """
    if content is None:
        with locked(_paths()) as copies:
            offered = [copy.whole() for copy in copies]
    else:
        offered = [content]
    best = next((one for one in offered if _hash(one[: length * LINE]) == (length, hash)), None)
    if best is None:
        raise NotThisList(
            "This no-list does not begin with the one that the head names: it is older, or it was altered. "
            "Bring the copy from the other disk."
        )
    for path in _paths():
        if not path.exists():
            write_new(path)
    with locked(_paths()) as copies:
        known = set(_cut(best))
        more = (raw for copy in copies for raw in _cut(copy.whole()) if raw not in known and _line(raw))
        whole = best[: len(best) // LINE * LINE] + b"".join(dict.fromkeys(more))
        written = {copy.path for copy in copies if copy.try_rewrite(0, whole)}
    if away := [path for path in _paths() if path not in written]:
        raise NoListMissing(away)
    awaiting.end(_paths())


def _paths() -> tuple[Path, ...]:
    return tuple(Path(path) for path in settings.NO_LIST_FILES)


@functools.lru_cache(maxsize=4)
def _read(seen: tuple) -> NoList:
    contents = []
    for path, _inode, size, _modified, _changed in seen:
        with open(path, "rb") as stream:
            contents.append(stream.read(size // LINE * LINE))
    merged = _merged(contents)
    lines = [line for line in map(_line, _cut(merged)) if line]
    lifted = {(line.agreement, line.mark) for line in lines if line.kind == Listed.LIFTED}
    standing = {(line.agreement, line.mark): line.kind for line in lines if line.kind in (Listed.NO, Listed.HOLD)}
    standing = {key: kind for key, kind in standing.items() if key not in lifted}
    marks: dict[str, set[str]] = {}
    for agreement, mark in standing:
        marks.setdefault(agreement, set()).add(mark)
    length, hash = _hash(merged)
    return NoList(
        length=length,
        hash=hash,
        standing=standing,
        marks={agreement: frozenset(found) for agreement, found in marks.items()},
        erased=frozenset(line.agreement for line in lines if line.kind == Listed.ERASED),
        let_go=frozenset(line.mark for line in lines if line.kind == Listed.LET_GO),
        noted=frozenset(line.mark for line in lines),
    )


def _line(raw: bytes) -> Line | None:
    """The line, or None for one that a fault of the disk has spoilt."""
    parts = raw[:-1].split(b" ")
    if raw[-1:] != b"\n" or [len(part) for part in parts] != [1, 32, 32]:
        return None
    try:
        kind, agreement, mark = (part.decode("ascii") for part in parts)
        int(agreement, 16), int(mark, 16)
        return Line(Listed(kind), agreement, mark)
    except ValueError:
        return None


def _cut(content: bytes) -> list[bytes]:
    return [content[at : at + LINE] for at in range(0, len(content), LINE)]


def _merged(contents: list[bytes]) -> bytes:
    """The best copy, and after it what only another one holds. A no in either stays a no."""
    best = min(contents, key=lambda content: (sum(1 for raw in _cut(content) if not _line(raw)), -len(content)))
    if all(best.startswith(content) for content in contents):
        return best
    known = set(_cut(best))
    more = [raw for content in contents for raw in _cut(content) if raw not in known and _line(raw)]
    return best + b"".join(dict.fromkeys(more))


def _mend(copies: list[Copy]) -> int:
    contents = [copy.whole() for copy in copies]
    if all(content == contents[0] for content in contents):
        return 0
    merged, mended = _merged(contents), 0
    for copy, content in zip(copies, contents, strict=True):
        lines, right = _cut(content), _cut(merged)
        same = len(os.path.commonprefix([lines, right]))
        if content != merged and copy.try_rewrite(same * LINE, merged[same * LINE :]):
            mended += len(right) - same
    return mended


def _hash(content: bytes) -> tuple[int, str]:
    """Length and hash. Each line is hashed over the hash before it, so that a longer list proves the shorter one."""
    found, length = START, 0
    for raw in _cut(content):
        found, length = hashlib.sha256(found + raw).digest(), length + 1
    return length, found.hex()
