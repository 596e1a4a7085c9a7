"""Until its second nobody outside can see, count or guess a booklet; from that second everybody can."""

import datetime

import pytest

from publication.models import FooterItem, Menus
from tests.clock import clock
from tests.factories import make_edition
from tests.publication.booklets.making import BEFORE, OPENS, make_released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
TITLE = "The light left on"


@pytest.fixture
def released():
    page, release, versions = make_released("The kettle")
    menus = Menus.load()
    menus.footer_items = [FooterItem(page=page)]
    menus.save()
    return page, release, versions


def addresses(page, versions):
    return [
        page.url,
        f"{page.url}{versions[0].story.code}/",
        f"{page.url}S-27-9999/",
        f"{page.url}files/booklet.pdf",
        f"{page.url}files/manifest.json",
        f"{page.url}pictures/{'0' * 32}/",
    ]


def test_one_second_before_every_address_is_not_found(client, released):
    page, _release, versions = released
    with clock(BEFORE):
        nowhere = client.get("/booklets/1999/")
        for url in addresses(page, versions):
            answer = client.get(url)
            assert answer.status_code == 404, url
            assert answer.content == nowhere.content, url
            assert answer.headers == nowhere.headers, url


def test_a_not_found_is_not_kept_past_the_opening(client, released):
    page, _release, _versions = released
    with clock(BEFORE):
        assert client.get(page.url)["Cache-Control"] == "no-cache"


def test_from_its_second_it_is_there(client, released):
    page, _release, versions = released
    with clock(OPENS):
        assert [client.get(url).status_code for url in addresses(page, versions)] == [200, 200, 410, 200, 404, 404]


@pytest.mark.parametrize("url", ["/", "/booklets/", "/about/", "/articles/", "/sitemap.xml"])
def test_before_it_opens_no_public_page_names_it(client, released, url):
    page, _release, _versions = released
    with clock(BEFORE):
        shown = client.get(url).content.decode()
        assert TITLE not in shown
        assert page.url not in shown
        assert "The kettle" not in shown


def test_once_open_home_shelf_menu_and_sitemap_name_it(client, released):
    page, _release, _versions = released
    with clock(OPENS):
        for url in ("/", "/booklets/", "/about/"):
            assert TITLE in client.get(url).content.decode(), url
        assert page.url in client.get("/sitemap.xml").content.decode()


def test_a_booklet_that_must_not_open_stays_shut_after_its_day(client, released):
    page, _release, versions = released
    edition = make_edition()
    edition.do_not_open, edition.do_not_open_reason = True, "The printer found a name."
    edition.save()
    with clock(OPENS + datetime.timedelta(days=3)):
        assert {client.get(url).status_code for url in addresses(page, versions)} == {404}
        assert TITLE not in client.get("/").content.decode()
        assert TITLE not in client.get("/about/").content.decode()


def test_signed_in_staff_see_no_more_than_everybody(admin_client, released):
    page, _release, _versions = released
    with clock(BEFORE):
        assert admin_client.get(page.url).status_code == 404
