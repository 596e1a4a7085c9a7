"""Packs parts and files into one neutral archive, in memory: the same parts give the same bytes, without any time."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

NAME = "notes.zip"
# The earliest time that the format knows: when she saved the file is nobody's business.
NO_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o600 << 16


@dataclass(frozen=True)
class Part:
    """One section: `lines` for people, `data` (anything that JSON can hold) for programs."""

    name: str
    heading: str
    lines: tuple[str, ...]
    data: object


@dataclass(frozen=True)
class File:
    """Something beside the text, such as a picture, under a neutral name."""

    name: str
    content: bytes


def zipped(parts: Iterable[Part], files: Iterable[File]) -> bytes:
    parts = tuple(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in (File("notes.txt", as_text(parts)), File("notes.json", as_data(parts)), *files):
            info = zipfile.ZipInfo(one.name, NO_TIME)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            archive.writestr(info, one.content)
    return packed.getvalue()


def as_text(parts: Iterable[Part]) -> bytes:
    """All sections one below the other, as plain text."""
    sections = ("\n".join([part.heading.upper(), "", *(part.lines or (_("Nothing."),))]) for part in parts)
    return ("\n\n\n".join(sections) + "\n").encode()


def as_data(parts: Iterable[Part]) -> bytes:
    return (json.dumps({part.name: part.data for part in parts}, ensure_ascii=False, indent=1) + "\n").encode()
