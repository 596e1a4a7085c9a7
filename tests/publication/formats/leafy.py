"""A booklet with one of every page that editors can put beside the stories."""

import io

from PIL import Image

from publication.formats.edition import Answer, Ask, FrontPiece, HelpLine, Part
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from stories import reading
from tests.publication.formats import texts


def png(width: int = 60, height: int = 40) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#8a6d3b").save(data, "PNG")
    return data.getvalue()


PNG = png()
SHA256 = "c" * 64
PICTURES = {SHA256: PNG}
FIRST = Breath(0, "Read slowly.")
BREATH = Breath(1, "You can put this down and come back.")
SILENT = Breath(2, "")
PICTURE = PicturePage(2, SHA256, "Threads that cross a wide field.", "Threads, 2026")
QUOTATION = QuotationPage(
    3, ("Every child has a right to be safe.", "Nobody should wait to be asked."), "An invented law, 1"
)
SAID = "I counted the stairs,\n    and the stairs counted me."
PULL_QUOTE = PullQuote(1, "Q-27-0001", reading.from_text("", SAID, kind="poem", credit="A father by the sea"))
ANSWER = Answer("The Invented Office", "May 2027", "They will write to every force.")
ASKS = (
    Ask("Parents are told one name to ring.", "Chief constables", (ANSWER,)),
    Ask("No child is called streetwise.", ""),
)
DEDICATION = FrontPiece(
    "dedication",
    reading.from_text("For whom", "For everybody who waited on the stairs.", kind="prose", credit="E. and M."),
)


def edition(**changes):
    """Two parts: a breath before them, and breaths, a picture, a quotation and a parent's words between the stories."""
    made = texts.edition(texts.sources())
    first, second = made.parts
    stories = (*first.stories, *second.stories)
    parts = (
        Part("", "", (), (FIRST,)),
        Part("Evenings", "", stories[:2], (BREATH, SILENT, PICTURE)),
        Part("Mornings", "", stories[2:], (QuotationPage(1, QUOTATION.paragraphs, QUOTATION.source), PULL_QUOTE)),
    )
    values = {
        "front": (DEDICATION, *made.front),
        "parts": parts,
        "asks": ASKS,
        "asks_intro": "These are the things that families ask for.",
        "help_intro": "Each of these people has heard it before.",
        "help": (HelpLine("The Invented Line", "0808 157 0000", "Every day from nine to nine."),),
    }
    return texts.edition(texts.sources(), **{**values, **changes})


# What staff wrote, in the order in which it is read.
IN_ORDER = [
    "For everybody who waited on the stairs.",
    "E. and M.",
    "Read slowly.",
    "Evenings",
    "The kettle",
    "You can put this down and come back.",
    "Threads, 2026",
    "Mornings",
    "Every child has a right to be safe.",
    "Nobody should wait to be asked.",
    "An invented law, 1",
    "I counted the stairs,",
    "and the stairs counted me.",
    "A father by the sea",
    "These are the things that families ask for.",
    "Parents are told one name to ring.",
    "To: Chief constables",
    "The Invented Office, May 2027: They will write to every force.",
    "No child is called streetwise.",
    "Each of these people has heard it before.",
    "The Invented Line",
]
