"""Somebody on the network, with no account: what answers say, what they let caches keep, what they leave in the log."""

import io

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

from publication.errors import PlaceOnlyFilter
from publication.pictures import picture_url
from tests.clock import clock
from tests.publication.booklets.making import OPENS, make_released
from tests.publication.site import invent

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "quillfeather"


@pytest.mark.parametrize("path", ["/", "/booklets/", "/about/", "/sitemap.xml", "/robots.txt", "/nowhere", "/nowhere/"])
def test_no_answer_leaves_it_to_a_cache_how_long_it_is_kept(client, path):
    make_released("The kettle")
    with clock(OPENS):
        assert client.get(path)["Cache-Control"] == "no-cache"
        assert client.post(path)["Cache-Control"]
        assert client.get(path, headers={"host": "elsewhere.example"})["Cache-Control"] == "no-cache"


def test_every_code_that_is_not_served_gets_the_same_answer(client):
    from consent import actions
    from stories import actions as stories
    from tests.factories import TODAY

    page, _release, (stopped, deleted, taken, kept) = make_released("One", "Two", "Three", "Four")
    codes = {version.story.code for version in (stopped, deleted, taken)} | {"S-27-9998", "S-26-0001", "S-00-0000"}
    with clock(OPENS):
        assert client.get(f"{page.url}{kept.story.code}/").status_code == 200
        actions.stop(agreement=stopped.agreement, today=TODAY)
        stories.erase(contribution=deleted.story.contribution, today=TODAY)
        actions.take_down(agreement=taken.agreement, reason="danger", by=None, today=TODAY)
        answers = [client.get(f"{page.url}{code}/") for code in sorted(codes)]
    assert {answer.status_code for answer in answers} == {410}
    assert len({(answer.content, str(sorted(answer.headers.items()))) for answer in answers}) == 1


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete", "patch", "trace"])
def test_before_it_opens_no_method_tells_a_booklet_from_nothing(client, method):
    page, _release, (version,) = make_released("The kettle")
    client.raise_request_exception = False
    for below in ("", f"{version.story.code}/", "files/booklet.pdf", f"pictures/{'0' * 32}/"):
        there = getattr(client, method)(page.url + below)
        nowhere = getattr(client, method)("/booklets/1999/" + below)
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), below


@pytest.mark.parametrize("host", [f"{CANARY}.example", f"a b {CANARY}"])
def test_a_host_that_is_not_ours_is_in_no_log(client, logs, host):
    invent()
    assert client.get("/", headers={"host": host}).status_code == 400
    assert "DisallowedHost" in logs.getvalue(), "it is told that something was refused"
    assert CANARY not in logs.getvalue()


def test_a_refusal_that_repeats_what_was_sent_is_logged_without_it():
    import logging

    error = SuspiciousFileOperation(f"The joined path ({CANARY}) is located outside of the base path")
    record = logging.LogRecord("django.security", 40, "", 0, str(error), (), (type(error), error, None))
    PlaceOnlyFilter().filter(record)
    assert CANARY not in record.getMessage() and "SuspiciousFileOperation" in record.getMessage()


def test_a_picture_that_only_staff_may_see_is_kept_by_no_cache(admin_client, client):
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(made, "PNG")
    file = ContentFile(made.getvalue(), "thread.png")
    picture = get_image_model().objects.create(title="A thread", description="A thread", file=file)
    address = picture_url(picture, "max-480x132")
    assert client.get(address).status_code == 404
    assert admin_client.get(address)["Cache-Control"] == "private, no-store"
