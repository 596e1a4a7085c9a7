"""What no file of a release may hold beside its words: who made it, at what time, with which tools, on what machine.

`Search` (publication/sweeping) finds given words however they are packed or written; what cannot be given as a word,
such as any time of day, is looked for in everything that a file holds once it is unpacked.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from publication.sweeping.places import Places
from publication.sweeping.search import Search

# Programs that may stand in a file are named here, with the reason: Typst says in every PDF that it made it, as the
# standard for archives asks, and tells nothing of a person or a place. Braille and text name none.
_TOOLS = re.compile(
    rb"pikepdf|qpdf|pillow|\bPIL\b|libpng|exiftool|reportlab|weasyprint|chromium|django|wagtail|cpython", re.I
)
_MADE_BY = re.compile(
    rb"<(pdf:Producer|xmp:CreatorTool|stEvt:softwareAgent)>(.*?)</\1>|^/(?:Producer|Creator)=(.*)", re.S
)
_TYPST = re.compile(rb"Typst \d+(\.\d+)+")
_AUTHOR = re.compile(
    rb"<dc:(creator|contributor)[^>]*>(.*?)</dc:\1>|^/Author=(.*)|<meta[^>]*name=.(?:author|generator).[^>]*>", re.S
)
# A day is told nowhere but in words; a time of day, or a moment of a computer's, is one of the year's first minute.
_MOMENT = re.compile(
    rb"(?<![\d.:])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"  # 16:05, 16:05:09
    rb"|D:\d{8,14}|(?<!\d)20\d\d-\d\d-\d\d(?!\d)"  # as a PDF, an EPUB and a web page write them
    rb"|(?<!\d)1[78]\d{8}(?!\d)"  # seconds since 1970
)
_ID = re.compile(rb"(?i)(?:\b(?:pk|[a-z]+_id|data-(?:pk|id))\b[\"']?\s?[=:]\s?[\"']?\d+)|/(?:desk|admin)/[a-z/]*\d+")
_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURE_ALONE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"pHYs"}


@dataclass(frozen=True)
class Leak:
    kind: str
    file: str
    what: str


def leaks(folder: Path, *, words: list[str], publisher: str, year: int) -> list[Leak]:
    """All that is found in the files of a release. `words` are names, paths and keys that must be in none."""
    found = [Leak("word", finding.place, str(finding.word)) for finding in _searched([folder], words)]
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"):
        for place, data in unpacked(path.name, path.read_bytes()):
            where = f"{path.relative_to(folder)}: {place}"
            found += [Leak(kind, where, what) for kind, what in _seen(data, publisher, year)]
    return found


def holding(files: list[Path], words: list[str]) -> list[str]:
    """The places in these files where one of the words stands."""
    return [finding.place for finding in _searched(files, words)]


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """All that is in a file, each with its place: members of an EPUB, objects of a PDF, parts of a picture."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                about = "{}-{:02}-{:02} {:02}:{:02}".format(*entry.date_time)
                yield f"{entry.filename}, its entry", about.encode() + entry.comment + entry.extra
                yield from unpacked(entry.filename, archive.read(entry))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            # The tables of names inside a font are the foundry's own, the same in every copy of the face.
            fonts = {one.objgen for each in document.objects for one in _font_programs(each)}
            for held in document.objects:
                yield f"object {held.objgen[0]}", held.unparse() if not isinstance(held, pikepdf.Stream) else b""
                if isinstance(held, pikepdf.Stream) and held.objgen not in fonts:
                    yield f"stream {held.objgen[0]}", b"" if held.get("/Subtype") == "/Image" else held.read_bytes()
            yield from ((f"its {key}", f"{key}={value}".encode()) for key, value in document.docinfo.items())
    elif data.startswith(_PNG):
        beside = ((kind, body) for kind, body in _chunks(data) if kind not in _PICTURE_ALONE)
        yield from ((f"chunk {kind.decode()}", kind + body) for kind, body in beside)
    elif data.startswith(b"\xff\xd8") or data.startswith((b"wOF2", b"RIFF", b"GIF8")):
        yield "the head of a picture", b"Exif" if b"Exif\0" in data[:4096] else b""
    else:
        yield name, data


def _searched(places: list[Path], words: list[str]):
    return Search(words).run(Places(paths=places)).findings if words else []


def _seen(data: bytes, publisher: str, year: int) -> Iterator[tuple[str, str]]:
    allowed = {f"D:{year}0101000000".encode(), f"{year}-01-01".encode(), b"1980-01-01", b"00:00"}
    for moment in _MOMENT.findall(data):
        # Release n is n seconds into its year (formats/epub_package.py), since EPUB asks for some moment.
        if moment not in allowed and not re.fullmatch(rb"00:00:\d\d", moment):
            yield "moment", moment.decode()
    for tool in _TOOLS.findall(data):
        yield "tool", tool.decode()
    for _element, in_metadata, in_info in _MADE_BY.findall(data):
        if not _TYPST.fullmatch(in_metadata or in_info):
            yield "tool", (in_metadata or in_info).decode("utf-8", "replace")
    for found in _AUTHOR.finditer(data):
        named = html.unescape(re.sub(rb"<[^>]*>|\s*\n\s*", b"", found[2] or found[3] or b"").decode("utf-8", "replace"))
        if named != publisher:
            yield "author", named or found[0].decode("utf-8", "replace")
    for number in _ID.findall(data):
        yield "id", number.decode("latin-1")
    if data.startswith((b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"Exif")):
        yield "picture", data[:40].decode("latin-1")


def _font_programs(held) -> Iterator[pikepdf.Object]:
    if isinstance(held, pikepdf.Dictionary):
        yield from (held[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in held)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size
