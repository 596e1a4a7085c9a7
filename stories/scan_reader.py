"""Run as a child for one PDF: bytes in, a JPEG of each page out, each behind its length; or it ends with a `Trouble`.

It imports nothing of ours, gives up what it may use before it reads a byte, and is not to be called otherwise than by
stories/scans.py. PDFium comes without a JavaScript engine; a PDF with a program in it is refused all the same, as
nothing that a scanner makes has one.
"""

import ctypes
import io
import resource
import struct
import sys
from enum import IntEnum

MOST_PAGES = 20
# The longer side of what comes out: a page of handwriting stays readable.
SIDE = 1800
# The longest side of a page that the PDF standard knows, in points; and the leanest that anybody scans.
LONGEST_SIDE, SHORTEST_SIDE, LEANEST = 14_400, 20, 20
MEMORY = 768 * 1024 * 1024
SECONDS = 30
# What it is given, what it answers, and what goes nowhere.
DOORS = 3
PROGRAMS = (b"/JavaScript", b"/Launch")
END, NEAR_THE_END = b"%%EOF", 4096


class Trouble(IntEnum):
    """How the child ends when it has no pages to give."""

    LOCKED = 11
    TOO_MANY = 12
    SHAPE = 13
    PROGRAM = 14
    CUT = 15
    UNREADABLE = 16
    TOO_MUCH = 17


class Refused(Exception):
    def __init__(self, trouble: Trouble):
        super().__init__(trouble.name)
        self.trouble = trouble


def main() -> int:
    confine()
    try:
        close_the_doors()
        for page in pictures(sys.stdin.buffer.read()):
            sys.stdout.buffer.write(struct.pack(">I", len(page)) + page)
    except Refused as refusal:
        return refusal.trouble
    except MemoryError:
        return Trouble.TOO_MUCH
    except Exception:
        return Trouble.UNREADABLE
    return 0


def confine() -> None:
    """So much memory and time; nothing is written into a file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def close_the_doors() -> None:
    """After the last file of ours is read: from here on no file, no connection and no process can be opened, so that
    a PDF which takes the reader over finds nothing to read and nobody to tell."""
    import pypdfium2  # noqa: F401 - read while files can still be opened
    from PIL import Image

    Image.preinit()
    resource.setrlimit(resource.RLIMIT_NOFILE, (DOORS, DOORS))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def pictures(data: bytes):
    """Raises `Refused`, and whatever the reader does."""
    import pypdfium2
    from pypdfium2 import raw

    if END not in data[-NEAR_THE_END:]:
        raise Refused(Trouble.CUT)
    if any(program in data for program in PROGRAMS):
        raise Refused(Trouble.PROGRAM)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        locked = getattr(reason, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused(Trouble.LOCKED if locked else Trouble.UNREADABLE) from None
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Refused(Trouble.PROGRAM)
    count = len(document)
    if count > MOST_PAGES:
        raise Refused(Trouble.TOO_MANY)
    scales = [scale_of(raw, document, number) for number in range(count)]
    if document.get_formtype():
        document.init_forms()  # a form that was filled in on a screen shows its answers only so
    for number, scale in enumerate(scales):
        page = document[number]
        out = io.BytesIO()
        page.render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=90)
        yield out.getvalue()
        page.close()


def scale_of(raw, document, number: int) -> float:
    """What makes a page `SIDE` pixels long, told before it is loaded. Refuses shapes that no paper has."""
    size = raw.FS_SIZEF()
    if not raw.FPDF_GetPageSizeByIndexF(document, number, ctypes.byref(size)):
        raise Refused(Trouble.UNREADABLE)
    longer, shorter = max(size.width, size.height), min(size.width, size.height)
    if not (shorter >= SHORTEST_SIDE and longer <= LONGEST_SIDE and longer <= shorter * LEANEST):
        raise Refused(Trouble.SHAPE)
    return SIDE / longer


if __name__ == "__main__":
    sys.exit(main())
