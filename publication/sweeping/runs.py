"""Base64 and hexadecimal, decoded wherever they stand: whole columns of a table or twelve letters in a log line.

Where an encoded value begins is not known, since a letter or slash before it looks like a part of it. So every run is
decoded once for each place where it may begin (four in base64, two in hexadecimal), each in a lane of its own; a run
may go on over any number of pieces. Line ends inside a run are ignored, as mail and `xxd` put them there.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_ENDS = b"\r\n"
STANDARD = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True)
class Run:
    """A piece of a run, where it stands, and whether the run begins and ends with it."""

    letters: bytes
    at: int
    begins: bool
    ends: bool


class Runs:
    """Cuts a stream into runs of an alphabet that are at least so long."""

    def __init__(self, alphabet: bytes, least: int):
        self.least = least
        self.whole = re.compile(b"[%s]{%d,}" % (alphabet, least))
        self.further = re.compile(b"[%s]*" % alphabet)
        self.last = re.compile(b"[%s]+\\Z" % alphabet)
        self.open = False
        self.held = b""

    def push(self, data: bytes, at: int, final: bool) -> Iterator[Run]:
        data, at, self.held = self.held + data, at - len(self.held), b""
        done = 0
        if self.open:
            done = self.further.match(data).end()
            self.open = done == len(data) and not final
            yield Run(data[:done], at, False, not self.open)
        for found in self.whole.finditer(data, done):
            self.open = found.end() == len(data) and not final
            yield Run(found.group(), at + found.start(), True, not self.open)
        if not self.open and not final and (found := self.last.search(data, max(done, len(data) - self.least))):
            self.held = found.group()


class Lane:
    """One way to read the runs: `group` letters make some bytes, the first `shift` letters are left out."""

    def __init__(self, shift: int):
        self.shift, self.skip, self.rest = shift, 0, b""

    def take(self, run: Run) -> bytes:
        letters = run.letters.translate(STANDARD, LINE_ENDS)
        if run.begins:
            self.skip, self.rest = self.shift, b""
        skipped = min(self.skip, len(letters))
        self.skip -= skipped
        letters = self.rest + letters[skipped:]
        if run.ends:
            # Filled up with a nought: what that adds stands behind the last true byte.
            letters += self.nought * (-len(letters) % self.group)
        whole = len(letters) // self.group * self.group
        self.rest = letters[whole:]
        return self.decode(letters[:whole]) + (b"\0" if run.ends else b"")


class Base64(Lane):
    name, alphabet, group, nought = "base64", rb"A-Za-z0-9+/_\-\r\n", 4, b"A"
    decode = staticmethod(binascii.a2b_base64)

    @staticmethod
    def least(shortest: int) -> int:
        return -(-shortest * 8 // 6)


class Hexadecimal(Lane):
    name, alphabet, group, nought = "hex", rb"0-9A-Fa-f\r\n", 2, b"0"
    decode = staticmethod(binascii.unhexlify)

    @staticmethod
    def least(shortest: int) -> int:
        return 2 * shortest


class Decoded:
    """All lanes of one encoding over one stream. Out: for each piece, which lane, its bytes and where they stood."""

    def __init__(self, kind: type[Lane], shortest: int):
        self.name = kind.name
        self.runs = Runs(kind.alphabet, kind.least(shortest))
        self.lanes = [kind(shift) for shift in range(kind.group)]

    def push(self, data: bytes, at: int, final: bool) -> Iterator[tuple[int, bytes, int]]:
        for run in self.runs.push(data, at, final):
            for number, lane in enumerate(self.lanes):
                if decoded := lane.take(run):
                    yield number, decoded, run.at
