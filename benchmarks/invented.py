"""Invented stories, as many as a measurement wants: the same ones at every call, and nobody's.

About 700 words each; every sixth is a poem, every sixth a letter, every third holds a picture. Words are drawn by
chance from a list of plain ones, so the sentences mean nothing, and are as long as those that parents write.
"""

import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from publication.formats.edition import Edition, FrontPiece, HelpLine, Part, Piece
from stories import reading, tree

PLAIN = """morning kitchen garden window afternoon letter blanket evening neighbour yesterday beautiful breathing
carrying understanding something everything nothing perhaps because between the the and and a of to to in in was were
with for on at by from she he they we our her his their my it had have could would before after while never always again
quietly slowly extraordinary appointment conversation photograph celebration encouragement little small first second
bus rain river bread table chair door light dark blue green yellow cold warm walked talked waited laughed slept sang
held knew thought found kept made told asked answered one two three many each both another same other tomorrow
friendship uncomfortable particularly imagination independence unfortunately naïve café Siobhán""".split()  # noqa: SIM905
KINDS = ("prose", "prose", "prose", "poem", "prose", "letter")
PART = 20  # stories in one
PICTURES = 12
DESCRIPTION = "A yellow house on a green hill, drawn by nobody"


@dataclass(frozen=True)
class Invented:
    number: int
    kind: str
    title: str
    text: str

    @property
    def has_picture(self) -> bool:
        return self.number % 3 == 1


def stories(count: int) -> Iterator[Invented]:
    for number in range(count):
        chance, kind = random.Random(number), KINDS[number % len(KINDS)]
        title = f"The {chance.choice(PLAIN[:10])} and the {chance.choice(PLAIN[:10])}, {number}"
        yield Invented(number, kind, title, _poem(chance) if kind == "poem" else _prose(chance, kind))


def edition(count: int) -> tuple[Edition, dict[str, bytes]]:
    """A booklet of so many stories, with the bytes of its pictures by their SHA-256."""
    drawn = {hashlib.sha256(data).hexdigest(): data for data in map(picture, range(PICTURES))}
    names = list(drawn)
    pieces = [_piece(told, names[told.number % PICTURES]) for told in stories(count)]
    parts = tuple(
        Part(f"Part {start // PART + 1}", "A few words before it.", tuple(pieces[start : start + PART]))
        for start in range(0, count, PART)
    )
    foreword = reading.from_text("Before you begin", "Read slowly.\n\nStop when you like.", kind="prose")
    made = Edition(
        year=2027,
        title="The Kettle and the Stair",
        subtitle="Invented words to try the press",
        number="2027.1",
        opens="18 March 2027",
        language="en",
        publisher="The Invented Trust",
        front=(FrontPiece("foreword", foreword),),
        parts=parts,
        help=(HelpLine("The Invented Line", "0808 157 0000", "Every day from nine to nine."),),
        imprint=("Nobody in this booklet is real.",),
        ledger_head="7 3f9a0c11",
    )
    return made, drawn


def picture(number: int) -> bytes:
    """A drawing with some grain, so that it weighs as much as a photograph from a telephone that was made smaller."""
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (1200, 800), "#b8d0e0")
    brush = ImageDraw.Draw(drawn)
    brush.ellipse((-200, 500, 1400, 1400), fill="#7f9c68")
    brush.rectangle((380, 380, 820, 720), fill=(200, 120 + 8 * number, 90))
    brush.polygon([(330, 380), (870, 380), (600, 150)], fill="#963c3c")
    grain = random.Random(number).randbytes(300 * 200)
    drawn = Image.blend(drawn, Image.frombytes("L", (300, 200), grain).resize(drawn.size).convert("RGB"), 0.15)
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=82)
    return made.getvalue()


def _piece(told: Invented, sha256: str) -> Piece:
    story = reading.from_text(told.title, told.text, kind=told.kind, credit="An invented parent")
    if told.has_picture:
        story = replace(story, nodes=(*story.nodes, tree.Picture(sha256, DESCRIPTION)))
    return Piece(f"S-27-{told.number:04}", story, "", "", max(1, tree.words(story) // 200), told.kind)


def _prose(chance: random.Random, kind: str) -> str:
    paragraphs = [" ".join(_sentence(chance) for _ in range(6)) for _ in range(9)]
    return "\n\n".join(["Dear friends,", *paragraphs, "With love,\nNobody"] if kind == "letter" else paragraphs)


def _poem(chance: random.Random) -> str:
    stanzas = [["    " * (line % 2) + _words(chance, 4, 8) for line in range(5)] for _ in range(20)]
    return "\n\n".join("\n".join(lines) for lines in stanzas)


def _sentence(chance: random.Random) -> str:
    words = _words(chance, 7, 19)
    return words[0].upper() + words[1:] + chance.choice("....?")


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(PLAIN, k=chance.randint(least, most)))
