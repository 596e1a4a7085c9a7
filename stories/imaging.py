"""Re-encodes a picture in memory, so that only its pixels stay.

Wagtail keeps EXIF, GPS included, in originals and JPEG renditions (measured); a photograph's place
can cost a family its safety. Nothing here touches a disk.

A stranger's file is hostile until it is read: a few bytes can promise a picture that fills the memory of a
small server. So the size is read from the header, a limit holds before a pixel is decoded, photographs are made
smaller while they are decoded, and a process decodes one picture at a time.
"""

import hashlib
import io
import struct
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin
from pillow_heif import register_heif_opener

register_heif_opener()
# What stands in a picture's text chunks is thrown away; nobody may make us unpack 64 MB of it first.
PngImagePlugin.MAX_TEXT_MEMORY = 4 * 1024 * 1024

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
TOO_LARGE = "This picture is too large. Please save it smaller and try again."
UNREADABLE = "We could not read this file as a picture. Please try a JPEG or PNG."
WHITE = (255, 255, 255)
STRIP = 256
# Of a stranger no AVIF: its decoder makes room for what the pictures inside say, which may be many times what the
# header of the file says, and 3 kilobytes have taken half a gigabyte (measured). No phone takes photographs in it.
FORMATS_OF_A_STRANGER = tuple(name for name in FORMATS if name != "AVIF")
# A photograph that comes in waves has ten or so. Each may cost as much time as the whole, and needs 30 bytes. What
# phones lay behind a photograph may hold the two bytes of one by chance.
MOST_WAVES = 500
START_OF_SCAN = b"\xff\xda"
# What a format's decoder keeps beside the picture, as times the picture (measured).
WEIGHT = {"WEBP": 2}


class NotAPicture(ValueError):
    """The bytes are no picture we can read, or one too large to open safely. `too_large` tells which."""

    def __init__(self, sentence: str, *, too_large: bool = False):
        super().__init__(sentence)
        self.too_large = too_large


@dataclass(frozen=True)
class Limits:
    """How much one picture may ask of the machine, and what is kept of it.

    `pixels` counts for whatever must be decoded whole; `photograph` for a JPEG that is made smaller while it is
    decoded. `side` is the longest that is kept. `bytes` (0: any) is the most that is kept: quality gives way to it.
    `on_paper` lays what is see-through on white, so that a drawing in black can be seen on a dark page too.
    `formats` are those that are read.
    """

    pixels: int
    photograph: int
    side: int
    bytes: int = 0
    on_paper: bool = False
    formats: tuple[str, ...] = FORMATS


STAFF = Limits(pixels=60_000_000, photograph=60_000_000, side=4000)
# A parent's upload stays below 150 MB of memory (measured: tests/stories/test_imaging.py). What is kept is enough
# for half a page of paper, and fits, sealed, into two megabytes.
PARENT = Limits(
    pixels=12_600_000,
    photograph=25_000_000,
    side=2200,
    bytes=1_500_000,
    on_paper=True,
    formats=FORMATS_OF_A_STRANGER,
)
QUALITIES = (88, 80, 70, 55, 40)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Reencoded:
    data: bytes
    suffix: str
    sha256: str
    width: int
    height: int


def reencode(data: bytes, limits: Limits = STAFF) -> Reencoded:
    """The same picture with nothing but pixels: PNG where it has transparency or few colours, else JPEG.

    Raises `NotAPicture` for bytes that are no picture, and for pictures above the limits.
    """
    with _one_at_a_time:
        try:
            picture, drawn = _decoded(data, limits)
        except NotAPicture:
            raise
        except Exception as error:
            # Decoders raise whatever they like about bytes of a stranger: struct.error, KeyError, MemoryError, ...
            raise NotAPicture(UNREADABLE) from error
        made, suffix = _encoded(picture, drawn, limits)
        return Reencoded(made, suffix, hashlib.sha256(made).hexdigest(), picture.width, picture.height)


def preview(data: bytes, side: int) -> bytes:
    """A smaller JPEG of a picture that `reencode` made, for a page that must load on a slow line."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        opened.draft(None, _within(opened.size, side))
        picture = _on_paper(opened)
        picture.thumbnail((side, side))
        return _jpeg(picture, QUALITIES[1])


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that `reencode` made."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        return opened.size


def _decoded(data: bytes, limits: Limits) -> tuple[Image.Image, bool]:
    """The first frame, upright, no longer than the limit; and whether it is a drawing's format, not a photograph's."""
    with Image.open(io.BytesIO(data), formats=limits.formats) as opened:
        photograph = opened.format in ("JPEG", "MPO")
        shrinks = photograph and _comes_at_once(data)
        if photograph and not shrinks and data.count(START_OF_SCAN) > MOST_WAVES:
            raise NotAPicture(UNREADABLE)
        pixels = opened.width * opened.height * WEIGHT.get(opened.format, 1)
        if pixels > (limits.photograph if shrinks else limits.pixels):
            raise NotAPicture(TOO_LARGE, too_large=True)
        opened.seek(0)
        opened.draft(None, _within(opened.size, limits.side))
        opened.load()
        see_through = not limits.on_paper and _see_through(opened)
        picture = _without_hidden_colours(opened) if see_through else _on_paper(opened)
        picture.thumbnail((limits.side, limits.side))
        upright = ImageOps.exif_transpose(picture)
        clean = Image.new(upright.mode, upright.size)
        clean.paste(upright)
        return clean, opened.format in ("PNG", "GIF")


def _comes_at_once(data: bytes) -> bool:
    """Whether the first scan of a JPEG holds all its colours, and all of them whole.

    Of every other the decoder keeps all it has read until the end, so that making it smaller saves nothing.
    """
    with JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as opened:
        if "progressive" in opened.info or opened.layers not in (1, 3):
            return False
        # The file was read up to the end of the first scan's header, whose length follows from its number of colours.
        header = START_OF_SCAN + struct.pack(">HB", 6 + 2 * opened.layers, opened.layers)
        start = opened.fp.tell() - len(START_OF_SCAN) - 6 - 2 * opened.layers
    return data.startswith(header, max(start, 0))


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of the whole picture when its longer side is `side`; a decoder stops at the next larger it can do."""
    longest = max(*size, side)
    return max(1, size[0] * side // longest), max(1, size[1] * side // longest)


def _see_through(picture: Image.Image) -> bool:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return False
    return picture.convert("RGBA").getchannel("A").getextrema()[0] < 255


def _without_hidden_colours(picture: Image.Image) -> Image.Image:
    """What is wholly see-through has no colour left: an eraser hides a face, and leaves it in the file."""
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0, 0)), seen)


def _on_paper(picture: Image.Image) -> Image.Image:
    """The picture in plain colours, on white where it is see-through; with what it says about which way is up."""
    if picture.mode == "RGB" and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight are what a screen shows.
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGB", picture.size, WHITE)
        paper.info = picture.info
        for top in range(0, picture.height, STRIP):
            # Strip by strip: a second whole picture with its own transparency would double what this costs.
            strip = picture.crop((0, top, picture.width, min(top + STRIP, picture.height))).convert("RGBA")
            paper.paste(strip, (0, top), strip)
        return paper
    return picture.convert("RGB")


def _encoded(picture: Image.Image, drawn: bool, limits: Limits) -> tuple[bytes, str]:
    if drawn or picture.mode == "RGBA":
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        if not limits.bytes or out.tell() <= limits.bytes:
            return out.getvalue(), "png"
    for quality in QUALITIES:
        made = _jpeg(picture, quality)
        if not limits.bytes or len(made) <= limits.bytes:
            return made, "jpg"
    raise NotAPicture(TOO_LARGE, too_large=True)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
