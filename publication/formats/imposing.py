"""Lays a booklet's pages two by two on sheets, so that the folded and stapled pile reads from first to last.

A sheet printed on both sides carries four pages, so their number must be a multiple of four.
"""

import io

import pikepdf

POINTS = 72 / 25.4
SHEET_WIDTH, SHEET_HEIGHT = 297 * POINTS, 210 * POINTS
# The fold is marked outside the words: a hairline at the head and one at the foot.
FOLD = 4 * POINTS


def order(pages: int) -> list[tuple[int, int]]:
    """Which two pages (from 1) stand left and right on each side of paper: front of the first sheet, its back, ...

    Raises ValueError unless `pages` is a multiple of four.
    """
    if pages % 4 or pages < 4:
        raise ValueError(f"{pages} pages cannot be folded; they must come to a multiple of four")
    sides = []
    for sheet in range(pages // 4):
        first, last = 2 * sheet + 1, pages - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return sides


def imposed(pages: list[pikepdf.Page]) -> bytes:
    """An A4 file with two A5 pages a side, to be printed on both sides and turned at the short edge.

    Each page is cut to its own trim box, so that what stands beyond the cut does not reach its neighbour.
    """
    with pikepdf.new() as made:
        for left, right in order(len(pages)):
            made.add_blank_page(page_size=(SHEET_WIDTH, SHEET_HEIGHT))
            side = made.pages[-1]
            for number, x in ((left, 0), (right, SHEET_WIDTH / 2)):
                _put(side, pages[number - 1], x, made)
            side.contents_add(_fold_marks(), prepend=False)
            side.TrimBox = side.MediaBox
        return finished(made)


def _put(side: pikepdf.Page, page: pikepdf.Page, x: float, into: pikepdf.Pdf) -> None:
    drawing = into.copy_foreign(page.as_form_xobject())
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    drawing.BBox = pikepdf.Array([left, bottom, right, top])
    if "/StructParents" in drawing:
        del drawing.StructParents
    name = side.add_resource(drawing, pikepdf.Name.XObject, pikepdf.Name("/Right" if x else "/Left"))
    wide, high = SHEET_WIDTH / 2 / (right - left), SHEET_HEIGHT / (top - bottom)
    place = f"q {wide:.6f} 0 0 {high:.6f} {x - left * wide:.4f} {-bottom * high:.4f} cm {name} Do Q\n"
    side.contents_add(place.encode(), prepend=False)


def _fold_marks() -> bytes:
    middle = SHEET_WIDTH / 2
    lines = f"{middle:.3f} 0 m {middle:.3f} {FOLD:.3f} l {middle:.3f} {SHEET_HEIGHT:.3f} m "
    return f"q .25 w 0 0 0 1 K {lines}{middle:.3f} {SHEET_HEIGHT - FOLD:.3f} l S Q\n".encode()


def finished(document: pikepdf.Pdf) -> bytes:
    """The document's bytes, the same for the same pages: no clock and no chance goes into them."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
