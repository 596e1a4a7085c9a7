"""A booklet from before this site: read by nobody until a publisher writes down why, and down again at one press."""

import base64
import io
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import ModelLogEntry

from consent.weeks import week_of
from publication import earlier_file, gate
from publication.earlier_file import NotAFinishedBooklet, bare, jpeg_without_words
from publication.models import EarlierBooklet
from stories import roles
from tests.clock import an_autumn_day
from tests.factories import TODAY
from tests.publication.booklets.staff import editor, publisher, signed_in

__all__ = ["an_autumn_day"]

pytestmark = pytest.mark.django_db
DESK, PAGE, FILE = reverse("booklet_desk:earlier"), "/earlier/2019/", "/earlier/2019/booklet.pdf"
WHY = "The parents who wrote it gave it to Pace to hand out, and we asked those we could reach."


@pytest.fixture(autouse=True)
def a_place_for_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def finished(**named: str) -> bytes:
    """A PDF as somebody's programs leave it: with their name, a program, an attachment, and a photograph's place."""
    photograph, out = io.BytesIO(), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at Mill Lane"
    Image.new("RGB", (40, 40), "red").save(photograph, "JPEG", exif=exif, comment=b"by Camera Nine")
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(400, 600))
        picture = pikepdf.Stream(document, photograph.getvalue())
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width = picture.Height = 40
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        picture.Filter = pikepdf.Name.DCTDecode
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(It=document.make_indirect(picture)))
        document.pages[0].Contents = pikepdf.Stream(document, b"400 0 0 600 0 0 cm /It Do")
        document.docinfo["/Author"] = "Ann Realname"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["Ann Realname"]
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.attachments["notes.txt"] = b"where they live"
        document.save(out, **named)
    return out.getvalue()


def brought_in(client=None) -> EarlierBooklet:
    client = client or publisher()
    sent = {"year": 2019, "title": "The first booklet", "about": "Made by one parent.", "file": uploaded(finished())}
    answer = client.post(DESK, sent, follow=True)
    assert "Nobody can read it yet" in answer.content.decode()
    return EarlierBooklet.objects.get()


def uploaded(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("booklet.pdf", data, "application/pdf")


def press(act: str, booklet, client, **data):
    url = reverse(f"booklet_desk:earlier_{act}", args=[booklet.pk])
    return client.post(url, {f"offer-{booklet.pk}-{name}": value for name, value in data.items()}, follow=True)


def offered() -> EarlierBooklet:
    booklet = brought_in()
    press("offer", booklet, publisher(), reason=WHY)
    return EarlierBooklet.objects.get()


def test_nobody_reads_it_before_a_publisher_has_written_down_why(client):
    never_there = [client.get(url).status_code for url in (PAGE, FILE)]
    booklet = brought_in()
    assert never_there == [client.get(url).status_code for url in (PAGE, FILE)] == [404, 404]
    assert "Write down why" in press("offer", booklet, publisher(), reason=" ").content.decode()
    press("offer", booklet, editor(), reason=WHY)
    assert client.get(FILE).status_code == 404

    decider = publisher()
    press("offer", booklet, decider, reason=WHY)
    booklet.refresh_from_db()
    assert (booklet.reason, booklet.decided_by, booklet.decided_week) == (WHY, decider.user, week_of(TODAY))
    page, file = client.get(PAGE), client.get(FILE)
    assert "The first booklet" in page.content.decode() and "Made by one parent." in page.content.decode()
    assert b"".join(file.streaming_content).startswith(b"%PDF-") and file["Cache-Control"] == "no-cache"
    assert ModelLogEntry.objects.get(action="publication.earlier_offer").data["reason"] == WHY


def test_anybody_who_may_take_down_ends_it_at_once(client):
    booklet = offered()
    assert client.get(PAGE).status_code == 200
    somebody = signed_in(roles.TRIAGE)
    assert "nobody can read it here" in press("take_back", booklet, somebody).content.decode()
    assert [client.get(url).status_code for url in (PAGE, FILE)] == [410, 410]
    booklet.refresh_from_db()
    assert booklet.taken_back_by == somebody.user and booklet.decided_week  # what was decided stays to be read
    assert "It is not offered" in press("take_back", booklet, somebody).content.decode()
    press("offer", booklet, publisher(), reason="Asked again.")
    assert client.get(PAGE).status_code == 200


def test_the_panel_and_the_public_have_no_door_to_it(client):
    booklet = brought_in()
    for one in (client, signed_in(roles.PARENT_EDITORS)):
        assert one.get(DESK).status_code in (302, 403)
        assert one.get(reverse("booklet_desk:earlier_look", args=[booklet.pk])).status_code in (302, 403)
    assert client.get(f"/media/{booklet.file.name}").status_code == 404
    assert publisher().get(f"/media/{booklet.file.name}").status_code == 404
    assert publisher().get(reverse("booklet_desk:earlier_look", args=[booklet.pk])).status_code == 200


def test_a_file_that_is_away_or_another_is_not_offered_and_the_desk_says_so(client):
    booklet = offered()
    name = booklet.file.name
    booklet.file.storage.delete(name)
    booklet.file.storage.save(name, ContentFile(finished()))
    assert gate.earlier(2019) is None and client.get(FILE).status_code == 410
    booklet.file.storage.delete(name)
    assert client.get(PAGE).status_code == 410
    assert "Its file is not here" in publisher().get(DESK).content.decode()


@pytest.mark.parametrize("page", ["look", "offer", "take_back", "remove"])
def test_an_address_of_the_desk_knows_what_it_is_asked_by(client, page):
    address = reverse(f"booklet_desk:earlier_{page}", args=[brought_in().pk])
    wrong = "post" if page == "look" else "get"
    assert getattr(publisher(), wrong)(address).status_code == 405


def test_what_is_offered_can_be_removed_only_after_it_was_taken_down():
    booklet = offered()
    assert "Take it down first" in press("remove", booklet, publisher()).content.decode()
    press("take_back", booklet, publisher())
    press("remove", booklet, publisher())
    assert not EarlierBooklet.objects.exists() and not booklet.file.storage.exists(booklet.file.name)
    assert ModelLogEntry.objects.filter(action="publication.earlier_remove").exists()


def test_nothing_of_a_program_a_person_or_a_place_is_in_the_file():
    came, kept = finished(), bare(finished())
    for said in (b"Realname", b"app.alert", b"Mill Lane", b"Camera Nine"):
        assert said in came and said not in kept, said
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert not document.attachments and "/Info" not in document.trailer and "/OpenAction" not in document.Root
        assert len(document.pages) == 1
    assert bare(came) == kept


PROGRAM = {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert(1)")}
WEB = {"/S": pikepdf.Name.URI, "/URI": pikepdf.String("https://example.org/")}


def link(**more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), **more)


def with_links(*links) -> bytes:
    """A page with these links, and a bookmark that would run a program."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(400, 600))
        document.pages[0].obj.Annots = pikepdf.Array(links)
        mark = document.make_indirect(pikepdf.Dictionary(Title=pikepdf.String("One"), A=pikepdf.Dictionary(PROGRAM)))
        document.Root.Outlines = document.make_indirect(pikepdf.Dictionary(First=mark, Last=mark, Count=1))
        mark.Parent = document.Root.Outlines
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "hiding",
    [
        lambda: link(A=pikepdf.Dictionary(WEB | {"/Next": pikepdf.Dictionary(PROGRAM)})),
        lambda: link(A=pikepdf.Dictionary(WEB), AA=pikepdf.Dictionary(E=pikepdf.Dictionary(PROGRAM))),
        lambda: link(Dest=pikepdf.String("one"), A=pikepdf.Dictionary(PROGRAM)),
        lambda: link(A=pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Dictionary(S=pikepdf.Name.Launch))),
    ],
    ids=["after a link", "beside a link", "under a link", "a start after a link"],
)
def test_no_program_hides_in_a_bookmark_or_behind_a_link(hiding):
    kept = bare(with_links(link(A=pikepdf.Dictionary(WEB)), hiding()))
    assert b"app.alert" not in kept and b"/Launch" not in kept and b"/JavaScript" not in kept
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert document.pages[0].obj.Annots[0].A.URI == "https://example.org/"  # an honest link still leads there
        assert document.Root.Outlines.First.Title == "One"


def test_links_of_another_kind_than_pdfs_have_are_left_out():
    with pikepdf.open(io.BytesIO(bare(with_links(3, link(A=3))))) as document:
        assert len(document.pages[0].obj.Annots) == 0


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("/FlateDecode", zlib.compress),
        ("/ASCII85Decode", lambda data: base64.a85encode(data) + b"~>"),
        ("/ASCIIHexDecode", lambda data: data.hex().encode() + b">"),
    ],
)
def test_a_photograph_that_was_packed_once_more_loses_its_place_too(name, pack):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished())) as document:
        picture = document.pages[0].Resources.XObject.It
        packed = pikepdf.Array([pikepdf.Name(name), pikepdf.Name.DCTDecode])
        picture.write(pack(picture.read_raw_bytes()), filter=packed)
        document.save(out)
    with pikepdf.open(io.BytesIO(bare(out.getvalue()))) as document:
        picture = document.pages[0].Resources.XObject.It
        kept = picture.read_raw_bytes()
        assert picture.Filter == "/DCTDecode" and b"Mill Lane" not in kept
        assert Image.open(io.BytesIO(kept)).size == (40, 40)


def test_a_photograph_that_unpacks_to_more_than_any_is_refused(monkeypatch):
    monkeypatch.setattr(earlier_file, "LARGEST_JPEG", 100)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished())) as document:
        packed = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        document.pages[0].Resources.XObject.It.write(zlib.compress(bytes(100_000)), filter=packed)
        document.save(out)
    with pytest.raises(NotAFinishedBooklet):
        bare(out.getvalue())


def test_a_jpeg_loses_what_is_said_of_it_and_no_point_of_it():
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at Mill Lane"
    Image.effect_noise((64, 64), 90).convert("RGB").save(picture, "JPEG", exif=exif)
    kept = jpeg_without_words(picture.getvalue())
    assert b"Mill Lane" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(picture).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"no PDF",
        finished()[:300],
        finished(encryption=pikepdf.Encryption(user="a", owner="b")),
    ],
    ids=["no PDF", "cut short", "locked"],
)
def test_what_is_no_finished_booklet_is_refused_in_words(data):
    with pytest.raises(NotAFinishedBooklet):
        bare(data)
    sent = {"year": 2019, "title": "The first booklet", "about": "Made by one parent.", "file": uploaded(data)}
    page = publisher().post(DESK, sent).content.decode()
    assert "could not read this file as a PDF" in page and "Made by one parent." in page
    assert not EarlierBooklet.objects.exists()
