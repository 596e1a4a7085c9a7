"""Requests that no browser of a parent makes: seeded, so that each can be made again by its number."""

import random
import urllib.parse
from dataclasses import dataclass, field

from stories.journey import floods, keeping, private, returning, saved_writing, saving
from stories.journey.steps import FIELDS, NAMED
from tests.stories.journey.walking import ANSWERS, WORDS

ODD = [
    "",
    " ",
    "\x00",
    "yes\x00",
    "\ud800",
    "\ufffe\ufeff",
    "\u202e\u2066right to left",
    "'; DROP TABLE stories_story; --",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)><x y='",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "../../../etc/passwd",
    "%s%n%x%(a)s{0}",
    "９９９９",
    "a" * 5000,
    "💙" * 300,
    "\r\r\n\n\r",
    "\x01\x02\x1b[31m\x7f",
    "-1",
    "1e999",
    "null",
    "door",
    "2026-W99",
    "0" * 400,
    "abacus abdomen abdominal abide abiding ability ablaze",
    "0000 0001 0002 0003 0004 0005 7775",
]
NAMES = [
    *FIELDS,
    *returning.TYPED,
    *floods.FIELDS,
    *(keeping.TOKEN, keeping.NONCE),
    *("door", "at", "go", "send", "save", "back", "change", "changing", "carry", "anew", "nothing", "step", "mark-"),
    *("nonce", "token", "words", "resume", "csrfmiddlewaretoken", "__proto__", "a[b][]", "text\x00", "\ud800"),
]
PLACES = [*NAMED, *private.PAGES, *saving.PAGES, *saved_writing.PAGES, "sent", "return", "nowhere", ""]
PRESSED = ["send", "save", "back", "go", "change", "changing", "carry", "anew", "nothing"]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=hex",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=b; charset=rot13",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=\xff",
    "application/json",
    "text/plain",
    "",
    "x/\x7f",
]
HEADERS = {
    "HTTP_SEC_FETCH_SITE": ["cross-site", "same-origin", "\xff", ""],
    "HTTP_ACCEPT_LANGUAGE": ["xx-" + "y" * 3000, "de;q=banana", "*" * 500, "en-gb,fa;q=0.9", "\x00"],
    "HTTP_COOKIE": ["desk=" + "x" * 4000, "vault=\xff\xfe; a", "=;=;=", "django_language=../../etc"],
    "HTTP_HOST": ["example.org", "a b", "[::1", "testserver:99999", "\xff", "testserver.", "x.onion"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4, " * 200, "\x00", "::ffff:zz"],
    "HTTP_CONTENT_ENCODING": ["gzip", "br"],
    "HTTP_ACCEPT": ["application/json", "*/*;q=nan", "\xff" * 50],
    "HTTP_RANGE": ["bytes=0-0,-1", "lines=1"],
    "HTTP_IF_NONE_MATCH": ['"' + "x" * 900, "W/"],
    "HTTP_IF_MODIFIED_SINCE": ["yesterday", "Thu, 99 Foo 9999 99:99:99 GMT"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_EXPECT": ["100-continue", "the unexpected"],
    "CONTENT_LENGTH": ["-1", "", "1e9", "99999999999", "0"],
    "REMOTE_ADDR": ["", "81.2.69.160", "::1%eth0", "\xff"],
}
PATHS = [
    *("/", "/exit/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/words", "/words//", "/admin/", "/admin/login/"),
    *("/documents/1/x.pdf", "/documents/99999999999999999999/x", "/pictures/x/1/fill-10x10/", "/media/../../x"),
    *("/share/", "/words/%00", "/%2e%2e/%2e%2e/etc/passwd", "/a/files/x.pdf", "/S-27-0042/", "/static/../settings.py"),
    *("/" + "a/" * 400, "/" + "a" * 5000, "/\xff\xfe/", "/\x00", "//example.org/", "/\u202e", "/words/?x", "/;/..;/"),
]
QUERIES = [
    *("q=a", "q=" + "x" * 5000, "p=-1", "p=1e9", "page=%00", "%ff%fe", "a=1&" * 1500, "q=%F0%9F%92%99", "=&=", "q[]=1"),
    *("next=//example.org", "text=something&words=abacus", "preview=1", "debug=true", "q=%'%22OR%201=1", ";a=b"),
]
METHODS = ["GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "X" * 100]


@dataclass
class Odd:
    """One request. `fields` are what a form would send; without them the body is bytes that are no form of ours."""

    method: str = "POST"
    path: str = WORDS
    query: str = ""
    body: bytes = b""
    content_type: str = TYPES[0]
    fields: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


def requests(seed, count: int, genuine: dict[str, str]):
    """`count` requests. `genuine` are hidden fields that our own pages carry, which some of them have got hold of."""
    rng = random.Random(f"odd requests {seed}")
    for _ in range(count):
        kind = rng.random()
        if kind < 0.6:
            yield posted_form(rng, genuine)
        elif kind < 0.8:
            yield Odd(body=body(rng), content_type=rng.choice(TYPES), headers=headers(rng, 0.2))
        else:
            yield elsewhere(rng)


def posted_form(rng: random.Random, genuine: dict[str, str]) -> Odd:
    fields = {name: value.encode("utf-8", "replace").decode() for name, value in form(rng, genuine).items()}
    fields = {name.encode("utf-8", "replace").decode(): value for name, value in fields.items()}
    if rng.random() < 0.3:
        packed, content_type = multipart(fields)
    else:
        packed, content_type = urllib.parse.urlencode(fields).encode(), TYPES[0]
    return Odd(body=packed, content_type=content_type, fields=fields, headers=headers(rng, 0.1))


def form(rng: random.Random, genuine: dict[str, str]) -> dict[str, str]:
    """Answers, some of them good, at some page or none."""
    data = {name: value for name, value in ANSWERS.items() if rng.random() < 0.8}
    data |= {rng.choice(NAMES): rng.choice(ODD) for _ in range(rng.randrange(8))}
    data |= {name: value for name, value in genuine.items() if rng.random() < 0.5}
    data["door"] = rng.choice(["write", "write", "write", "return", "return", rng.choice(ODD)])
    data["at"] = rng.choice(PLACES)
    if rng.random() < 0.5:
        data[rng.choice(PRESSED)] = rng.choice(PLACES)
    return data


def multipart(fields: dict[str, str]) -> tuple[bytes, str]:
    parts = []
    for name, value in fields.items():
        quoted = name.replace('"', "%22").replace("\r", "").replace("\n", "")
        parts.append(f'--b0undary\r\nContent-Disposition: form-data; name="{quoted}"\r\n\r\n{value}\r\n'.encode())
    return b"".join(parts) + b"--b0undary--\r\n", "multipart/form-data; boundary=b0undary"


def body(rng: random.Random) -> bytes:
    """A body that no form of ours sends."""
    match rng.randrange(6):
        case 0:
            return rng.randbytes(rng.randrange(400))
        case 1:
            return b"&".join(b"text=%" + rng.randbytes(3) for _ in range(rng.randrange(40)))
        case 2:
            return b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + rng.randbytes(200)
        case 3:
            return b"door=write&" + b"&".join(b"f%d=1" % n for n in range(rng.choice([3, 3, 5000])))
        case 4:
            disposition = b'--b\r\nContent-Disposition: form-data; name="door"; filename="' + rng.randbytes(9)
            encoded = b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + rng.randbytes(50)
            return disposition + encoded + b"\r\n--b--\r\n"
    return "door=write&at=story&text=words".encode(rng.choice(["utf-16", "utf-32", "utf-7", "cp037"]))


def headers(rng: random.Random, likely: float) -> dict[str, str]:
    return {name: rng.choice(values) for name, values in HEADERS.items() if rng.random() < likely}


def elsewhere(rng: random.Random) -> Odd:
    """The other addresses that anybody can reach, and the journey's own in other ways than by posting a form."""
    return Odd(
        method=rng.choice(METHODS),
        path=rng.choice([*PATHS, WORDS, WORDS]),
        query=rng.choice(["", *QUERIES]),
        body=rng.choice([b"", b"", body(rng)]),
        content_type=rng.choice(TYPES),
        headers=headers(rng, 0.15),
    )
