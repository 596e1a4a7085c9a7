"""A machine without liblouis: the release is made without braille, everybody is told or spared, and nothing loops."""

import json

import pytest

from publication.formats.files import BRAILLE, DOWNLOADS
from publication.renewal import needs_renewal
from tests.clock import clock
from tests.factories import TODAY
from tests.publication.booklets import staff
from tests.publication.booklets.making import OPENS, make_released
from tests.publication.booklets.test_desk import desk, said

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_liblouis(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.fixture
def released(without_liblouis):
    page, release, _versions = make_released("The kettle")
    return page, release


def test_the_release_holds_every_other_file_and_its_manifest_says_why(released):
    _page, release = released
    names = set(release.files.filter(name__in=DOWNLOADS).values_list("name", flat=True))
    assert names == set(DOWNLOADS) - {BRAILLE}
    assert "liblouis-bin" in json.loads((release.folder / "manifest.json").read_text())["missing"][BRAILLE]


def test_it_is_whole_as_it_is_and_is_not_made_again_and_again(released):
    assert not needs_renewal(released[1], day=TODAY)


def test_another_file_that_is_lost_is_made_again(released):
    (released[1].folder / "booklet.epub").unlink()
    assert needs_renewal(released[1], day=TODAY)


def test_the_desk_says_what_is_missing_and_what_to_install(released):
    shown = said(staff.editor().get(desk(released[0])))
    assert "A release would have no booklet.brf: Braille needs lou_translate (Debian: liblouis-bin)" in shown


def test_readers_are_not_offered_what_is_not_there(released, client):
    page, release = released
    assert BRAILLE not in (release.folder / "web" / "index.html").read_text()
    with clock(OPENS):
        assert BRAILLE not in said(client.get(page.url))


@pytest.mark.proof
def test_where_liblouis_is_readers_get_the_braille_too(client):
    page, release, _versions = make_released("The kettle")
    with clock(OPENS):
        answer = client.get(f"{page.url}files/{BRAILLE}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/x-brf")
    assert b"".join(answer.streaming_content) == (release.folder / BRAILLE).read_bytes()
