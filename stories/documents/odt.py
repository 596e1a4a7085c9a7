"""OpenDocument text (.odt), by its content alone: no metadata, no styles of pages, nothing that it links to."""

from collections import Counter
from collections.abc import Iterator

from stories.documents import CannotRead, Document, package

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LEFT = {
    f"{DRAW}frame": "picture",
    f"{DRAW}custom-shape": "picture",
    f"{DRAW}g": "picture",
    f"{TEXT}note": "note",
    f"{OFFICE}annotation": "comment",
    f"{TEXT}tracked-changes": "deleted",
}
MOST_SPACES = 200
SENTENCES = {
    "picture": "Pictures, drawings or boxes with text: %(n)d. Put the pictures in again by hand, and look for words.",
    "note": "Footnotes or endnotes: %(n)d. Their words are not here; type them in where they belong.",
    "comment": "Comments in the margin: %(n)d.",
    "deleted": "Words that somebody had struck out with tracked changes. They stay out.",
    "table": "Tables: %(n)d. Each cell is a paragraph now.",
    "emphasis": "Words with a look of their own, such as bold. Set them again in the story. Places: %(n)d.",
    "list": "Letters or other signs before the items of a list: %(n)d. Plain numbers stand there now.",
    "heading": "Headings inside the text: %(n)d. They are paragraphs now. Set them again once the story is cleared.",
}


def read(data: bytes, *, verse: bool) -> Document:
    """Raises `CannotRead`."""
    root = package.part(data, "content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise CannotRead("This is not a text document. Save it as a text, and choose it again.")
    seen: Counter = Counter()
    title, paragraphs = "", []
    for paragraph, sign in _paragraphs(body, seen, _kinds(root)):
        words = "".join(_words(paragraph, seen))
        is_title = paragraph.tag == f"{TEXT}h" or paragraph.get(f"{TEXT}style-name") == "Title"
        if not title and not any(one.strip() for one in paragraphs) and is_title and words.strip():
            title = " ".join(words.split())
            continue
        seen["heading"] += paragraph.tag == f"{TEXT}h" and bool(words.strip())
        paragraphs.append(sign + words if words.strip() else words)
    return package.document(title, paragraphs, seen, SENTENCES, verse=verse)


def _paragraphs(element, seen: Counter, kinds: dict, lists: tuple[str, ...] = ()) -> Iterator[tuple]:
    """Each paragraph with what stands before it, if it is the first of a list's item: “• ”, “3. ” or nothing.

    `lists` names the styles of the lists around it, the outermost first; a list without one counts as that.
    """
    count = 0
    for child in element:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield child, ""
        elif child.tag in LEFT:
            seen[LEFT[child.tag]] += 1
        elif child.tag == f"{TEXT}list":
            style = child.get(f"{TEXT}style-name") or (lists[-1] if lists else "")
            yield from _paragraphs(child, seen, kinds, (*lists, style))
        elif child.tag == f"{TEXT}list-item":
            count += 1
            sign = _sign(kinds.get((lists[-1], str(len(lists)))), count, seen) if lists else ""
            for paragraph, inner in _paragraphs(child, seen, kinds, lists):
                yield paragraph, inner or sign
                sign = ""
        elif isinstance(child.tag, str):
            seen["table"] += child.tag == f"{TABLE}table"
            yield from _paragraphs(child, seen, kinds, lists)


def _sign(kind: str | None, count: int, seen: Counter) -> str:
    if kind is None:
        return "\N{BULLET} "
    seen["list"] += kind != "1"
    return f"{count}. "


def _kinds(root) -> dict[tuple[str, str], str]:
    """The lists that count, by style and level, and how: "1" for plain numbers, "a" or "i" for others."""
    return {
        (style.get(f"{STYLE}name"), level.get(f"{TEXT}level")): level.get(f"{STYLE}num-format") or "1"
        for style in root.iter(f"{TEXT}list-style")
        for level in style.iter(f"{TEXT}list-level-style-number")
    }


def _words(element, seen: Counter) -> Iterator[str]:
    """What stands in a paragraph. White space in the file is one space; the format has signs for more."""
    yield _settled(element.text)
    for child in element:
        tag = child.tag
        if tag in LEFT:
            seen[LEFT[tag]] += 1
        elif tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c") or "1"
            yield " " * min(int(count) if count.isdecimal() else 1, MOST_SPACES)
        elif tag == f"{TEXT}tab":
            yield "\t"
        elif tag == f"{TEXT}line-break":
            yield "\n"
        elif isinstance(tag, str):
            seen["emphasis"] += tag == f"{TEXT}span" and bool("".join(child.itertext()).strip())
            yield from _words(child, seen)
        yield _settled(child.tail)


def _settled(words: str | None) -> str:
    """Line feeds of the file's own layout are spaces; spaces that somebody typed stand in signs of their own."""
    return (words or "").replace("\r", " ").replace("\n", " ").replace("\t", " ")
