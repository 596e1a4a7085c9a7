"""The public page that opens the journey: editors choose its words, and every word passes the one door."""

import datetime

import pytest
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from publication.models import HelpLine
from stories.journey.calendar import in_full
from stories.models import SharePage
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.walking import Page


@pytest.fixture
def share(db):
    root = WagtailPage.objects.get(depth=1)
    page = root.add_child(instance=SharePage(title="Share your story", slug="share-here"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": page, "hostname": "testserver"})
    return page


def test_its_two_doors_lead_in_and_back(client, share, house):
    page = Page(client, client.get("/"))
    doors = page.tree.xpath("//form[@action='/words/' and @method='post']")
    assert [door.xpath(".//input[@name='door']/@value")[0] for door in doors] == ["write", "return"]
    classes = {door.find(".//button").get("class") for door in doors}
    assert len(classes) == 1


def test_it_may_be_found_and_sets_no_cookie(client, share):
    answer = client.get("/")
    assert answer.status_code == 200
    assert not answer.has_header("X-Robots-Tag") and not answer.cookies
    assert Page(client, answer).tree.xpath("//a[@href='/exit/' and @data-quick-exit]")


def test_its_words_pass_the_one_door(client, share):
    share.introduction = "<p>Take your time.</p><script>alert(1)</script><p onclick='x()'>We wait.</p>"
    share.save()
    shown = client.get("/").content.decode()
    assert "<p>Take your time.</p>" in shown
    assert "alert(1)" not in shown and "onclick" not in shown


def test_it_tells_the_dates_as_the_edition_has_them(client, share, edition):
    said = Page(client, client.get("/")).said
    assert f"You can send a story for “{edition.title}” until {in_full(edition.call_closes)}." in said
    assert f"until {in_full(edition.content_lock)}." in said
    assert f"The booklet opens on 18 March {edition.year}." in said
    edition.content_lock += datetime.timedelta(days=3)
    edition.save()
    assert f"until {in_full(edition.content_lock)}." in Page(client, client.get("/")).said


def test_before_and_after_the_call_it_says_when_stories_are_taken(client, share, edition):
    edition.call_opens = edition.call_closes
    edition.save()
    said = Page(client, client.get("/")).said
    assert f"takes stories from {in_full(edition.call_opens)} to {in_full(edition.call_closes)}" in said
    assert "You can write at any time" in said


def test_without_a_booklet_it_names_no_date(client, share):
    page = Page(client, client.get("/"))
    assert "The next booklet" not in page.said
    assert len(page.tree.xpath("//form[@action='/words/']")) == 2


def test_help_stands_on_it(client, share):
    HelpLine.objects.create(name="The Invented Line", phone="01632 960 003", verified_on=datetime.date(2000, 1, 1))
    page = Page(client, client.get("/"))
    assert page.tree.xpath("//a[@href='tel:999']") and page.tree.xpath("//a[@href='tel:01632960003']")


def test_its_words_can_be_read_at_grade_six(client, share, edition):
    page = Page(client, client.get("/"))
    assert grade(sentences(page.tree.find(".//main"))) <= 6
