"""What unpacks: gzip, zlib, deflate, zip, bzip2 and xz, found by their first bytes anywhere in a stream.

An unpacker is pushed what follows its first byte, in pieces, and gives what it holds, in pieces. It is `done` at its
end, or where it turns out to be none: by far the most "beginnings" are chance. What came out before a fault is given
too, since a page of a database may hold the beginning of something packed and not its end.
"""

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

SLICE = 16 * 1024
PIECE = 64 * 1024
SALVAGED = 32
MEMORY_OF_XZ = 128 * 1024 * 1024
LONGEST_MARK = 10


class Locked(Exception):
    """Something packed in a way that cannot be opened here. Says which."""


class Inflated:
    """Deflate with the wrapping that `wbits` says: 15 zlib, 31 gzip, -15 none."""

    def __init__(self, wbits: int):
        self.wbits, self.machine, self.done = wbits, None, False

    def push(self, data: memoryview) -> Iterator[bytes]:
        for start in range(0, len(data), SLICE):
            if self.done:
                return
            part = data[start : start + SLICE]
            again = self.machine.copy() if self.machine else zlib.decompressobj(self.wbits)
            self.machine = self.machine or zlib.decompressobj(self.wbits)
            try:
                pieces = list(self.run(self.machine, part, PIECE))
            except zlib.error:
                self.done = True
                yield from self.salvage(again, part)
                return
            yield from pieces
            self.done = self.machine.eof

    @staticmethod
    def run(machine, part, size: int) -> Iterator[bytes]:
        while part and not machine.eof:
            yield machine.decompress(part, size)
            part = machine.unconsumed_tail

    def salvage(self, machine, part) -> Iterator[bytes]:
        """What comes before the fault: zlib throws away what it made in the call that met it."""
        found = []
        with suppress(zlib.error):
            found.extend(self.run(machine, part, SALVAGED))
        yield b"".join(found)


class Expanded:
    """bzip2 or xz, by Python's own unpackers."""

    def __init__(self, machine):
        self.machine, self.done = machine, False

    def push(self, data: memoryview) -> Iterator[bytes]:
        data = bytes(data)
        try:
            while not self.done and (data or not self.machine.needs_input):
                yield self.machine.decompress(data, PIECE)
                data, self.done = b"", self.machine.eof
        except (OSError, lzma.LZMAError, EOFError):
            self.done = True


class Member:
    """One file in a zip (docx, epub, odt ...): its own header first, then what its method says."""

    HEAD = struct.Struct("<4s5H3I2H")

    def __init__(self):
        self.head, self.inner, self.done = b"", None, False

    def push(self, data: memoryview) -> Iterator[bytes]:
        if self.inner is None:
            self.head += bytes(data[: self.HEAD.size + 2 * 65536])
            if len(self.head) < self.HEAD.size:
                return
            _, _, flags, method, *_, name, extra = self.HEAD.unpack_from(self.head)
            begins = self.HEAD.size + name + extra
            if len(self.head) < begins:
                return
            known = len(self.head) - len(data[: self.HEAD.size + 2 * 65536])
            self.inner = self.opened(flags, method)
            self.head, data = b"", data[max(0, begins - known) :]
        if self.inner is None:
            self.done = True
            return
        yield from self.inner.push(data)
        self.done = self.inner.done

    @staticmethod
    def opened(flags: int, method: int):
        if method == 0 and not flags & 1:
            return None  # lies open, and was seen already
        if flags & 1:
            raise Locked("a locked file in a zip")
        if method == 8:
            return Inflated(-15)
        if method == 12:
            return Expanded(bz2.BZ2Decompressor())
        raise Locked(f"a file in a zip by method {method}")


def zlib_marks() -> bytes:
    """Every first pair of bytes that zlib may begin with, as one pattern."""
    ways = []
    for first in range(0x08, 0x80, 0x10):
        seconds = [flags for flags in range(256) if (first * 256 + flags) % 31 == 0 and not flags & 0x20]
        ways.append(b"%s(?=[%s])" % (re.escape(bytes([first])), b"".join(b"\\x%02x" % one for one in seconds)))
    return b"|".join(ways)


# No groups here, though they would name what was found: with them each byte of a stream costs ten times as much.
MARKS = re.compile(rb"\x1f(?=\x8b\x08)|P(?=K\x03\x04)|B(?=Zh[1-9]1AY&SY)|\xfd(?=7zXZ\x00)|" + zlib_marks(), re.DOTALL)
BY_FIRST_BYTE = {b"\x1f": "gzip", b"P": "zip", b"B": "bzip2", b"\xfd": "xz"}
UNPACKERS = {
    "gzip": lambda: Inflated(31),
    "zlib": lambda: Inflated(15),
    "deflate": lambda: Inflated(-15),
    "zip": Member,
    "bzip2": lambda: Expanded(bz2.BZ2Decompressor()),
    "xz": lambda: Expanded(lzma.LZMADecompressor(memlimit=MEMORY_OF_XZ)),
}
# What can be seen to be packed or locked, and cannot be opened here: told as not searched, never passed over.
SHUT = {
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x04\x22\x4d\x18": "lz4",
    b"age-encryption.org/": "age",
    b"-----BEGIN PGP MESSAGE": "PGP",
}


def beginnings(window: bytes, start: int, stop: int) -> Iterator[tuple[str, int]]:
    """Where something packed may begin, from `start` up to `stop`, and what it would be."""
    for found in MARKS.finditer(window, start):
        if found.start() >= stop:
            return
        yield BY_FIRST_BYTE.get(found.group(), "zlib"), found.start()


def shut(first_bytes: bytes) -> str | None:
    return next((name for mark, name in SHUT.items() if first_bytes.startswith(mark)), None)
