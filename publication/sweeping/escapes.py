"""Text in which single characters were written another way: in URLs, in HTML, in JSON and dumps, in mail.

Only what stands near such a character is written out again, in plain: the rest of the stream is searched as it is.
Each way is undone by itself, since "=ab" is an escape in a mail and the beginning of a name in a query; what comes out
is looked at for the other ways in the next layer.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    name: str
    mark: bytes  # without it there is nothing to undo
    escape: re.Pattern
    plain: Callable[[re.Match], bytes]


def from_url(found: re.Match) -> bytes:
    code = found.group()[1:]
    return chr(int(code[1:], 16)).encode(errors="surrogatepass") if code[:1] in b"uU" else bytes([int(code, 16)])


def from_markup(found: re.Match) -> bytes:
    """A character for an entity; nothing for a tag, since word processors cut words in two with them."""
    return b"" if found.group()[:1] == b"<" else html.unescape(found.group().decode("ascii")).encode(errors="replace")


def from_backslash(found: re.Match) -> bytes:
    if codes := found["unicode"]:
        units = b"".join(bytes.fromhex(code.decode()) for code in re.findall(rb"[0-9A-Fa-f]{4}", codes))
        return units.decode("utf-16-be", errors="replace").encode()
    return bytes([int(found["hex"], 16) if found["hex"] else int(found["octal"], 8)])


def from_mail(found: re.Match) -> bytes:
    code = found.group()[1:]
    return b"" if code.endswith(b"\n") else bytes([int(code, 16)])


WAYS = (
    Way("URL-escaped", b"%", re.compile(rb"%(?:[0-9A-Fa-f]{2}|[uU][0-9A-Fa-f]{4})"), from_url),
    Way(
        "HTML-escaped",
        b"",
        re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|</?[A-Za-z][^<>]{0,256}>"),
        from_markup,
    ),
    Way(
        "JSON-escaped",
        b"\\",
        re.compile(
            rb"\\+(?:u(?P<unicode>[0-9A-Fa-f]{4}(?:\\+u[0-9A-Fa-f]{4})*)|x(?P<hex>[0-9A-Fa-f]{2})|(?P<octal>[0-3][0-7]{2}))"
        ),
        from_backslash,
    ),
    Way("mail-escaped", b"=", re.compile(rb"=(?:[0-9A-Fa-f]{2}|\r?\n)"), from_mail),
)  # fmt: skip


class Unescaped:
    """One way, undone over one stream. `near`: how far around an escape text is written out again."""

    def __init__(self, way: Way, longest: int):
        self.way, self.name = way, way.name
        self.near = 12 * longest + 64
        self.held = b""

    def push(self, data: bytes, at: int, final: bool) -> Iterator[tuple[int, bytes, int]]:
        # Twice the distance is kept, so that no word lies across the border without its escapes and their company.
        data, at = self.held + data, at - len(self.held)
        self.held = b"" if final else data[-2 * self.near :]
        if self.way.mark in data:
            for start, end in self.pieces(data):
                yield 0, self.way.escape.sub(self.way.plain, data[start:end]) + b"\0", at + start

    def pieces(self, data: bytes) -> Iterator[tuple[int, int]]:
        start = end = -1
        for found in self.way.escape.finditer(data):
            if end >= 0 and found.start() - self.near <= end:
                end = found.end() + self.near
                continue
            if end >= 0:
                yield start, min(end, len(data))
            start, end = max(0, found.start() - self.near), found.end() + self.near
        if end >= 0:
            yield start, min(end, len(data))
