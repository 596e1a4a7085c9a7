"""Pictures for tests: small ones made on the spot, some with a name hidden wherever a file can hide one."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

CANARY = "Quenilda"


def drawn(colour: str = "#8a6d3b", *, size=(60, 40), kind: str = "PNG", **options) -> bytes:
    """A picture of one colour with a corner in another, so that it has a way up."""
    picture = Image.new("RGB", size, colour)
    picture.paste("#1d5a6b", (0, 0, size[0] // 3, size[1] // 3))
    return saved(picture, kind, **options)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photograph_with_a_name() -> bytes:
    """A JPEG that carries the canary in EXIF, XMP, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = CANARY, CANARY
    exif.get_ifd(0x8825)[0x001B] = CANARY.encode()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{CANARY}</dc:creator></x:xmpmeta>'.encode()
    return drawn("#b3401f", kind="JPEG", exif=exif, xmp=xmp, comment=CANARY.encode(), icc_profile=CANARY.encode() * 20)


def drawing_with_a_name() -> bytes:
    """A PNG that carries the canary in its three kinds of text chunk and in its EXIF chunk."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", CANARY)
    told.add_text("Comment", CANARY, zip=True)
    told.add_itxt("Title", CANARY)
    exif = Image.Exif()
    exif[0x010E] = CANARY
    return drawn("#245b2f", pnginfo=told, exif=exif)


def promising(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a picture of any size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _jpeg(frame: int, size: tuple[int, int], colours: int, scans: bytes) -> bytes:
    """A grey JPEG written by hand; its two tables have one code each: the one of nothing, and the one of a long run."""
    shapes = b"".join(bytes([number, 0x11, 0]) for number in range(1, colours + 1))
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xDB, bytes([0, *[1] * 64])),
            _segment(frame, struct.pack(">BHHB", 8, size[1], size[0], colours) + shapes),
            _segment(0xC4, bytes([0x00, 1, *[0] * 15, 0])),
            _segment(0xC4, bytes([0x10, 1, *[0] * 15, 0xE0 if frame == 0xC2 else 0])),
            scans,
            b"\xff\xd9",
        )
    )


def _blocks(width: int, height: int) -> int:
    return -(-width // 8) * -(-height // 8)


def colours_apart(width: int, height: int, colours: int) -> bytes:
    """A JPEG that is not progressive, and still has a scan for each colour."""
    body = bytes(-(-_blocks(width, height) * 2 // 8))
    scans = b"".join(_segment(0xDA, bytes([1, number, 0, 0, 63, 0])) + body for number in range(1, colours + 1))
    return _jpeg(0xC0, (width, height), colours, scans)


def in_waves(width: int, height: int, waves: int) -> bytes:
    """A progressive JPEG with as many scans as one likes, each over the whole picture in a few bytes."""
    first = _segment(0xDA, bytes([1, 1, 0, 0, 0, 0])) + bytes(-(-_blocks(width, height) // 8))
    again = _segment(0xDA, bytes([1, 1, 0, 1, 63, 0])) + bytes(2 * -(-_blocks(width, height) // 16384))
    return _jpeg(0xC2, (width, height), 1, first + again * waves)
