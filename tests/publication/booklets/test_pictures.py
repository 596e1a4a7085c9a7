"""A picture in a story is there as long as the story is."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from consent import actions
from publication.actions.building import CouldNotBuild
from stories.models import Picture
from tests.clock import clock
from tests.factories import TODAY, make_version
from tests.publication.booklets.making import BEFORE, OPENS, make_booklet, make_release, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def picture():
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(made, "PNG")
    return Picture.objects.create(
        title="A key", description="A key on a blue pot", file=ContentFile(made.getvalue(), "key.png")
    )


@pytest.fixture
def version(picture):
    return make_version("The key", picture=picture)


@pytest.fixture
def page(version):
    page = make_booklet(version)
    make_release(page)
    return page


def address(page, picture) -> str:
    return f"{page.url}pictures/{picture.sha256[:32]}/"


def test_the_story_shows_it_with_its_description(client, page, version, picture):
    with clock(OPENS):
        shown = client.get(f"{page.url}{version.story.code}/").content.decode()
        assert f'src="{address(page, picture)}"' in shown
        assert 'alt="A key on a blue pot"' in shown
        answer = client.get(address(page, picture))
        assert answer["Content-Type"] == "image/png"
        assert answer["Cache-Control"] == "no-cache"
        assert answer.content == picture.file.open("rb").read()


def test_it_is_not_there_before_the_booklet_opens(client, page, picture):
    with clock(BEFORE):
        assert client.get(address(page, picture)).status_code == 404


def test_it_goes_with_the_story(client, page, version, picture):
    actions.stop(agreement=version.agreement, today=TODAY)
    with clock(OPENS):
        assert client.get(address(page, picture)).status_code == 404


def test_one_that_stands_in_no_story_is_not_found(client, page):
    with clock(OPENS):
        assert client.get(f"{page.url}pictures/{'a' * 32}/").status_code == 404


@pytest.mark.typeset
def test_one_whose_file_is_lost_is_not_found_and_stops_the_next_build_by_name(client, page, version, picture):
    picture.file.storage.delete(picture.file.name)
    with clock(OPENS):
        assert client.get(address(page, picture)).status_code == 404
    place(page, version)
    with pytest.raises(CouldNotBuild, match=f"{version.story.code} cannot be set: picture .* is missing"):
        make_release(page)
