"""The public page that opens the journey: editors choose its words, and every word passes the one door."""

import pytest
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from stories.models import SharePage
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
