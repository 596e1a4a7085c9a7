"""What no library would send, straight into the socket of the real server: it answers or hangs up, and goes on."""

import random
import socket

import pytest

from tests.hostile.stack.browsing import Browser
from tests.stories.journey.walking import begin

pytestmark = pytest.mark.short_proof
COUNT = 400
SECONDS = 3
BODY = b"door=write&at=story&text=these+words"


def head(*lines: bytes, method: bytes = b"POST", path: bytes = b"/words/", version: bytes = b"HTTP/1.1") -> bytes:
    first = method + b" " + path + b" " + version
    return b"\r\n".join([first, b"Host: 127.0.0.1", *lines, b"", b""])


def bad_chunks(rng: random.Random) -> bytes:
    size = rng.choice([b"zz", b"-1", b"ffffffffffffffffff", b"5;" + b"x" * 9000, b"", b"0x5", b"5\n", b"\xff"])
    return (
        head(b"Transfer-Encoding: chunked")
        + size
        + b"\r\ndoor=\r\n"
        + rng.choice([b"", b"0\r\n\r\n", b"0\r\nX: y\r\n"])
    )


def bad_length(rng: random.Random) -> bytes:
    length = rng.choice([b"-1", b"1e9", b"99999999999999999999", b"5, 6", b"0x10", b" ", b"10\x00", b"\xd9\xa1"])
    return head(b"Content-Length: " + length) + BODY


def two_lengths(rng: random.Random) -> bytes:
    """What one server counts and the next one does not is how a second request is smuggled past it."""
    return head(b"Content-Length: %d" % rng.randrange(40), b"Transfer-Encoding: chunked") + b"0\r\n\r\n" + BODY


def cut_short(rng: random.Random) -> bytes:
    whole = head(b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 4000") + BODY
    return whole[: rng.randrange(len(whole))]


def header_bomb(rng: random.Random) -> bytes:
    kind = rng.randrange(4)
    if kind == 0:
        return head(*(b"X-%d: y" % number for number in range(3000)))
    if kind == 1:
        return head(b"Cookie: " + b"a=b; " * 40_000)
    if kind == 2:
        return head(b"X: " + rng.randbytes(200).replace(b"\n", b""), b"Content-Length: 0")
    return head(b"No colon at all", b" folded: value", b": no name")


def bad_first_line(rng: random.Random) -> bytes:
    path = rng.choice(
        [b"/" + b"a" * 70_000, b"*", b"http://other.example/words/", b"/\x00", b"/%zz%00", b"words", b"/ /"]
    )
    method = rng.choice([b"GET", b"POST", b"", b"G\x00T", b"X" * 5000, b"CONNECT", b"PRI"])
    return head(method=method, path=path, version=rng.choice([b"HTTP/1.1", b"HTTP/9.9", b"HTTP/1.0", b"", b"HTTP/2.0"]))


def noise(rng: random.Random) -> bytes:
    return rng.choice(
        [rng.randbytes(rng.randrange(1, 3000)), b"\x16\x03\x01\x02\x00\x01\x00", b"\r\n" * 5000, b"\x00" * 100]
    )


def strange_body(rng: random.Random) -> bytes:
    body = rng.choice([rng.randbytes(3000), BODY.decode().encode("utf-16"), b"text=" + b"%" * 5000, b"&" * 5000])
    kind = rng.choice(
        [b"application/x-www-form-urlencoded; charset=hex", b"multipart/form-data; boundary=\xff", b"\xff"]
    )
    return head(b"Content-Type: " + kind, b"Content-Length: %d" % len(body), b"Connection: close") + body


KINDS = [bad_chunks, bad_length, two_lengths, cut_short, header_bomb, bad_first_line, noise, strange_body]


def answer(port: int, request: bytes) -> bytes:
    """What came back; nothing when the server hung up or waits for more."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        line.settimeout(SECONDS)
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            parts = []
            while part := line.recv(65536):
                parts.append(part)
        except OSError:
            return b""
        return b"".join(parts)


@pytest.fixture
def served(house):
    house.more = {}
    house.serve()
    return house


def test_the_server_answers_or_hangs_up_and_goes_on(served):
    rng = random.Random("raw requests")
    answered = 0
    for number in range(COUNT):
        kind = KINDS[number % len(KINDS)]
        request = kind(rng)
        got = answer(served.port, request)
        answered += bool(got)
        assert not got.startswith((b"HTTP/1.1 500", b"HTTP/1.0 500")), f"{kind.__name__} {number}: {request[:300]}"
    assert answered > COUNT / 4, "most of these are whole enough to be answered"
    assert begin(Browser(served.port)).heading == "Staying safe"
    assert "Traceback" not in served.said()
