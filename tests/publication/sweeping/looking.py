"""A sweep of bytes, and every way in which a word may be hidden in them."""

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import urllib.parse
import zipfile
import zlib

from publication.sweeping.forms import Forms
from publication.sweeping.scanner import Budget, Scanner

WORD = "Quillfeathered Zoë"
PLAIN = WORD.encode()


def scan(data: bytes, *words: str, step: int = 1 << 20, budget: Budget | None = None) -> list[tuple]:
    found: list[tuple] = []
    scanner = Scanner(Forms(list(words or [WORD])), lambda *one: found.append(one), budget=budget)
    for start in range(0, len(data), step):
        scanner.feed(data[start : start + step])
    scanner.close()
    return found


# Enough of other text that a packer has to write letters in codes of its own.
COMPANY = b"".join(b"%d sheep and %d goats; " % (number, number**3) for number in range(60))


def zipped(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr("word/document.xml", b"<w:p>before</w:p>" * 9 + data)
    return held.getvalue()


def deflated(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


OPEN = {
    "UTF-8": PLAIN,
    "UTF-16 LE": WORD.encode("utf-16-le"),
    "UTF-16 BE": WORD.encode("utf-16-be"),
    "large letters": WORD.upper().encode(),
    "mixed letters": "qUILLfeatherED zOË".encode(),
    "composed differently": b"Quillfeathered Zoe\xcc\x88",
    "large, in UTF-16, composed differently": "QUILLFEATHERED ZOE\u0308".encode("utf-16-le"),
    "as two lines": "Quillfeathered\r\nZoë".encode(),
}
WRITTEN = {
    "URL": urllib.parse.quote(WORD).encode(),
    "URL with plus": urllib.parse.quote_plus(WORD).encode(),
    "URL, every letter": b"".join(b"%%%02x" % byte for byte in PLAIN),
    "URL twice": urllib.parse.quote(urllib.parse.quote(WORD)).encode(),
    "JSON": json.dumps(WORD).encode(),
    "JSON in JSON": json.dumps(json.dumps(WORD)).encode(),
    "JSON, every letter": "".join(f"\\u{ord(letter):04X}" for letter in WORD).encode(),
    "Python": repr(PLAIN).encode(),
    "HTML": b"Quillfeathered Zo&euml;",
    "HTML by number": b"&#x51;uillfeathered Zo&#235;",
    "cut by tags": b"Quill</w:t><w:t xml:space='preserve'>feathered Zo\xc3\xab",
    "mail": b"Quill=\r\nfeathered Zo=C3=AB",
    "hex": PLAIN.hex().encode(),
    "large hex": PLAIN.hex().upper().encode(),
    "hex of UTF-16": b"FEFF" + WORD.encode("utf-16-be").hex().encode(),
    **{f"base64 after {lead}": base64.b64encode(b"?>~"[:lead] + PLAIN + b"\xff\xfe") for lead in range(3)},
    **{f"urlsafe base64 after {lead}": base64.urlsafe_b64encode(b"\xfb\xff"[:lead] + PLAIN) for lead in range(3)},
    "base64 without its end": base64.b64encode(PLAIN + b"?").rstrip(b"="),
    "base64 in lines": base64.encodebytes(b"?" * 47 + PLAIN + b"?" * 60),
    "base64 of UTF-16": base64.b64encode(WORD.upper().encode("utf-16-le")),
}
PACKED = {
    "gzip": gzip.compress(COMPANY + PLAIN),
    "zlib": zlib.compress(COMPANY + PLAIN),
    "zlib, not packed tightly": zlib.compress(b"before" + PLAIN, 0),
    "zlib, a small window": zlib.compress(PLAIN, wbits=9),
    "zlib, cut off": zlib.compress(COMPANY + PLAIN + bytes(range(256)))[:-40],
    "zlib, spoilt behind": zlib.compress(COMPANY + PLAIN + bytes(range(256)))[:-40] + b"\xff" * 60,
    "a stream in a PDF": b"<< /Filter /FlateDecode >> stream\n" + zlib.compress(b"BT (" + PLAIN + b") Tj ET"),
    "docx": zipped(COMPANY + PLAIN),
    "zip by bzip2": zipped(PLAIN, zipfile.ZIP_BZIP2),
    "zip, lying open": zipped(PLAIN, zipfile.ZIP_STORED),
    "bzip2": bz2.compress(COMPANY + PLAIN),
    "xz": lzma.compress(COMPANY + PLAIN),
    "a session": base64.urlsafe_b64encode(
        zlib.compress(json.dumps({"said": WORD, "by": COMPANY.decode()}).encode())
    ).rstrip(b"="),
    "a packed file in a dump": gzip.compress(PLAIN).hex().encode(),
    "three layers": gzip.compress(zipped(COMPANY + base64.b64encode(PLAIN))),
}


def hashes() -> dict[str, bytes]:
    digests = {name: getattr(hashlib, name)(PLAIN).digest() for name in ("md5", "sha1", "sha256", "sha512", "blake2b")}
    digests["sha256 of small letters"] = hashlib.sha256(WORD.lower().encode()).digest()
    digests["sha256 of a line"] = hashlib.sha256(PLAIN + b"\n").digest()
    digests["blake2b, short"] = hashlib.blake2b(PLAIN, digest_size=32).digest()
    ways = {"raw": bytes, "hex": lambda d: d.hex().encode(), "base64": base64.b64encode}
    ways |= {"urlsafe": base64.urlsafe_b64encode, "large hex": lambda d: d.hex().upper().encode()}
    return {f"{name}, {way}": spell(digest) for name, digest in digests.items() for way, spell in ways.items()}


HASHED = hashes()
HIDDEN = OPEN | WRITTEN | PACKED | HASHED
