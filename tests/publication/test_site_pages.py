"""Home, plain pages, the shelf and the small files beside them."""

import datetime

import pytest
from django.urls import reverse
from django.utils.safestring import mark_safe
from wagtail.models import PageViewRestriction

from publication.cards import BookletCard, card_of
from publication.models import BookletIndexPage, StandardPage
from tests.publication.site import invent

pytestmark = pytest.mark.django_db


def test_home_has_two_doors_then_help(client):
    site = invent()
    html = client.get("/").content.decode()
    read, share, help_ = (html.index(words) for words in ("Read their words", "Share your story", "The Invented Line"))
    assert read < share < help_
    assert f'class="door-link" href="{site.shelf.url}"' in html
    assert f'class="door-link" href="{site.about.url}"' in html
    assert 'href="tel:+441632960001"' in html
    assert 'href="tel:999"' in html


def test_home_shows_the_newest_booklet_that_readers_may_open(client, monkeypatch):
    invent()
    cards = [
        BookletCard(f"Booklet {year}", year, "One sentence.", f"/booklets/{year}/", mark_safe("<svg></svg>"))
        for year in (2027, 2026)
    ]
    monkeypatch.setattr(BookletIndexPage, "booklets", lambda self, today: cards)
    html = client.get("/").content.decode()
    assert "The booklet of 18 March 2027" in html
    assert 'href="/booklets/2027/"' in html
    assert "Booklet 2026" not in html


def test_a_page_without_a_card_stands_on_no_shelf():
    site = invent()
    assert card_of(site.about, today=datetime.date(2027, 3, 18)) is None
    assert card_of(None, today=datetime.date(2027, 3, 18)) is None
    assert site.shelf.booklets(datetime.date(2027, 3, 18)) == []


def test_an_empty_shelf_and_an_empty_list_say_so_in_words(client):
    site = invent()
    assert "this shelf is empty" in client.get(site.shelf.url).content.decode()
    assert "There is no article yet" in client.get(site.articles.url).content.decode()


def test_a_plain_page_lists_the_pages_below_it(client):
    site = invent()
    site.about.add_child(instance=StandardPage(title="Who pays", slug="who-pays", search_description="Gifts."))
    html = client.get(site.about.url).content.decode()
    assert "Who pays" in html
    assert "Gifts." in html


def test_html_is_cleaned_when_it_is_stored_whoever_wrote_it():
    site = invent()
    page = StandardPage(
        title="x", slug="x", body=[("text", '<p>Kept<img src=x onerror="steal()"></p><script>1</script>')]
    )
    site.home.add_child(instance=page)
    page.save_revision()
    stored = str(StandardPage.objects.get(pk=page.pk).body.raw_data[0]["value"])
    revised = str(page.get_latest_revision().content["body"])
    for text in (stored, revised):
        assert "Kept" in text
        assert "onerror" not in text
        assert "script" not in text


@pytest.mark.parametrize("path", ["/", "/about/", "/booklets/", "/articles/", "/nowhere/"])
def test_every_page_has_one_heading_one_main_and_help(client, path):
    invent()
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert html.count('id="help-heading"') == 1
    assert '<a class="skip" href="#main">' in html


def test_robots_leave_the_desk_and_find_the_sitemap(client, settings):
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in words
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in words
    assert "words" not in words


def test_the_sitemap_lists_pages_and_not_the_journey(client):
    invent()
    xml = client.get("/sitemap.xml").content.decode()
    assert "/about/</loc>" in xml
    assert "/words/" not in xml
    assert "/admin/" not in xml


def test_the_favicon_is_the_mended_thread_and_not_wagtails(client, settings):
    icon = client.get("/favicon.ico")
    assert icon.status_code == 200
    assert icon.content.startswith(b"\x00\x00\x01\x00")
    assert icon.content == (settings.BASE_DIR / "static/img/favicon.ico").read_bytes()


def test_gone_is_gentle_and_a_410(rf):
    from publication.errors import gone

    invent()
    answer = gone(rf.get("/booklets/2027/S-27-0042/"))
    assert answer.status_code == 410
    assert "S-27-0042" not in answer.content.decode()
    assert "needs no reason" in answer.content.decode()


def test_a_page_for_staff_alone_leads_to_the_desks_own_door(client):
    site = invent()
    page = site.home.get_children().live().first()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = client.get(page.url)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("wagtailadmin_login"))
