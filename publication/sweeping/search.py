"""The whole search, and what came of it: findings without their words, what was not searched, and how much was."""

import os
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from publication.sweeping import dump, files, pdf, tables
from publication.sweeping.forms import Forms
from publication.sweeping.places import Places
from publication.sweeping.scanner import Budget, Scanner
from publication.sweeping.streams import shut

# Of one word in one form in one place: a word that stands there a thousand times is told ten times, and counted.
TOLD = 10


@dataclass(frozen=True)
class Finding:
    place: str
    word: int
    forms: tuple[str, ...]
    offset: int

    def __str__(self) -> str:
        exactly = f"byte {self.offset}" if len(self.forms) == 1 else f"from byte {self.offset} on"
        return f"word {self.word}: {self.place}, {exactly}, as {' in '.join(self.forms)}"


@dataclass
class Outcome:
    findings: list[Finding] = field(default_factory=list)
    untold: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    files: int = 0
    tables: int = 0
    dumps: int = 0
    size: int = 0


class Search:
    def __init__(self, words: list[str]):
        self.forms, self.outcome = Forms(words), Outcome()
        self.counted: Counter = Counter()
        self.cleaned: dict[str, str] = {}

    def run(self, places: Places) -> Outcome:
        seen: set[tuple[int, int]] = set()
        for root in places.paths:
            for path, found in files.below(root, seen, self.unread):
                self.name(path, found)
                if stat.S_ISREG(found.st_mode):
                    self.file(path)
        for alias, database in places.dumps.items():
            try:
                self.stream(f"a dump of the database {alias}", dump.pieces(database))
                self.outcome.dumps += 1
            except dump.NoDump as reason:
                self.miss(f"the database {alias}", str(reason))
        self.outcome.missed += places.out_of_reach
        return self.outcome

    def name(self, path: Path, found: os.stat_result) -> None:
        """What a thing is called, and where a link leads."""
        said = os.fsencode(path.name)
        if stat.S_ISLNK(found.st_mode):
            try:
                said += b"\0" + os.fsencode(os.readlink(path))
            except OSError:
                return
        self.stream(f"the name of {self.shown(path)}", [said], counted=False)

    def file(self, path: Path) -> None:
        shown, first = self.shown(path), b""

        def read():
            nonlocal first
            for piece in files.pieces(path):
                first = first or piece[:1024]
                yield piece

        try:
            self.stream(shown, read())
        except FileNotFoundError:
            return
        except OSError as reason:
            self.unread(path, reason.strerror or reason.__class__.__name__)
            return
        self.outcome.files += 1
        if name := shut(first):
            self.miss(shown, f"it is packed or locked by {name}")
        if first.startswith(tables.MAGIC):
            self.tables(path, shown)
        elif first.startswith(pdf.MAGIC) or (path.suffix.lower() == ".pdf" and pdf.MAGIC in first):
            try:
                self.stream(f"{shown}, the text of its pages", pdf.text(path), counted=False)
            except pdf.NoText as reason:
                self.miss(shown, str(reason))

    def tables(self, path: Path, shown: str) -> None:
        try:
            for name, cells in tables.rows(path):
                place = f"{shown}, {self.clean(name)}"
                try:
                    self.stream(place, cells, counted=False)
                    self.outcome.tables += 1
                except tables.NoTables as reason:
                    self.miss(place, str(reason))
        except tables.NoTables as reason:
            self.miss(shown, str(reason))

    def stream(self, place: str, pieces: Iterable[bytes], *, counted: bool = True) -> None:
        budget = Budget()
        scanner = Scanner(self.forms, lambda *found: self.found(place, *found), budget=budget)
        try:
            for piece in pieces:
                self.outcome.size += len(piece) if counted else 0
                scanner.feed(piece)
        finally:
            # A file that breaks off in the middle has still been searched up to there.
            scanner.close()
            for reason in sorted(budget.missed):
                self.miss(place, reason)

    def found(self, place: str, word: int, forms: tuple[str, ...], offset: int) -> None:
        key = (place, word, forms)
        self.counted[key] += 1
        if self.counted[key] <= TOLD:
            self.outcome.findings.append(Finding(place, word, forms, offset))
        else:
            self.outcome.untold[key] += 1

    def unread(self, path: Path, reason: str) -> None:
        self.miss(self.shown(path), reason)

    def miss(self, place: str, reason: str) -> None:
        self.outcome.missed.append(f"{place}: {self.clean(reason)}")

    def shown(self, path: Path) -> str:
        """A path as it may be printed: a part that holds a word is named by the word's number."""
        return "/".join(self.clean(part) for part in str(path).split("/"))

    def clean(self, text: str) -> str:
        if text not in self.cleaned:
            self.cleaned[text] = self.without_words(text)
        return self.cleaned[text]

    def without_words(self, text: str) -> str:
        held: set[int] = set()
        data = text.encode(errors="surrogateescape")
        scanner = Scanner(self.forms, lambda word, forms, at: held.add(word))
        scanner.feed(data)
        scanner.close()
        if held:
            return "[" + " and ".join(f"word {number}" for number in sorted(held)) + "]"
        return "".join(char if char.isprintable() else "?" for char in text)
