"""What the EPUB says of how it can be read: each value with its evidence in this edition, none by habit.

Whether it meets a standard (`conformsTo`) is for a person to sign, so nothing here claims it.
"""

import re

from publication.formats.edition import Edition
from publication.formats.picture_files import PictureFile
from stories import tree

_FIXED_SIZE = re.compile(r"\d(?:px|pt|pc|mm|cm|in)\b")
_MAY_MOVE = ("gif", "webp")


def metadata(edition: Edition, *, pictures: list[PictureFile], style: str, numbered: bool) -> list[tuple[str, str]]:
    """Pairs of schema.org property and value, for the package."""
    shown = [picture for story in edition.trees() for picture in tree.pictures(story)]
    described = all(picture.description for picture in shown)
    written_out = any(picture.transcript for picture in shown)
    may_change = not _FIXED_SIZE.search(style)
    may_move = any(file.name.endswith(_MAY_MOVE) for file in pictures)
    features = {
        "tableOfContents": True,  # EPUB has no contents without entries, and the imprint is always one
        "readingOrder": True,  # the spine is the edition's own order
        "structuralNavigation": True,  # a piece without its heading cannot be made (epub_xhtml.section)
        "displayTransformability": may_change,
        "alternativeText": bool(shown) and described,
        "longDescription": written_out,
        "pageBreakMarkers": numbered,
        "pageNavigation": numbered,
    }
    return [
        ("accessMode", "textual"),
        *([("accessMode", "visual")] if shown else []),
        ("accessModeSufficient", "textual" if described else "textual,visual"),
        *(("accessibilityFeature", feature) for feature, there in features.items() if there),
        ("accessibilityHazard", "unknown" if may_move else "none"),
        ("accessibilitySummary", summary(shown, described, written_out, may_change)),
    ]


def summary(shown: list[tree.Picture], described: bool, written_out: bool, may_change: bool) -> str:
    """The same in sentences, for a person who chooses a book."""
    sentences = ["Every piece has a heading and stands in the contents."]
    if may_change:
        sentences.append("Size, typeface and colours follow the reader's own choice.")
    if not shown:
        sentences.append("There are no pictures but the cover, which is a drawing of threads.")
    elif described:
        sentences.append("Every picture has a description in words.")
    else:
        sentences.append("Some pictures have no description in words.")
    if written_out:
        sentences.append("Words in pictures are written out below them.")
    return " ".join(sentences)
