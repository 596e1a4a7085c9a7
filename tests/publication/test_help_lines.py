"""Help lines age: editors are told which to ring again, and no parent ever finds one missing."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from publication.models import HelpLine
from stories import roles

pytestmark = pytest.mark.django_db
TODAY = localdate()
WARNED = "Help lines to try again"


def line(name: str, days_ago: int) -> HelpLine:
    return HelpLine.objects.create(
        name=name, phone="01632 960 002", verified_on=TODAY - datetime.timedelta(days=days_ago)
    )


def somebody(client, role: str):
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def first_page(client) -> str:
    return " ".join(strip_tags(client.get(reverse("wagtailadmin_home")).content.decode()).split())


def test_a_line_is_tried_again_after_six_months_and_not_before():
    old, fresh = line("The old line", 184), line("The fresh line", 183)
    assert list(HelpLine.objects.to_be_tried_again(TODAY)) == [old]
    assert old.must_be_tried_again(TODAY) and not fresh.must_be_tried_again(TODAY)


@pytest.mark.parametrize("role", roles.STORY_ROLES)
def test_editors_are_told_on_their_first_page_which_to_ring_again(client, role):
    old = line("The old line", 400)
    line("The fresh line", 10)
    page = first_page(somebody(client, role))
    assert WARNED in page and "The old line, last tried on" in page and "The fresh line" not in page
    old.verified_on = TODAY
    old.save()
    assert WARNED not in first_page(client)


def test_who_may_not_mend_it_is_not_told(client):
    line("The old line", 400)
    assert WARNED not in first_page(somebody(client, roles.TRIAGE))


def test_the_list_says_which_to_ring_again(client):
    line("The old line", 400)
    line("The fresh line", 10)
    address = reverse(HelpLine.snippet_viewset.get_url_name("list"))
    page = somebody(client, roles.EDITORS).get(address).content.decode()
    assert page.count("Ring it again: nobody has for six months") == 1
    assert page.count("Tried lately") == 1


def test_an_editor_can_set_the_day(client):
    old = line("The old line", 400)
    address = reverse(HelpLine.snippet_viewset.get_url_name("edit"), args=[old.pk])
    fields = {"name": old.name, "phone": old.phone, "says": "", "url": "", "for_whom": "everybody"}
    somebody(client, roles.EDITORS).post(address, {**fields, "verified_on": TODAY.isoformat()})
    old.refresh_from_db()
    assert old.verified_on == TODAY


def test_a_line_that_was_not_tried_stays_on_parents_pages(client):
    line("The old line", 4000)
    assert "The old line" in client.get("/words/").content.decode()
