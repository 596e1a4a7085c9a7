"""Opens the zipped XML that word processors write, and puts the paragraphs found in it together."""

import io
import zipfile
from collections import Counter

from lxml import etree

from stories.documents import CannotRead, Document

# A year's booklet without pictures is a hundredth of this; a bomb is a thousand times as much.
MOST_UNPACKED = 20_000_000
DAMAGED = "This file is damaged, or is not what its name says. Open it, save it anew, and choose it again."


def part(data: bytes, name: str):
    """The root of one XML part. Raises `CannotRead` for what is no such package, is locked, or unpacks too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entry = package.getinfo(name)
            if entry.flag_bits & 0x1:
                raise CannotRead("This file is locked with a password. Save it without one, and choose it again.")
            with package.open(entry) as stream:
                body = stream.read(MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as trouble:
        if isinstance(trouble, CannotRead):
            raise
        raise CannotRead(DAMAGED) from None
    except Exception as trouble:  # zlib.error and lzma's own are no ValueErrors
        if type(trouble).__module__ not in ("zlib", "lzma", "_lzma"):
            raise
        raise CannotRead(DAMAGED) from None
    if len(body) > MOST_UNPACKED:
        raise CannotRead("This file is too large to be a text. Take the pictures out, and choose it again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise CannotRead(DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise CannotRead(DAMAGED)  # no word processor writes one; it is where tricks with XML begin
    return root


def names(data: bytes) -> frozenset[str]:
    """What else lies in the package, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return frozenset(package.namelist())


def document(title: str, paragraphs: list[str], seen: Counter, sentences: dict[str, str], *, verse: bool) -> Document:
    """The paragraphs as one text, and a sentence for each kind of thing that was `seen` and could not be carried."""
    left_out = tuple(sentence % {"n": seen[what]} for what, sentence in sentences.items() if seen[what])
    return Document(title, joined(paragraphs, verse=verse), left_out)


def joined(paragraphs: list[str], *, verse: bool) -> str:
    """In prose a blank line parts paragraphs. Poets type a line as a paragraph, or a stanza as one with line breaks."""
    stanzas = any("\n" in one for one in paragraphs) and all(one.strip() for one in paragraphs)
    if verse and not stanzas:
        return "\n".join(one.rstrip() for one in paragraphs).strip("\n")
    return "\n\n".join(one.strip("\n") if verse else one.strip() for one in paragraphs if one.strip())
