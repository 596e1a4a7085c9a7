"""Pictures are made anew in memory: only pixels stay, and no file of a stranger costs more than we can pay."""

import io
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from stories import imaging
from stories.imaging import PARENT, STAFF, NotAPicture, preview, reencode
from tests.imports import ROOT
from tests.stories.pictures import (
    CANARY,
    colours_apart,
    drawing_with_a_name,
    drawn,
    in_waves,
    photograph_with_a_name,
    promising,
    saved,
)

LIMITS = pytest.mark.parametrize("limits", [STAFF, PARENT])


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@LIMITS
@pytest.mark.parametrize("data", [photograph_with_a_name(), drawing_with_a_name()], ids=["photograph", "drawing"])
def test_nothing_stays_but_pixels(data, limits):
    assert CANARY.encode() in data
    made = reencode(data, limits)
    assert CANARY.encode() not in made.data
    assert set(opened(made.data).info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert not opened(made.data).getexif()


@LIMITS
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photograph_taken_on_its_side_stands_upright(turned, limits):
    exif = Image.Exif()
    exif[0x0112] = turned
    upright = opened(reencode(drawn(size=(90, 60), kind="JPEG", quality=95), limits).data)
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes what the tag asks for
    picture = opened(drawn(size=(90, 60)))
    held = picture.transpose(Image.Transpose(back[turned])) if turned > 1 else picture
    made = opened(reencode(saved(held, "JPEG", quality=95, exif=exif), limits).data)
    assert made.size == upright.size
    assert made.getpixel((5, 5))[2] > 80 > made.getpixel((5, 5))[0]


@pytest.mark.parametrize(("limits", "kind"), [(limits, kind) for limits in (STAFF, PARENT) for kind in limits.formats])
def test_every_kind_of_picture_that_a_phone_makes_is_read(kind, limits):
    made = reencode(drawn(kind=kind), limits)
    assert (made.width, made.height) == (60, 40)
    assert made.suffix == ("png" if kind in ("PNG", "GIF") else "jpg")


@LIMITS
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_way_of_keeping_colours_is_read(mode, limits):
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    picture = Image.new(mode, (30, 20), 40_000) if mode == "I;16" else opened(drawn(size=(30, 20))).convert(mode)
    if mode == "PA":
        picture, options = picture.convert("P"), {"transparency": 0}
    else:
        options = {}
    made = opened(reencode(saved(picture, kind, **options), limits).data)
    assert made.size == (30, 20)
    if mode == "I;16":
        assert 150 < made.convert("L").getpixel((5, 5)) < 160


def test_a_moving_picture_gives_its_first_moment():
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("#1d5a6b", "#b3401f")]
    for kind in ("GIF", "WEBP", "PNG"):
        moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        made = opened(reencode(moving, PARENT).data).convert("RGB")
        assert getattr(made, "n_frames", 1) == 1
        assert made.getpixel((10, 10))[2] > 80


def test_a_parents_drawing_on_nothing_is_laid_on_white_paper():
    made = opened(reencode(saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"), PARENT).data)
    assert made.mode == "RGB" and made.getpixel((5, 5)) == (255, 255, 255)
    kept = opened(reencode(saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"), STAFF).data)
    assert kept.mode == "RGBA"


def test_what_an_eraser_has_hidden_is_not_in_the_file():
    erased = Image.new("RGBA", (30, 20), (200, 40, 40, 255))
    erased.paste((12, 34, 56, 0), (0, 0, 15, 20))
    made = opened(reencode(saved(erased, "PNG"), STAFF).data)
    assert made.getpixel((5, 5)) == (0, 0, 0, 0)
    assert made.getpixel((25, 5)) == (200, 40, 40, 255)


def test_the_same_file_gives_the_same_bytes():
    assert reencode(photograph_with_a_name(), PARENT) == reencode(photograph_with_a_name(), PARENT)


def noise(size, kind="PNG", **options) -> bytes:
    return saved(Image.effect_noise(size, 120).convert("RGB"), kind, **options)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_is_kept_of_a_parents_picture_has_its_bound(kind):
    made = reencode(noise((3000, 2500), kind), PARENT)
    assert max(made.width, made.height) == PARENT.side
    assert len(made.data) <= PARENT.bytes


def test_the_sides_keep_their_measure():
    made = reencode(drawn(size=(4000, 500), kind="JPEG"), PARENT)
    assert (made.width, made.height) == (2200, 275)


def test_a_header_that_promises_too_much_is_refused_before_a_pixel_is_made():
    for size in [(30_000, 30_000), (2_000_000_000, 1), (65_000, 900)]:
        with pytest.raises(NotAPicture) as refused:
            reencode(promising(*size), PARENT)
        assert "picture" in str(refused.value)
    assert megabytes(promising(12_000, 4_900)) < 30


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\x00" * 10_000,
        b"%PDF-1.7\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
        drawn(kind="BMP"),
        drawn(kind="TIFF"),
        saved(Image.new("RGB", (5, 5)), "PPM"),
    ],
)
@LIMITS
def test_what_is_no_picture_of_a_known_kind_is_answered_in_words(data, limits):
    with pytest.raises(NotAPicture, match="We could not read this file as a picture"):
        reencode(data, limits)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_a_picture_cut_off_or_damaged_anywhere_is_read_or_refused_in_words(kind):
    whole = drawn(size=(200, 150), kind=kind)
    step = max(1, len(whole) // 40)
    for at in range(0, len(whole), step):
        for broken in (
            whole[:at],
            whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :],
            whole[:at] + whole[at + step :],
        ):
            try:
                made = reencode(broken, PARENT)
            except NotAPicture:
                continue
            assert max(made.width, made.height) <= PARENT.side


def test_text_that_unpacks_to_more_than_anybody_writes_is_refused():
    from PIL import PngImagePlugin

    told = PngImagePlugin.PngInfo()
    for number in range(8):
        told.add_text(f"Comment{number}", "x" * 1_000_000, zip=True)
    with pytest.raises(NotAPicture):
        reencode(drawn(pnginfo=told), PARENT)


def test_a_smaller_one_is_made_for_a_page():
    small = preview(reencode(noise((900, 600)), PARENT).data, 300)
    assert opened(small).size == (300, 200)
    assert len(small) < 120_000


def grain(size, mode="RGB") -> Image.Image:
    """A picture that is not easily packed, quickly made."""
    return Image.effect_noise((size[0] // 8, size[1] // 8), 120).resize(size).convert(mode)


LARGEST = {
    "a photograph": lambda: saved(grain((5770, 4330)), "JPEG"),
    "a photograph that comes in waves": lambda: saved(grain((4090, 3070)), "JPEG", progressive=True, subsampling=0),
    "a photograph in four inks": lambda: saved(grain((4090, 3070), "CMYK"), "JPEG"),
    "a drawing": lambda: saved(grain((4090, 3070)), "PNG", compress_level=1),
    "a drawing on nothing": lambda: saved(grain((4090, 3070), "RGBA"), "PNG", compress_level=1),
    "a grey drawing on nothing": lambda: saved(grain((4090, 3070), "LA"), "PNG", compress_level=1),
    "a picture of the web": lambda: saved(grain((2890, 2170)), "WEBP", quality=60, method=0),
    "a photograph of one phone": lambda: drawn(size=(4090, 3070), kind="HEIF", enc_params={"preset": "ultrafast"}),
}


def test_a_stranger_cannot_have_more_decoded_than_the_header_says():
    """The size inside an AVIF is not the one of its header, and room is made for it all the same."""
    whole = bytearray(drawn(size=(8000, 8000), kind="AVIF", speed=10))
    at = whole.index(b"ispe") + 8
    whole[at : at + 8] = struct.pack(">II", 800, 800)
    with pytest.raises(NotAPicture):
        reencode(bytes(whole), PARENT)
    assert megabytes(bytes(whole)) < 20


@pytest.mark.parametrize("colours", [3, 4])
def test_a_photograph_whose_colours_come_apart_is_held_to_the_smaller_limit(colours):
    """The decoder keeps each colour whole until the last one is there."""
    with pytest.raises(NotAPicture) as refused:
        reencode(colours_apart(5770, 4330, colours), PARENT)
    assert refused.value.too_large
    assert reencode(colours_apart(900, 600, colours), PARENT).width == 900


def test_a_photograph_with_a_smaller_one_behind_it_is_held_to_the_limit_of_photographs():
    photograph = grain((5000, 4000))
    behind = [photograph.resize((500, 400))]
    assert reencode(saved(photograph, "MPO", save_all=True, append_images=behind), PARENT).width == PARENT.side


def test_a_photograph_in_more_waves_than_any_camera_makes_is_refused():
    assert reencode(in_waves(400, 300, 20), PARENT).width == 400
    with pytest.raises(NotAPicture):
        reencode(in_waves(400, 300, 600), PARENT)


@pytest.mark.parametrize("what", LARGEST)
def test_one_upload_at_the_limit_needs_less_than_150_megabytes(what):
    assert 20 < megabytes(LARGEST[what]()) < 150


def megabytes(data: bytes) -> int:
    """By how much reading this picture raises the peak memory of a process."""
    command = [sys.executable, "-m", "tests.stories.what_a_picture_costs"]
    return int(subprocess.run(command, input=data, capture_output=True, cwd=ROOT).stdout)


def test_one_picture_is_decoded_at_a_time(monkeypatch):
    at_work, most = [], []
    real = imaging._decoded

    def watched(data, limits):
        at_work.append(data)
        most.append(len(at_work))
        try:
            return real(data, limits)
        finally:
            at_work.pop()

    monkeypatch.setattr(imaging, "_decoded", watched)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(reencode, [drawn(size=(900, 700))] * 12))
    assert (len(most), max(most)) == (12, 1)
