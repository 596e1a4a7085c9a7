"""A PDF of scanned pages becomes pictures, or is refused by name: in a child process with limits of its own."""

import io
import subprocess
import sys
import zlib

import pikepdf
import pytest
from PIL import Image

from stories import scan_reader, scans
from stories.imaging import NotAPicture
from tests.stories.pictures import drawn


def scanned(*colours: str) -> bytes:
    """What a scanner makes: a page for each colour."""
    first, *more = (Image.new("RGB", (600, 840), colour) for colour in colours or ("white",))
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=more)
    return out.getvalue()


def made(change, *, pages: int = 1, **saving) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(400, 600))
    change(document)
    out = io.BytesIO()
    document.save(out, **saving)
    return out.getvalue()


def nothing(document) -> None:
    pass


def with_a_program(document) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.OpenAction = action


def with_a_hidden_program(document) -> None:
    """Packed into an object stream, where its name cannot be seen."""
    action = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), action]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=document.make_indirect(names))


def sized(width: float, height: float):
    def change(document) -> None:
        document.pages[0].MediaBox = pikepdf.Array([0, 0, width, height])

    return change


def with_a_picture_that_fills_the_memory(document) -> None:
    """Sixty thousand by sixty thousand points, in a few kilobytes."""
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(bytes(1024 * 1024)) for _ in range(64)) + packed.flush()
    stream = pikepdf.Stream(document, data)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width = stream.Height = 60_000
    stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    stream.Filter = pikepdf.Name.FlateDecode
    draw(document, stream, b"400 0 0 600 0 0 cm /It Do")


def that_never_ends(document) -> None:
    """Twelve forms, each of which draws the next one thirty times."""
    inner = form(document, b"0 0 1 1 re f", None)
    for _ in range(12):
        inner = form(document, b"/It Do " * 30, inner)
    draw(document, inner, b"/It Do")


def form(document, content: bytes, inner):
    stream = pikepdf.Stream(document, content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, 400, 600])
    if inner is not None:
        stream.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(It=inner))
    return stream


def draw(document, thing, content: bytes) -> None:
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(It=thing))
    page.Contents = pikepdf.Stream(document, content)


def that_goes_in_circles() -> bytes:
    """A page tree whose only child is itself."""
    whole = made(nothing)
    with pikepdf.open(io.BytesIO(whole)) as document:
        pages = document.Root.Pages
        pages.Kids = pikepdf.Array([pages])
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_each_page_becomes_a_picture_in_its_order():
    pages = scans.pages(scanned("red", "green", "blue"))
    opened = [Image.open(io.BytesIO(page)) for page in pages]
    assert {one.format for one in opened} == {"JPEG"} and {max(one.size) for one in opened} == {scan_reader.SIDE}
    middle = [one.getpixel((one.width // 2, one.height // 2)) for one in opened]
    assert [colour.index(max(colour)) for colour in middle] == [0, 1, 2]


def test_twenty_pages_are_read():
    assert len(scans.pages(made(nothing, pages=20))) == 20


LOCKED = pikepdf.Encryption(user="a", owner="b")
HOSTILE = {
    "locked": (made(nothing, encryption=LOCKED), "locked with a password"),
    "one page too many": (made(nothing, pages=21), "more than 20 pages"),
    "thousands of pages": (made(nothing, pages=3000), "more than 20 pages"),
    "no page": (made(nothing, pages=0), "could not read this PDF"),
    "a program": (made(with_a_program), "holds a program"),
    "a hidden program": (
        made(with_a_hidden_program, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "holds a program",
    ),
    "a page as large as a field": (made(sized(200_000, 200_000)), "a size that no paper has"),
    "a page like a thread": (made(sized(14_000, 21)), "a size that no paper has"),
    "cut short": (scanned("red", "green")[:-600], "ends too early"),
    "cut in two": (scanned("red")[:400], "ends too early"),
    "no PDF behind the first bytes": (b"%PDF-1.7\n" + bytes(4000) + b"\n%%EOF", "could not read this PDF"),
    "circles": (that_goes_in_circles(), "PDF"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pdf_that_no_scanner_makes_is_refused_by_name(name):
    data, says = HOSTILE[name]
    with pytest.raises(NotAPicture, match=says):
        scans.pages(data)


def test_what_never_ends_is_cut_off(monkeypatch):
    monkeypatch.setattr(scans, "SECONDS", 4)
    with pytest.raises(NotAPicture, match="too much memory or time"):
        scans.pages(made(that_never_ends))


def test_a_picture_larger_than_the_memory_is_not_drawn():
    (page,) = scans.pages(made(with_a_picture_that_fills_the_memory))
    assert Image.open(io.BytesIO(page)).convert("L").getextrema() == (255, 255)


def test_the_child_may_use_so_much_memory_and_time_and_writes_no_file(tmp_path):
    """Asked of a child that took its limits."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import scan_reader, resource as r; scan_reader.confine()\n"
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0])\n"
        "try: open(sys.argv[2], 'wb', buffering=0).write(b'x')\n"
        "except OSError: print('refused')"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(scans.READER.parent), str(tmp_path / "file")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.split() == [str(scan_reader.MEMORY), str(scan_reader.SECONDS), "refused"]


def test_whoever_takes_the_child_over_opens_no_file_and_no_connection_of_the_house():
    """Asked of a child that has shut its doors; no reader of PDFs is without faults."""
    code = (
        "import sys, socket, resource as r; sys.path.insert(0, sys.argv[1]); import scan_reader\n"
        "scan_reader.confine(); scan_reader.close_the_doors()\n"
        "for act in (lambda: open(sys.argv[2]), socket.socket):\n"
        "    try: act()\n"
        "    except OSError: print('refused')\n"
        "print(r.getrlimit(r.RLIMIT_NPROC)[0])"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(scans.READER.parent), scans.__file__],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.split() == ["refused", "refused", "0"], told.stderr


@pytest.mark.parametrize(
    "does",
    ["import os, time; os.close(1); time.sleep(60)", "import sys; sys.stdout.buffer.write(b'abc')"],
    ids=["stays when it has said its last", "answers nonsense"],
)
def test_a_child_that_was_taken_over_keeps_nobody_waiting_and_is_refused_in_words(monkeypatch, tmp_path, does):
    reader = tmp_path / "reader.py"
    reader.write_text(does)
    monkeypatch.setattr(scans, "READER", reader)
    monkeypatch.setattr(scans, "SECONDS", 2)
    with pytest.raises(NotAPicture):
        scans.pages(scanned())


def test_a_picture_is_not_taken_for_a_pdf():
    assert scans.is_pdf(scanned()) and not scans.is_pdf(drawn(kind="JPEG"))
