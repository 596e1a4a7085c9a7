"""A document is served while a live page leads to it, and never because somebody guesses its address."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from publication.models import StandardPage
from tests.publication.booklets import staff
from tests.publication.site import invent

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    made = ContentFile(b"Nobody reads this before its day.", "report.txt")
    return get_document_model().objects.create(title="A report", file=made)


@pytest.fixture
def page(document):
    text = f'<p><a linktype="document" id="{document.pk}">The report</a></p>'
    page = StandardPage(title="With a report", slug="report", body=[("text", text)], live=False)
    invent().home.add_child(instance=page)
    return page


@pytest.mark.parametrize("header", [{}, {"if-none-match": "*"}, {"range": "bytes=0-3"}])
def test_before_its_page_is_published_a_document_is_not_there(client, document, page, header):
    for method in (client.get, client.head, client.post):
        assert method(document.url, headers=header).status_code == 404


def test_it_comes_and_goes_with_its_page(client, document, page):
    page.save_revision().publish()
    assert b"".join(client.get(document.url).streaming_content) == b"Nobody reads this before its day."
    assert f'href="{document.url}"' in client.get(page.url).content.decode()
    page.refresh_from_db()
    page.unpublish()
    assert client.get(document.url).status_code == 404


def test_staff_look_at_it_before(document):
    assert staff.editor().get(document.url).status_code == 200
