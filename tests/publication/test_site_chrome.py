"""What surrounds every page."""

import pytest
from django.test import RequestFactory

from publication import chrome
from publication.models import Menus, PrimaryItem, SiteIdentity
from tests.publication.site import invent

pytestmark = pytest.mark.django_db


def test_it_reads_names_menus_and_help_lines_without_a_request():
    invent()
    found = chrome.read()
    assert found.site_name == "Mended Press"
    assert [link.title for link in found.menu] == ["Booklets", "Writing"]
    assert [link.url for link in found.footer_menu] == ["/about/"]
    assert found.help_lines[0].tel == "+441632960001"
    assert found.logo is None
    assert found.newsletter is None


def test_it_costs_few_queries(django_assert_max_num_queries):
    invent()
    with django_assert_max_num_queries(7):
        found = chrome.read()
        assert found.site_name and found.menu and found.footer_menu and found.help_lines and not found.logo


def test_a_page_without_menus_does_not_pay_for_them(django_assert_max_num_queries):
    invent()
    with django_assert_max_num_queries(2):
        found = chrome.read()
        assert found.site_name and found.charity_name and found.help_lines


def test_it_works_on_an_empty_site():
    found = chrome.read()
    assert found.site_name == "Parent Press"
    assert found.menu == ()


def test_it_is_not_read_until_a_template_asks_and_then_once(django_assert_num_queries):
    invent()
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        lazy = chrome.context(request)["chrome"]
    assert lazy.site_name == "Mended Press"
    with django_assert_num_queries(0):
        assert chrome.context(request)["chrome"].charity_name == "The Invented Charity"


def test_a_page_that_was_taken_down_leaves_the_menus():
    site = invent()
    site.articles.unpublish()
    assert [link.title for link in chrome.read().menu] == ["Booklets"]


def test_the_foot_passes_the_cleaning_door():
    identity = SiteIdentity.load()
    identity.footer = '<p onclick="x()">Foot<script>alert(1)</script></p>'
    identity.save()
    assert chrome.read().footer_html == "<p>Foot</p>"


def test_the_page_now_open_is_marked_in_the_menu(client):
    site = invent()
    html = client.get(site.articles.url).content.decode()
    assert '<a href="/articles/" aria-current="page">Writing</a>' in html


def test_a_menu_can_hold_only_pages():
    assert {field.name for field in PrimaryItem._meta.fields} == {"id", "sort_order", "page", "title", "menus"}
    assert Menus.load().primary_items.count() == 0
