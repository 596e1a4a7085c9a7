"""Word's own format (.docx), by its main part alone: no metadata, no template, nothing that it links to."""

from collections import Counter
from collections.abc import Iterator

from stories.documents import Document, package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A drawing is written twice for old and new programs, so nothing inside either is read.
ELSEWHERE = {f"{W}drawing": "picture", f"{W}pict": "picture", f"{W}object": "picture"}
MARKS = {f"{W}footnoteReference": "note", f"{W}endnoteReference": "note", f"{W}commentReference": "comment"}
STANDS_FOR = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{W}softHyphen": "\N{SOFT HYPHEN}",
}
TITLES = {"title", "heading1"}
SENTENCES = {
    "picture": "Pictures, drawings or boxes with text: %(n)d. Put the pictures in again by hand, and look for words.",
    "note": "Footnotes or endnotes: %(n)d. Their words are not here; type them in where they belong.",
    "comment": "Comments in the margin: %(n)d.",
    "deleted": "Words that somebody had struck out with tracked changes. They stay out. Places: %(n)d.",
    "moved": "Words that were moved with tracked changes: %(n)d. They stand where they were moved to.",
    "equation": "Formulas: %(n)d.",
    "table": "Tables: %(n)d. Each cell is a paragraph now.",
    "emphasis": "Bold, italic or underlined words. Set them again in the story, once it is cleared. Places: %(n)d.",
    "list": "Letters or other signs before the items of a list: %(n)d. Plain numbers stand there now.",
    "heading": "Headings inside the text: %(n)d. They are paragraphs now. Set them again once the story is cleared.",
    "margin": "What stands at the head or foot of every page.",
}


def read(data: bytes, *, verse: bool) -> Document:
    """Raises `CannotRead`."""
    root = package.part(data, "word/document.xml")
    seen: Counter = Counter()
    seen["table"] = sum(1 for _ in root.iter(f"{W}tbl"))
    seen["margin"] = any(name.startswith(("word/header", "word/footer")) for name in package.names(data))
    title, paragraphs, signs = "", [], Signs(data)
    for paragraph in _paragraphs(root):
        words = "".join(_words(paragraph, seen))
        style = _style(paragraph)
        if not title and not any(one.strip() for one in paragraphs) and style in TITLES and words.strip():
            title = " ".join(words.split())
            continue
        seen["heading"] += bool(words.strip()) and style.startswith("heading")
        paragraphs.append(signs.before(paragraph, style, seen) + words if words.strip() else words)
    return package.document(title, paragraphs, seen, SENTENCES, verse=verse)


class Signs:
    """What stands before the items of lists: Word keeps it apart from the words, and counts anew when it shows them."""

    def __init__(self, data: bytes):
        self.formats = _formats(data)
        self.counts: Counter = Counter()

    def before(self, paragraph, style: str, seen: Counter) -> str:
        """“• ”, “3. ”, or nothing before what is no item of a list."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        if found is None and not style.startswith(("listbullet", "listnumber")):
            return ""
        named = found if found is not None else paragraph
        number, level = _value(named.find(f"{W}numId")) or style, _value(named.find(f"{W}ilvl")) or "0"
        if number == "0":  # "no list", said of a paragraph whose style has one
            return ""
        kind = self.formats.get((number, level), "decimal" if style.startswith("listnumber") else "bullet")
        if kind in ("bullet", "none"):
            return "\N{BULLET} "
        seen["list"] += kind not in ("decimal", "decimalZero")
        self.counts[number, level] += 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        return f"{self.counts[number, level]}. "


def _formats(data: bytes) -> dict[tuple[str, str], str]:
    """How each level of each list counts: by its number and level, such as {("1", "0"): "decimal"}."""
    if "word/numbering.xml" not in package.names(data):
        return {}
    root = package.part(data, "word/numbering.xml")
    shapes = {
        shape.get(f"{W}abstractNumId"): {
            level.get(f"{W}ilvl"): _value(level.find(f"{W}numFmt")) for level in shape.iter(f"{W}lvl")
        }
        for shape in root.iter(f"{W}abstractNum")
    }
    return {
        (number.get(f"{W}numId"), level): how
        for number in root.iter(f"{W}num")
        for level, how in shapes.get(_value(number.find(f"{W}abstractNumId")), {}).items()
    }


def _value(element) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""


def _paragraphs(root) -> Iterator:
    """Every paragraph in reading order, those in cells too, but none inside a drawing."""
    for child in root:
        if child.tag == f"{W}p":
            yield child
        elif child.tag not in ELSEWHERE and isinstance(child.tag, str):
            yield from _paragraphs(child)


def _words(element, seen: Counter) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in (f"{W}pPr", f"{W}rPr"):
            continue
        if tag in ELSEWHERE or tag.endswith("}AlternateContent"):
            seen["picture"] += 1
        elif tag in MARKS:
            seen[MARKS[tag]] += 1
        elif tag in (f"{W}del", f"{W}moveFrom"):
            seen["deleted" if tag == f"{W}del" else "moved"] += 1
        elif tag.endswith(("}oMath", "}oMathPara")):
            seen["equation"] += 1
        elif tag == f"{W}t":
            yield child.text or ""
        elif tag in STANDS_FOR:
            yield STANDS_FOR[tag]
        else:
            if tag == f"{W}r":
                seen["emphasis"] += _is_set_apart(child)
            yield from _words(child, seen)


def _is_set_apart(run) -> bool:
    look = run.find(f"{W}rPr")
    marks = [look.find(f"{W}{name}") for name in ("b", "i", "u")] if look is not None else []
    off = {"0", "false", "off", "none"}
    return run.find(f"{W}t") is not None and any(mark is not None and mark.get(f"{W}val") not in off for mark in marks)


def _style(paragraph) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return (style.get(f"{W}val") or "").lower().replace(" ", "") if style is not None else ""
