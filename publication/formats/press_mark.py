"""A line of words at the head of each page of a finished PDF: for copies that are not for everybody."""

import io

import pikepdf
from pikepdf import Dictionary, Name

SIZE = 7


def marked(data: bytes, words: str) -> bytes:
    """The file with `words` on each page, as an artifact that reading programs pass over.

    The mark is set in one of the faces that every reader of PDFs has, so a character outside of it becomes "?".
    """
    said = words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    with pikepdf.open(io.BytesIO(data)) as document:
        face = document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"), Encoding=Name.WinAnsiEncoding
            )
        )
        for page in document.pages:
            box = page.mediabox
            left, top = float(box[0]) + 12, float(box[3]) - 12
            name = page.add_resource(face, Name.Font)
            page.contents_add(
                b"q /Artifact BMC BT %s %d Tf 0.7 0.25 0.12 rg %.1f %.1f Td (%s) Tj ET EMC Q"
                % (str(name).encode(), SIZE, left, top, said)
            )
        # It is a copy for looking at, no longer the archive's file, and must not say that it is.
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
                if claim in metadata:
                    del metadata[claim]
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()
