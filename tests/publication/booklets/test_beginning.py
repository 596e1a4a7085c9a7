"""A booklet is begun with what is known of it already, and the plan leads on to its desk."""

import pytest
from django.urls import reverse

from publication.models import BookletPage
from tests.factories import make_edition, make_version
from tests.publication import site
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet, make_release
from tests.publication.booklets.test_editing import as_posted, edit, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


def add(shelf) -> str:
    return reverse("wagtailadmin_pages:add", args=["publication", "bookletpage", shelf.pk])


def test_a_new_booklet_is_that_of_the_next_edition_with_its_title_and_year():
    shelf = site.invent().shelf
    coming = make_edition(2027)
    make_edition(2028)
    make_edition(2025)
    shown = said(staff.editor().get(add(shelf)))
    assert f'<option value="{coming.pk}" selected>' in shown
    assert coming.title in shown
    assert 'value="2027"' in shown


def test_an_edition_that_has_a_booklet_is_not_offered_for_another():
    page = make_booklet(edition=make_edition(2027))
    other = make_edition(2028)
    shown = said(staff.editor().get(add(page.get_parent())))
    assert f'<option value="{page.edition_id}"' not in shown
    assert f'<option value="{other.pk}"' in shown
    assert f'<option value="{page.edition_id}" selected>' in said(staff.editor().get(edit(page)))


def test_without_an_edition_it_says_what_to_do_and_without_an_address_it_is_the_year():
    page = make_booklet(version := make_version("The kettle"))
    client = staff.editor()
    data = as_posted(page, version.pk)
    assert "make one first, under Consent, Editions." in said(client.post(edit(page), data | {"edition": ""}))
    assert client.post(edit(page), data | {"slug": ""}).status_code == 302
    assert BookletPage.objects.get().draft().slug == "2027"


def test_the_dialogs_of_the_form_ask_for_the_year_that_stands_in_it():
    page = make_booklet(make_version("The kettle"))
    assert "{&quot;edition&quot;: &quot;#id_edition&quot;}" in said(staff.editor().get(edit(page)))


def test_the_plan_leads_to_its_board_and_its_releases():
    page = make_booklet(make_version("The kettle"))
    shown = said(staff.editor().get(edit(page)))
    assert reverse("booklet_desk:board", args=[page.pk]) in shown
    assert reverse("booklet_desk:booklet", args=[page.pk]) in shown


def test_whom_the_desk_names_it_calls_as_colleagues_do():
    page = make_booklet(make_version("The kettle"))
    release = make_release(page)
    client = staff.signed_in("Publishers", first_name="Idris", last_name="Vaughan")
    client.post(reverse("booklet_desk:sign_proof", args=[page.pk, release.pk]))
    assert "Proof seen by Idris Vaughan on" in said(client.get(reverse("booklet_desk:booklet", args=[page.pk])))
