"""A picture is served while a live page shows it, and never because its file lies somewhere."""

import io

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.images import get_image_model

from publication import chrome
from publication.models import SiteIdentity, StandardPage
from publication.pictures import picture_url
from stories import roles
from tests.factories import make_version
from tests.publication.booklets import staff
from tests.publication.site import invent

pytestmark = pytest.mark.django_db
SPEC = "max-1240x1240"


@pytest.fixture
def picture():
    cache.clear()  # Wagtail remembers made sizes by id and bytes, which another test's picture had too
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(made, "PNG")
    return get_image_model().objects.create(
        title="A thread", description="A thread, mended once", file=ContentFile(made.getvalue(), "thread.png")
    )


def shown_on_a_page(picture) -> StandardPage:
    page = StandardPage(title="With picture", slug="pic", body=[("picture", {"picture": picture, "caption": "Mended"})])
    invent().home.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_live_page_shows_its_picture_with_its_description(client, picture):
    page = shown_on_a_page(picture)
    html = client.get(page.url).content.decode()
    assert picture_url(picture, SPEC) in html
    assert 'alt="A thread, mended once"' in html
    answer = client.get(picture_url(picture, SPEC))
    assert answer.status_code == 200
    assert answer["Content-Type"] in {"image/png", "image/webp", "image/jpeg", "image/avif"}
    assert answer["Content-Security-Policy"] == "default-src 'none'"


def test_a_picture_is_gone_with_the_last_page_that_shows_it(client, picture):
    page = shown_on_a_page(picture)
    page.unpublish()
    assert client.get(picture_url(picture, SPEC)).status_code == 404


def test_a_picture_that_no_page_shows_is_not_served(client, picture):
    assert client.get(picture_url(picture, SPEC)).status_code == 404


def test_the_logo_is_served_because_every_page_shows_it(client, picture):
    identity = SiteIdentity.load()
    identity.logo = picture
    identity.save()
    invent()
    assert client.get(chrome.read().logo.url).status_code == 200
    assert 'class="brand-logo"' in client.get("/").content.decode()


def test_nobody_can_ask_for_another_size(client, picture):
    shown_on_a_page(picture)
    assert client.get(picture_url(picture, SPEC).replace(SPEC, "max-9000x9000")).status_code == 404


def test_a_stored_file_has_no_public_address(client, admin_client, picture):
    address = picture.get_rendition("max-165x165").url
    assert client.get(address).status_code == 404
    assert client.get(picture.file.url).status_code == 404
    assert admin_client.get(address).status_code == 200
    assert admin_client.get("/media/../db.sqlite3").status_code == 404
    assert admin_client.get("/media/images/../../secret.key").status_code in {400, 404}


@pytest.mark.parametrize("odd", ["./", "/", "x/../", ""])
def test_a_familys_picture_is_for_those_who_may_see_its_story_however_its_address_is_written(picture, odd):
    picture.contribution = make_version().story.contribution
    picture.save()
    for file in (picture.file, picture.get_rendition("max-165x165").file):
        folder, name = file.url.rsplit("/", 1)
        address = f"{folder}/{odd}{name}"
        assert staff.signed_in(roles.TRIAGE).get(address).status_code == 404
        assert staff.editor().get(address).status_code == (404 if odd else 200)


def test_a_file_that_no_picture_owns_is_shown_to_nobody(admin_client, picture):
    """Such as what a crash left behind of a family's."""
    address = picture.file.url
    type(picture).objects.filter(pk=picture.pk).delete()
    assert default_storage.exists(picture.file.name)
    for path in (address, "/media/images/", "/media/original_images/"):
        assert admin_client.get(path).status_code == 404, path
