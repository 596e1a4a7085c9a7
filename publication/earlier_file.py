"""A finished PDF with nothing in it but its pages: no author, no program, no attachment, no place of a photograph."""

import io
import zlib
from collections.abc import Iterator

import pikepdf
from django.utils.translation import gettext_lazy as _

UNREADABLE = _("We could not read this file as a PDF. Save it again as a PDF, without a password.")
OF_THE_DOCUMENT = ("/Metadata", "/OpenAction", "/AA", "/AcroForm", "/PieceInfo", "/Collection", "/AF")
OF_ANY_OBJECT = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/JS")
LARGEST_JPEG = 64 * 1024 * 1024
# To a place in the booklet, or on the web.
LEADS_SOMEWHERE = ("/GoTo", "/URI")
START, SCAN, COMMENT = b"\xff\xd8", 0xDA, 0xFE
# Of what a JPEG says of itself: its shape (0), its colours (2) and how they were mixed (14) are needed to show it.
NEEDED = {0xE0, 0xE2, 0xEE}


class NotAFinishedBooklet(ValueError):
    """Says in a sentence what is wrong with a file."""


def bare(data: bytes) -> bytes:
    """The same pages; the same bytes each time. Raises `NotAFinishedBooklet`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not len(document.pages):
                raise NotAFinishedBooklet(str(UNREADABLE))
            _strip(document)
            out = io.BytesIO()
            document.save(out, deterministic_id=True, encryption=False)
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
        zlib.error,
    ) as reason:
        raise NotAFinishedBooklet(str(UNREADABLE)) from reason
    return out.getvalue()


def _strip(document: pikepdf.Pdf) -> None:
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    _without(document.Root, OF_THE_DOCUMENT)
    if "/Names" in document.Root:
        _without(document.Root.Names, ("/JavaScript", "/EmbeddedFiles"))
    for page in document.pages:
        _without(page.obj, ("/Thumb",))
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array([one for one in page.obj.Annots if _is_a_link(one)])
    for thing in document.objects:
        for part in list(_parts(thing)):
            _without(part, OF_ANY_OBJECT)
            _without_acts(part)
        if isinstance(thing, pikepdf.Stream) and (data := _jpeg_of(thing)) is not None:
            thing.write(jpeg_without_words(data), filter=pikepdf.Name.DCTDecode)


def _jpeg_of(stream: pikepdf.Stream) -> bytes | None:
    """The JPEG in a stream, also one that a program has packed once more; None for everything else."""
    filters = stream.get("/Filter")
    packed = [filters] if isinstance(filters, pikepdf.Name) else list(filters or ())
    match packed:
        case ["/DCTDecode"]:
            return stream.read_raw_bytes()
        case ["/FlateDecode", "/DCTDecode"]:
            # Not by the library, which would unpack whatever size there is.
            unpacked = zlib.decompressobj()
            data = unpacked.decompress(stream.read_raw_bytes(), LARGEST_JPEG)
            if unpacked.unconsumed_tail:
                raise NotAFinishedBooklet(str(UNREADABLE))
            return data
        case ["/ASCII85Decode" | "/ASCIIHexDecode", "/DCTDecode"]:
            stream.Filter = pikepdf.Array(packed[:1])
            return stream.read_bytes()
    return None


def _parts(thing) -> Iterator[pikepdf.Object]:
    """Each dictionary that is written inside an object. What it names elsewhere is an object of its own."""
    keyed = isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream))
    if keyed:
        yield thing
    for one in thing.values() if keyed else thing if isinstance(thing, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _parts(one)


def _without_acts(part: pikepdf.Object) -> None:
    """A link or a bookmark leads somewhere, and does nothing else before or after."""
    act = part.get("/A")
    if isinstance(act, pikepdf.Dictionary) and "/S" in act and act.S not in LEADS_SOMEWHERE:
        del part["/A"]
    if "/S" in part:
        _without(part, ("/Next",))


def _without(thing, names) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _is_a_link(annotation) -> bool:
    """What starts a program is none."""
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != "/Link":
        return False
    act = annotation.get("/A")
    return "/Dest" in annotation or (isinstance(act, pikepdf.Dictionary) and act.get("/S") in LEADS_SOMEWHERE)


def jpeg_without_words(data: bytes) -> bytes:
    """A JPEG as it is, but for what cameras and programs write beside the picture. Not decoded, so nothing is lost."""
    if not data.startswith(START):
        return data
    kept, at = [START], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != SCAN:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big") + 2
        said = marker == COMMENT or 0xE0 <= marker <= 0xEF
        if not said or marker in NEEDED:
            kept.append(data[at : at + size])
        at += size
    return b"".join([*kept, data[at:]])
