"""Re-encodes a picture in memory, so that only its pixels stay.

Wagtail keeps EXIF, GPS included, in originals and JPEG renditions (measured); a photograph's place
can cost a family its safety. Nothing here touches a disk.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

MAX_PIXELS = 60_000_000
LONGEST_SIDE = 4000


class NotAPicture(ValueError):
    """The bytes are no picture we can read, or one too large to open safely."""


@dataclass(frozen=True)
class Reencoded:
    data: bytes
    suffix: str
    sha256: str
    width: int
    height: int


def reencode(data: bytes) -> Reencoded:
    """The same picture with nothing but pixels: PNG where it has transparency or few colours, else JPEG.

    Raises `NotAPicture` for bytes that are no picture, and for pictures above 60 megapixels, which
    could fill the memory of a small server.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise NotAPicture("This picture is too large. Please save it smaller and try again.")
            opened.seek(0)
            upright = ImageOps.exif_transpose(opened)
            clear = upright.mode in ("RGBA", "LA", "P") and "A" in upright.convert("RGBA").getbands()
            see_through = clear and upright.convert("RGBA").getchannel("A").getextrema()[0] < 255
            picture = upright.convert("RGBA" if see_through else "RGB")
    except NotAPicture:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotAPicture("We could not read this file as a picture. Please try a JPEG or PNG.") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    if see_through or opened.format in ("PNG", "GIF"):
        clean.save(out, "PNG", optimize=True)
        suffix = "png"
    else:
        clean.save(out, "JPEG", quality=88, optimize=True, progressive=True)
        suffix = "jpg"
    made = out.getvalue()
    return Reencoded(made, suffix, hashlib.sha256(made).hexdigest(), clean.width, clean.height)
