"""Is every word of a source in a finished file, in order, with every line break?

Both sides are brought to one form: NFKC, without hyphens, soft hyphens and signs that have no shape
(an engine may hyphenate, and may drop a joiner). Then a source must stand in the file as one unbroken
run of characters; each of its line breaks must be a break there, each of its spaces a space or a
break, and no space may stand inside a word. Breaks that wrapping added are allowed.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

import lxml.etree
import lxml.html
import pypdfium2

# Hyphens of all kinds, and U+0002 and U+FFFE, which PDFium writes for a hyphen at the end of a line.
_HYPHENS = re.compile("[-\u00ad\u2010\u2011\u0002\ufffe]")
_POINTS_A_MM = 72 / 25.4
# The type area of a page of the PDF, in mm from the page's edges: outside it are heads and numbers only.
_TOP, _BOTTOM = 15, 19


class NotFaithful(AssertionError):
    """A word or a break of the source is not in the file."""


@dataclass(frozen=True)
class Words:
    """A text as characters without white space; `spaces` and `breaks` are counts of characters before each."""

    characters: str
    spaces: frozenset[int]
    breaks: frozenset[int]


def words_of(text: str) -> Words:
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    characters, spaces, breaks = [], set(), set()
    for character in _HYPHENS.sub("", text):
        if character == "\n":
            breaks.add(len(characters))
        elif character.isspace():
            spaces.add(len(characters))
        elif unicodedata.category(character) != "Cf":
            characters.append(character)
    return Words("".join(characters), frozenset(spaces), frozenset(breaks))


def find(source: str, extracted: Words, after: int = 0, name: str = "the text") -> int:
    """Where in the file the source ends. Raises NotFaithful with the first thing that is missing."""
    wanted = words_of(source.strip())
    start = extracted.characters.find(wanted.characters, after)
    if start < 0:
        raise NotFaithful(f"{name}: {_first_lost(wanted.characters, extracted.characters[after:])}")
    end = start + len(wanted.characters)
    parted = extracted.spaces | extracted.breaks
    for place in sorted(wanted.breaks - {0, len(wanted.characters)}):
        if start + place not in extracted.breaks:
            raise NotFaithful(f"{name}: no line break after {_before(wanted, place)!r}")
    for place in sorted(wanted.spaces - wanted.breaks - {0, len(wanted.characters)}):
        if start + place not in parted:
            raise NotFaithful(f"{name}: no space after {_before(wanted, place)!r}")
    ours = wanted.spaces | wanted.breaks
    for place in sorted(extracted.spaces - extracted.breaks):
        if start < place < end and place - start not in ours:
            raise NotFaithful(f"{name}: a space inside a word after {_before(wanted, place - start)!r}")
    return end


def all_found(sources: list[tuple[str, str]], extracted: str) -> None:
    """Every (name, text) of `sources` is in the file, in this order."""
    words, after = words_of(extracted), 0
    for name, source in sources:
        after = find(source, words, after, name)


def quoted(source: dict) -> str:
    """Words of a text that fit on a card: of a poem its first lines, else the first words of its first paragraph."""
    beginning = source["text"].strip().split("\n\n")[0]
    if source["kind"] == "poem":
        return "\n".join(beginning.split("\n")[:2])
    return " ".join(beginning.split("\n")[0].split()[:30])


def pdf_text(data: bytes) -> str:
    """The words of a PDF page by page, without heads and page numbers, measured from where the page is cut."""
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(words_on(page) for page in document)


def words_on(page: pypdfium2.PdfPage) -> str:
    """The words of one page between its head and its number."""
    left, bottom, right, top = page.get_trimbox()
    below, above = bottom + _BOTTOM * _POINTS_A_MM, top - _TOP * _POINTS_A_MM
    return page.get_textpage().get_text_bounded(left, below, right, above)


def words_on_card(data: bytes) -> str:
    """The words of a picture that was drawn as a PDF of one page, edge to edge."""
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 1
        return document[0].get_textpage().get_text_range()


def html_text(html: str, selector: str = "main") -> str:
    """The words of a page in document order; blocks and <br> are breaks. `selector` is a tag, or a .class."""
    root = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    path = f"//*[contains(concat(' ', @class, ' '), ' {selector[1:]} ')]" if selector[0] == "." else f"//{selector}"
    return "\n".join("".join(_pieces(element)) for element in root.xpath(path))


def epub_text(data: bytes) -> str:
    """The words of every page of an EPUB in the order of its spine."""
    return "\n".join(html_text(page.decode(), "body") for page in epub_pages(data).values())


def epub_pages(data: bytes) -> dict[str, bytes]:
    """The pages of an EPUB, by name, in the order in which they are read."""
    names = {"opf": "http://www.idpf.org/2007/opf"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = lxml.etree.fromstring(archive.read("EPUB/booklet.opf"))
        files = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", names)}
        spine = [files[item.get("idref")] for item in package.iterfind(".//opf:itemref", names)]
        return {name: archive.read(f"EPUB/{name}") for name in spine}


_INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
_SPACE = re.compile(r"\s+")
_SILENT = {"script", "style", "svg", "template", "title"}


def _pieces(element):
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    block = element.tag not in _INLINE
    if block:
        yield "\n"
    # White space in the source of a page is one space to its reader, never a break.
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACE.sub(" ", child.tail or "")
    if block:
        yield "\n"


def _first_lost(wanted: str, extracted: str) -> str:
    """Where the longest beginning of the source that the file holds ends."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in extracted else (low, middle - 1)
    return f"lost after {wanted[max(0, low - 30) : low]!r}, wanted {wanted[low : low + 30]!r}"


def _before(words: Words, place: int) -> str:
    return words.characters[max(0, place - 30) : place]


def left_edges(data: bytes, wanted: list[str]) -> dict[str, float]:
    """How far from the left edge (in points) each of these words first begins, on the pages of one story."""
    found: dict[str, float] = {}
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            for word in set(wanted) - set(found):
                if hit := text.search(word, match_case=True, match_whole_word=True).get_next():
                    found[word] = text.get_charbox(hit[0], loose=True)[0]
    return found
