"""No file of a release says who made it, at what time, with what, or where: looked for in every byte, unpacked."""

import io
import shutil
import socket
import sys
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publication.actions import build, freeze
from stories.models import Contribution, Picture
from tests.factories import TODAY, make_user, make_version
from tests.publication.booklets import leaks
from tests.publication.booklets.making import make_booklet
from tests.publication.formats import leafy, whole

EDITOR = {"name": "quillfeathered", "first_name": "Perpetua", "last_name": "Ashgrove", "email": "pa@house.example"}


def secrets(settings) -> list[str]:
    """Names of staff, places on this machine, and the keys under which families are known."""
    host = socket.gethostname()
    near = (
        settings.BASE_DIR,
        settings.RELEASES_DIR,
        settings.MEDIA_ROOT,
        tempfile.gettempdir(),
        sys.prefix,
        Path.home(),
    )
    places = [f"{place}/" for place in near]
    keys = [key for one in Contribution.objects.all() for key in (one.lookup, bytes(one.tag).hex())]
    return [*EDITOR.values(), *places, *([host] if len(host) > 4 and host != "localhost" else []), *keys]


@pytest.mark.short_proof
@pytest.mark.django_db(transaction=True)
def test_a_release_names_nobody_no_moment_no_tool_and_no_place(settings):
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(picture, "PNG")
    shown = Picture.objects.create(title="A key", description="A key", file=ContentFile(picture.getvalue(), "key.png"))
    versions = [
        make_version("The key", picture=shown),
        make_version("The stair", "One step,\nand one.", kind="poem"),
        make_version("To you", "Dear you,\n\nI am here.\n\nWith love,\nMe", kind="letter"),
    ]
    page = make_booklet(*versions)
    release = build(release=freeze(page=page, user=make_user(**EDITOR)), day=TODAY)
    approved = [key for version in versions for key in (version.digest, version.tag)]
    words = [*secrets(settings), f"{timezone.now():%Y-%m-%d}"]

    found = leaks.leaks(release.folder, words=words, publisher="The Invented Charity", year=2027)
    assert found == []
    # The private manifest names the digest of each text; no file that leaves may (formats/manifest.py).
    leaving = [path for path in release.folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
    assert leaks.holding(leaving, approved) == []
    assert leaks.holding([release.folder / "manifest.json"], approved[:1])


CLEAN = {
    "booklet.pdf": lambda: whole.pdfs()["booklet.pdf"],
    "booklet.epub": whole.book,
    "booklet.txt": lambda: b"A kettle, and a stair.",
    "index.html": lambda: b"<title>A kettle</title><p>Every day from nine to nine.</p>",
    "card.png": lambda: leafy.PNG,
}


def clean(folder: Path, name: str) -> Path:
    """A file of a release in which nothing has leaked."""
    (folder / name).write_bytes(CLEAN[name]())
    return folder / name


def found(folder, words=()) -> set[str]:
    return {leak.kind for leak in leaks.leaks(folder, words=list(words), publisher="The Invented Trust", year=2027)}


def test_nothing_is_found_where_nothing_leaked(tmp_path):
    for name in CLEAN:
        clean(tmp_path, name)
    assert found(tmp_path, EDITOR.values()) == set()


def in_the_pdf(spoil):
    def plant(folder):
        path = clean(folder, "booklet.pdf")
        path.write_bytes(whole.spoilt(path.read_bytes(), spoil))

    return plant


def in_the_epub(name: str, old: bytes, new: bytes):
    def plant(folder):
        path, spare = clean(folder, "booklet.epub"), folder / "spare"
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(spare, "w") as made:
            for entry in archive.infolist():
                data = archive.read(entry)
                made.writestr(entry, data.replace(old, new, 1) if entry.filename == name else data)
                assert entry.filename != name or old in data
        shutil.move(spare, path)

    return plant


def on_the_page(more: str):
    def plant(folder):
        path = clean(folder, "index.html")
        path.write_text(path.read_text() + more)

    return plant


def a_packed_time(folder):
    with zipfile.ZipFile(clean(folder, "booklet.epub"), "a") as archive:
        archive.writestr(zipfile.ZipInfo("late.txt", (2026, 11, 21, 16, 5, 8)), b"words")


def a_pictures_history(folder):
    about = PngInfo()
    about.add_text("Software", "a painter's program")
    Image.new("RGB", (9, 9)).save(folder / "card.png", pnginfo=about)


def a_photographs_history(folder):
    exif = Image.Exif()
    exif[0x010F] = "a maker of cameras"
    Image.new("RGB", (9, 9)).save(folder / "card.jpg", exif=exif)


def told(key, words):
    return in_the_pdf(lambda document: document.docinfo.__setitem__(key, words))


def xmp(old: bytes, new: bytes):
    return in_the_pdf(
        lambda document: document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(old, new))
    )


PLANTED = {
    "an editor's login in a chapter": ("word", in_the_epub("EPUB/imprint.xhtml", b"<p>", b"<p>Quill&#102;eathered ")),
    "an editor's name under a page": (
        "word",
        in_the_pdf(lambda document: document.pages[0].contents_add(b"% Ashgrove", prepend=False)),
    ),
    "an editor's address in the text": ("word", lambda folder: (folder / "booklet.txt").write_text("pa@house.example")),
    "an author of the PDF": ("author", told("/Author", "Somebody Else")),
    "an author in the PDF's metadata": ("author", xmp(b"The Invented Trust</rdf:li>", b"Somebody</rdf:li>")),
    "an author of the EPUB": (
        "author",
        in_the_epub("EPUB/booklet.opf", b"<dc:date>", b"<dc:creator>X</dc:creator><dc:date>"),
    ),
    "an author of a web page": ("author", on_the_page('<meta name="author" content="X">')),
    "a generator of a web page": ("author", on_the_page('<meta name="generator" content="X">')),
    "a tool that made the PDF": ("tool", told("/Producer", "A press on the third floor")),
    "a tool in the PDF's metadata": ("tool", xmp(b"Typst 0", b"Typst at /srv 0")),
    "a tool that wrote the EPUB": ("tool", in_the_epub("EPUB/nav.xhtml", b"<body", b"<!-- Pillow --><body")),
    "the moment of the PDF": ("moment", told("/ModDate", "D:20261121160508Z")),
    "the moment in the PDF's metadata": ("moment", xmp(b"2027-01-01T00:00:00", b"2026-11-21T16:05:08")),
    "the moment of the EPUB": (
        "moment",
        in_the_epub("EPUB/booklet.opf", b"2027-01-01T00:00:01Z", b"2026-11-21T16:05:08Z"),
    ),
    "the moment of a file in the EPUB": ("moment", a_packed_time),
    "the day of a web page": ("moment", on_the_page("<time datetime='2026-11-21'>today</time>")),
    "the hour of a web page": ("moment", on_the_page("<p>made at 16:05</p>")),
    "the seconds of a computer's clock": ("moment", on_the_page("<img src='a.png?v=1795276800'>")),
    "the row of a story": ("id", on_the_page("<p data-id='12'>x</p>")),
    "the desk's address of a story": ("id", on_the_page("<a href='/desk/stories/12/'>x</a>")),
    "the history of a picture": ("picture", a_pictures_history),
    "the history of a photograph": ("picture", a_photographs_history),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_kind_of_leak_is_found_where_it_was_planted(tmp_path, planted):
    kind, plant = PLANTED[planted]
    plant(tmp_path)
    assert kind in found(tmp_path, EDITOR.values() if kind == "word" else ())


def test_a_picture_inside_a_pdf_has_no_history():
    with pikepdf.open(io.BytesIO(whole.pdfs()["booklet.pdf"])) as document:
        held = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert held
        assert all(b"Exif" not in one.read_raw_bytes() for one in held)
