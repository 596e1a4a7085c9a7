"""Looks for a word in everything that this installation keeps: each byte of each file, and what lies packed in them.

A database packs (sessions are base64 of compressed JSON, an index keeps only the ends of its terms), and so does a
PDF. A search of raw bytes alone would pass over those, so each is unpacked as well.
"""

import base64
import io
import json
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

PLACES = ("DATA_DIR", "MEDIA_ROOT", "RELEASES_DIR", "STATIC_ROOT", "VOLATILE_DIR")
FILES = ("SITE_SALT_FILE", "READER_PIN_FILE")

Found = Iterator[tuple[str, bytes]]


def forms(word: str) -> list[bytes]:
    """The word as a table or a file could hold it: in three encodings, escaped, and inside base64."""
    plain = [word, word.lower(), word.upper()]
    held = [one.encode(code) for one in plain for code in ("utf-8", "utf-16-le", "utf-16-be")]
    held.append(json.dumps(word)[1:-1].encode())
    for shift in range(3):
        # Base64 takes three bytes at a time; the first and the last group depend on what stands beside the word.
        held.append(base64.b64encode(b"\0" * shift + word.encode())[4 : -4 or None])
    return [form for form in held if len(form) >= 4]


def finds(word: str, logs: io.StringIO | None = None) -> list[str]:
    """Every place where the word is, by name."""
    wanted = forms(word)
    kept = [name for name, held in everything() if any(form in held for form in wanted)]
    lines = logs.getvalue().splitlines() if logs else []
    return kept + [f"log: {line}" for line in lines if word.lower() in line.lower()]


def everything() -> Found:
    yield from files()
    yield from database()
    for message in mail.outbox:
        yield "a mail", message.message().as_bytes()


def files() -> Found:
    """Every file of the installation under its path, and once more unpacked where it is packed."""
    folders = {Path(getattr(settings, name)) for name in PLACES} | {Path(tempfile.gettempdir())}
    folders |= {path.parent for path in settings.SLOT_FILES}
    found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    found |= {path for name in FILES if (path := Path(getattr(settings, name))).is_file()}
    for path in sorted(found):
        held = path.read_bytes()
        yield str(path), str(path).encode() + b"\0" + held
        yield from unpacked(str(path), held)


def unpacked(name: str, held: bytes) -> Found:
    if held.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(held)
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
        yield f"{name}, read as a PDF", (text + json.dumps(pages.get_metadata_dict())).encode()
    elif held.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(held)) as archive:
            yield (
                f"{name}, unpacked",
                b"\0".join(one.encode() + b"\0" + archive.read(one) for one in archive.namelist()),
            )
    elif held.startswith(b"\x1f\x8b"):
        yield f"{name}, unpacked", zlib.decompress(held, wbits=31)


def database() -> Found:
    """The file with its write-ahead log where it is ours to read; the rows elsewhere; sessions and indexes unpacked."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for one in path.parent.glob(f"{path.name}*"):
            yield str(one), read_apart(one)
        yield from indexed_terms()
    else:
        yield from rows()
    for session in Session.objects.all():
        yield "a session", json.dumps(session.get_decoded()).encode()


def read_apart(path: Path) -> bytes:
    """The bytes of a file of the live database, read by another process.

    Closing a file drops every POSIX lock that its process holds on it, SQLite's own among them (sqlite.org, "How To
    Corrupt An SQLite Database File", 2.2): the next process that opened the database would ruin this one's view.
    """
    return subprocess.run(["/bin/cat", str(path)], check=True, capture_output=True).stdout


def rows() -> Found:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, b" ".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row)


def indexed_terms() -> Found:
    """SQLite's full-text indexes, which keep of each term only what differs from the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"CREATE VIRTUAL TABLE temp.terms_of_an_index USING fts5vocab('main', '{table}', 'row')")
            cursor.execute("SELECT term FROM temp.terms_of_an_index")
            terms = "\n".join(term for (term,) in cursor.fetchall())
            cursor.execute("DROP TABLE temp.terms_of_an_index")
            yield f"the index {table}", terms.encode()
