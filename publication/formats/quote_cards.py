"""A quotation that a parent approved as a picture to share, in two shapes, and its words beside it as plain text.

Pure: same quotation and edition, same bytes. Typst sets it with the booklet's own fonts, since Pillow alone has no
kerning and places no accent unless the machine happens to have FriBidi (docs/decisions/0017); Pillow only writes the
file, without any metadata. Nothing on a card depends on another family: its thread is drawn from its own opaque code,
so that a release which another family left keeps the cards that people have shared.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import asdict

from PIL import Image

from publication.formats import setting, typesetting, wording
from publication.formats.edition import Edition, Quote
from publication.formats.glyphs import CannotSet
from publication.formats.setting_booklet import REGIONS
from publication.formats.threads import weave
from publication.formats.typesetting import CannotBuild, Run
from publication.formats.workplace import workplace
from stories import tree
from stories.characters import one_line

# Width, height and margin in pixels, the size of the small print, and the sizes that the words may take.
SHAPES = {
    "square": (1080, 1080, 88, 32, (88, 82, 70, 64, 59, 54, 50, 46, 43, 40)),
    "wide": (1200, 628, 56, 30, (76, 70, 64, 59, 54, 50, 46, 43, 40)),
}
# A picture of 1080 is shown about a third as wide on a phone: 40 become 13, 28 become 9.
SMALLEST = 40
MOST_INDENT = 12
WORDS = (tree.Paragraph, tree.Verse, tree.LetterPart)
TOO_LONG = "its words are too long for a card"


def card(quote: Quote, edition: Edition, shape: str) -> bytes:
    """The card as PNG; `shape` is one of SHAPES. Raises CannotSet for words that cannot be set or do not fit."""
    with Image.open(io.BytesIO(drawn(quote, edition, shape, "png"))) as made:
        pixels = made.convert("RGB")
    file = io.BytesIO()
    pixels.save(file, "PNG", optimize=True)
    return file.getvalue()


def said(quote: Quote, edition: Edition) -> str:
    """What stands on the card and nothing else, as plain text: for whoever cannot see it, and to paste as alt text."""
    above = [tree.body_text(tree.normal(quote.tree)), one_line(quote.tree.credit), "\n".join(foot(edition))]
    return "\n\n".join(filter(None, above)) + "\n"


def foot(edition: Edition) -> list[str]:
    """The small print: the booklet with its year and who made it, and whom to ring."""
    # A title that says its year, as the draft of a next booklet does, needs it no second time.
    booklet = edition.title if str(edition.year) in edition.title else f"{edition.title}, {edition.year}"
    lines = [" · ".join(filter(None, [booklet, edition.publisher]))]
    lines += [wording.ring(line.name, line.phone) for line in edition.help[:1]]
    return [one_line(line) for line in lines]


def drawn(quote: Quote, edition: Edition, shape: str, form: str) -> bytes:
    """The card as Typst writes it: "png" or, for whoever looks for its words, "pdf". Raises CannotSet."""
    data = json.dumps(_data(quote, edition, shape), ensure_ascii=False)
    try:
        with workplace() as home:
            run = Run(str(home / "card.typ"), "screen", data, format=form)
            return typesetting.here(run).data
    except CannotBuild as refused:
        if TOO_LONG in str(refused):
            raise CannotSet(quote.code, TOO_LONG) from None
        raise


def _data(quote: Quote, edition: Edition, shape: str) -> dict:
    wide, high, edge, small, sizes = SHAPES[shape]
    said = setting.spoken(quote.tree.language)
    (thread,) = weave(f"{edition.year}:{quote.code}", 1)
    return {
        "wide": wide,
        "high": high,
        "edge": edge,
        "small": small,
        "sizes": sizes,
        "lang": said["lang"] or "en",
        "region": said["region"] or REGIONS.get(said["lang"]),
        "pieces": list(_pieces(quote)),
        "credit": setting.one_line(quote.tree.credit, quote.code),
        "foot": [setting.one_line(line, "The booklet") for line in foot(edition)],
        "thread": asdict(thread),
        "refusal": TOO_LONG,
    }


def _pieces(quote: Quote) -> Iterator[dict]:
    """Paragraphs, and lines that stay lines. A stanza is a piece of its own. Raises CannotSet unless all is words."""
    story = tree.normal(quote.tree)
    if others := [node for node in story.nodes if not isinstance(node, WORDS)]:
        raise CannotSet(quote.code, f"a card holds words only, and this has a {tree.NAMES[type(others[0])]}")
    for node in setting.nodes(story, code=quote.code, level=1, pictures={}):
        if node["k"] == "p":
            yield node
        else:
            yield from map(_lines, node["s"] if node["k"] == "verse" else [node["l"]])


def _lines(lines: list[dict]) -> dict:
    """Lines with indents that leave room for words."""
    return {"k": "lines", "l": [line | {"i": min(line["i"], MOST_INDENT)} for line in lines]}
