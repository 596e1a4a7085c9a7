"""A page of the desk asks the database no more for a long booklet than for a short one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet, place

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8
MOST = 40


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_for_more_stories_no_page_asks_more():
    versions = [make_version(f"Story {n}", f"Story {n}: words of its own.") for n in range(MANY)]
    page, client = make_booklet(*versions[:2]), staff.publisher()
    place(page, *versions[:2])  # a draft that is newer than the page, as a plan is while it is worked on
    names = ("booklet", "board", "draft", "press", "next", "shut", "checks")
    addresses = [
        reverse("booklet_desk:index"),
        *(reverse(f"booklet_desk:{name}", args=[page.pk]) for name in names[1:]),
    ]
    addresses.append(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    for address in addresses:
        client.get(address)  # what is kept for the process is asked for once
    few = {address: asked(client, address) for address in addresses}
    place(page, *versions)
    many = {address: asked(client, address) for address in addresses}
    assert many == few
    assert max(many.values()) <= MOST
