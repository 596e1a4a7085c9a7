"""How a word looks when it lies open, whatever its case and normal form, and the hashes it may have become.

In: the words. Out: for a window of bytes, which word stands where and in which form. Escapes, base64, hexadecimal and
packing are not forms: they are undone elsewhere, and what comes out is searched again by the same forms. So a hash need
only be looked for in its raw bytes, and a word in base64 is found whatever its case.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ENCODINGS = {"UTF-8": "utf-8", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}
HASHES = {
    **{name: (lambda data, name=name: hashlib.new(name, data, usedforsecurity=False).digest())
       for name in ("md5", "sha1", "sha256", "sha512")},
    "blake2b": lambda data: hashlib.blake2b(data).digest(),
    "blake2b-256": lambda data: hashlib.blake2b(data, digest_size=32).digest(),
}  # fmt: skip
# Enough of a digest to be no accident, and short enough to find one that was cut.
OF_A_DIGEST = 12
LEAST_LETTERS = 4
# Below this it is quicker to look each place up among the digests than to look for each digest in the window.
FEW_BYTES = 24 * 1024
# Between two words of a phrase: any white space, or what a URL or a file name puts there.
GAPS = (" ", "\t", "\r", "\n", "\u00a0", "+", "-", "_")
LONGEST_GAP = 4
ALIKE = ({"'", "\u2019", "\u02bc"}, {"-", "\u2010", "\u2011"})


class TooShort(ValueError):
    """A word that would be found everywhere by accident. Says which by its number, never itself."""

    def __init__(self, number: int):
        super().__init__(f"Word {number} has fewer than {LEAST_LETTERS} letters: it would be found everywhere.")


@dataclass(frozen=True)
class Match:
    word: int
    form: str
    start: int
    end: int


@dataclass(frozen=True)
class Finder:
    """One word in one form. `folded`: looked for in the window with its ASCII letters made small."""

    word: int
    form: str
    folded: bool
    literal: bytes = b""
    pattern: re.Pattern | None = None

    def spans(self, window: bytes) -> Iterator[tuple[int, int]]:
        if self.pattern:
            yield from (found.span() for found in self.pattern.finditer(window))
            return
        start = window.find(self.literal)
        while start >= 0:
            yield start, start + len(self.literal)
            start = window.find(self.literal, start + 1)


class Forms:
    """What to look for. `longest` and `shortest` are the lengths, in bytes, that a match can have."""

    def __init__(self, words: list[str]):
        self.finders: list[Finder] = []
        self.digests: dict[bytes, list[Finder]] = {}
        self.longest, self.shortest = OF_A_DIGEST, OF_A_DIGEST
        for number, word in enumerate(words, start=1):
            parts = unicodedata.normalize("NFC", word).split()
            if sum(len(part) for part in parts) < LEAST_LETTERS:
                raise TooShort(number)
            self.add_text(number, parts)
            self.add_hashes(number, word.strip())

    def add_text(self, number: int, parts: list[str]) -> None:
        for form, code in ENCODINGS.items():
            steps: list[list[bytes]] = []
            for index, part in enumerate(parts):
                if index:
                    steps.append([])
                steps += [spellings(char, code) for char in part]
            self.longest = max(self.longest, sum(longest(step) for step in steps))
            self.shortest = min(self.shortest, sum(min(map(len, step)) if step else 1 for step in steps))
            if all(len(step) == 1 for step in steps):
                self.finders.append(Finder(number, form, True, literal=b"".join(step[0] for step in steps)))
            else:
                pattern = re.compile(b"".join(one_of(step) if step else gap(code) for step in steps))
                self.finders.append(Finder(number, form, True, pattern=pattern))

    def add_hashes(self, number: int, word: str) -> None:
        cases = {word, word.lower(), word.upper(), word.title(), word.casefold()}
        normal = {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}
        hashed = {(text + end).encode() for text in normal for end in ("", "\n")}
        for name, digest in HASHES.items():
            for one in sorted({digest(subject)[:OF_A_DIGEST] for subject in hashed}):
                self.digests.setdefault(one, []).append(Finder(number, name, False, literal=one))

    def find(self, window: bytes) -> Iterator[Match]:
        if len(window) < self.shortest:
            return
        folded = window.lower()
        for finder in (*self.finders, *self.finders_of_digests(window)):
            for start, end in finder.spans(folded if finder.folded else window):
                yield Match(finder.word, finder.form, start, end)

    def finders_of_digests(self, window: bytes) -> Iterator[Finder]:
        """Those worth trying. There are a thousand of them for twelve words, and most windows are small."""
        there = self.digests
        if len(window) < FEW_BYTES:
            there = self.digests.keys() & {window[at : at + OF_A_DIGEST] for at in range(len(window))}
        for literal in there:
            yield from self.digests[literal]


def spellings(char: str, code: str) -> list[bytes]:
    """Every way one letter may be written in this encoding: small, large, composed or not; ASCII letters small."""
    same = {char}.union(*(group for group in ALIKE if char in group))
    cases = {case for one in same for case in (one, one.lower(), one.upper(), one.title(), one.casefold())}
    forms = {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}
    return sorted({form.encode(code).lower() for form in forms})


def longest(step: list[bytes]) -> int:
    return max(map(len, step)) if step else 2 * LONGEST_GAP


def one_of(ways: list[bytes]) -> bytes:
    return re.escape(ways[0]) if len(ways) == 1 else b"(?:" + b"|".join(map(re.escape, ways)) + b")"


def gap(code: str) -> bytes:
    return one_of([one.encode(code) for one in GAPS]) + b"{1,%d}" % LONGEST_GAP
