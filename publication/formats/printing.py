"""What goes to a print shop: the inside, the cover, both together for a copier, and a sheet that says what they are."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pikepdf

from publication.formats import imposing, pdf
from publication.formats.edition import Edition

BLEED = 3 * imposing.POINTS
STAPLES_HOLD = 64
# What a booklet of this weight of paper moves outwards at its fore-edge for each sheet, in millimetres.
CREEP_A_SHEET = 0.1
# More than this and the outer words come near the cut.
CREEP_AT_MOST = 1.5


@dataclass(frozen=True)
class PrintSet:
    """The files of one edition for paper. Each is made when it is first asked for, and only once."""

    edition: Edition
    pictures: Mapping[str, bytes]

    @cached_property
    def inner(self) -> bytes:
        """A5 with 3 mm beyond the cut and its marks; the pages come to a multiple of four."""
        return _with_bleed_boxes(pdf.pdf(self.edition, pictures=self.pictures, variant="print"))

    @cached_property
    def cover(self) -> bytes:
        """Four pages, the same size."""
        return _with_bleed_boxes(pdf.cover(self.edition))

    @cached_property
    def imposed(self) -> bytes:
        """A4, two pages a side: cover and inside together, in the order in which they are folded."""
        with pikepdf.open(io.BytesIO(self.cover)) as cover, pikepdf.open(io.BytesIO(self.inner)) as inner:
            front, inside_front, inside_back, back = cover.pages
            return imposing.imposed([front, inside_front, *inner.pages, inside_back, back])

    @cached_property
    def inner_pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.inner)) as document:
            return len(document.pages)

    def spec(self) -> bytes:
        """What a printer asks, in plain text."""
        return specification(self.edition, self.inner_pages).encode()

    def checksums(self) -> bytes:
        """SHA-256 of each file, in the form that `sha256sum --check` reads."""
        named = {
            "cover.pdf": self.cover,
            "imposed-a4.pdf": self.imposed,
            "inner.pdf": self.inner,
            "spec.txt": self.spec(),
        }
        return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in named.items()).encode()


def _with_bleed_boxes(data: bytes) -> bytes:
    """Typst writes the sheet and the cut; a printer's program also asks where the colour ends."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.trimbox)
            box = [left - BLEED, bottom - BLEED, right + BLEED, top + BLEED]
            page.BleedBox = pikepdf.Array([round(edge, 3) for edge in box])
        return imposing.finished(document)


def specification(edition: Edition, inner_pages: int) -> str:
    """Sizes, colours, stock and stitch as a printer needs them, with a warning where stapling will not do."""
    sheets = inner_pages // 4
    creep = sheets * CREEP_A_SHEET
    lines = [
        f"{edition.title}",
        f"Release {edition.number}",
        "",
        "FILES",
        f"inner.pdf        {inner_pages} pages, single pages in reading order",
        "cover.pdf        4 pages: front, inside front, inside back, back",
        f"imposed-a4.pdf   all {inner_pages + 4} pages for an office copier: A4 landscape, both sides, short edge",
        "sha256.txt       checksums of these files",
        "",
        "SIZE",
        "Finished         A5, 148 x 210 mm, portrait",
        "Bleed            3 mm on all sides of inner.pdf and cover.pdf, with crop marks outside it",
        "Boxes            TrimBox is the finished page, BleedBox 3 mm outside it, MediaBox 10 mm outside it",
        "Words            no nearer than 15 mm to the cut, 17 mm to the fold",
        "",
        "COLOUR",
        "Inks             CMYK, without a profile in the file",
        "Black            all small letters are black ink alone (0 0 0 100); please overprint it",
        "Second colour    a thread in brown (30 46 80 22) with a red join (15 85 98 6)",
        "Pictures         sRGB; please convert them with your own profile",
        "One colour       the inside may be printed in black alone; nothing is told by colour only",
        "",
        "PAPER AND BINDING",
        "Inside           uncoated, about 100 g/m2, cream or natural white",
        "Cover            uncoated, about 250 g/m2, the same shade",
        f"Binding          folded once and stapled twice in the fold; {sheets} sheets inside the cover",
        f"Creep            about {creep:.1f} mm at the middle sheet",
    ]
    if inner_pages + 4 > STAPLES_HOLD:
        lines.append(
            f"Please note      more than {STAPLES_HOLD} pages: ask whether it should be glued instead of stapled"
        )
    if creep > CREEP_AT_MOST:
        lines.append("Please note      the creep is large: please correct it when you impose")
    return "\n".join(lines) + "\n"
