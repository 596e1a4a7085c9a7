"""What goes to the print shop holds only what families allow on paper, and reaches nobody but staff."""

import io

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from consent import actions
from consent.models import Shown
from consent.uses import Use
from publication.formats.files import PRINT_FILES
from publication.formats.printing import PrintSet
from tests.clock import clock
from tests.factories import TODAY, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import OPENS, make_booklet, make_release, make_released

pytestmark = pytest.mark.django_db(transaction=True)

ONLY_ONLINE = frozenset(Use) - {Use.PRINT}
ONLY_PRINT = frozenset(Use) - {Use.ONLINE}


def words(release, name: str) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(release.folder / name))


def test_a_story_allowed_online_and_not_on_paper_is_in_one_and_not_in_the_other():
    both, online = make_version("The kettle"), make_version("The gate", "Only on a screen.", allowing=ONLY_ONLINE)
    release = make_release(make_booklet(both, online))
    assert "The gate" in words(release, "booklet.pdf")
    printed = words(release, "print/inner.pdf")
    assert "The kettle" in printed
    assert "The gate" not in printed
    assert Shown.objects.filter(agreement=online.agreement).values_list("use", flat=True).get() == Use.ONLINE


def test_a_story_allowed_on_paper_alone_is_on_no_page_of_the_site():
    paper = make_version("The stair", "Only on paper.", allowing=ONLY_PRINT)
    release = make_release(make_booklet(make_version("The kettle"), paper))
    assert "The stair" in words(release, "print/inner.pdf")
    assert "The stair" not in words(release, "booklet.pdf")
    assert not [path for path in release.folder.rglob("*.html") if "The stair" in path.read_text()]


def test_without_a_story_for_paper_there_is_nothing_to_print():
    release = make_release(make_booklet(make_version(allowing=ONLY_ONLINE)))
    assert not release.files.filter(name__startswith="print/").exists()
    assert not (release.folder / "print").exists()


def test_a_no_to_paper_alone_makes_the_files_for_paper_anew_and_leaves_the_story_online():
    page, first, (kettle, _stair) = make_released("The kettle", "The stair")
    actions.stop(agreement=kettle.agreement, uses={Use.PRINT}, today=TODAY)
    newest = page.newest_release()
    assert newest != first
    assert "The kettle" not in words(newest, "print/inner.pdf")
    assert "The kettle" in words(newest, "booklet.pdf")
    assert not first.folder.exists()


def test_the_public_gets_no_file_for_paper_even_after_the_opening(client):
    page, release, _versions = make_released("The kettle")
    with clock(OPENS):
        for name in PRINT_FILES:
            assert client.get(f"{page.url}files/{name}").status_code == 404
            assert client.get(f"{page.url}files/{name.rpartition('/')[2]}").status_code == 404


def test_an_editor_takes_the_files_for_paper_from_the_desk_before_the_opening():
    page, release, _versions = make_released("The kettle")
    client = staff.editor()
    desk = client.get(reverse("booklet_desk:booklet", args=[page.pk])).content.decode()
    for name in PRINT_FILES:
        address = reverse("booklet_desk:file", args=[page.pk, release.pk, name])
        assert address in desk
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == (release.folder / name).read_bytes()
        assert f"2027-{name.replace('/', '-')}" in answer["Content-Disposition"]


def test_the_desk_gives_out_no_other_path_of_a_release():
    page, release, _versions = make_released("The kettle")
    client = staff.editor()
    for name in ("manifest.json", "web/index.html", "../2027.1/manifest.json", "print/../manifest.json"):
        assert client.get(f"/admin/booklets/{page.pk}/files/{release.pk}/{name}").status_code == 404


def test_a_part_of_the_print_set_that_is_lost_is_made_anew():
    from publication.actions import renew_all

    page, release, _versions = make_released("The kettle")
    (release.folder / "print" / "cover.pdf").unlink()
    renew_all(TODAY)
    assert page.newest_release() != release
    assert (page.newest_release().folder / "print" / "cover.pdf").exists()


def test_the_cover_that_editors_choose_is_the_cover_of_every_file():
    page = make_booklet(make_version("The kettle"), cover="spine")
    release = make_release(page)
    assert release.frozen["cover"] == "spine"
    with pikepdf.open(release.folder / "print" / "cover.pdf") as made:
        printed = made.pages[0].Contents.read_bytes()
    from publication.composing import compose

    edition = compose(release, use=Use.PRINT, day=TODAY).edition
    with pikepdf.open(io.BytesIO(PrintSet(edition, {}).cover)) as expected:
        assert expected.pages[0].Contents.read_bytes() == printed
    assert "rotate(90)" in (release.folder / "web" / "index.html").read_text()
