"""An error tells its class and its place, and nothing that a person wrote."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.views.debug import get_exception_reporter_class

from publication.errors import LAST_RESORT, PlaceOnlyFilter, PlaceOnlyReporter, server_error
from tests.publication.site import invent

CANARY = "Merle-from-Ashdown-Lane"


def an_error():
    story = CANARY
    try:
        try:
            int(story)
        except ValueError as error:
            raise KeyError(story) from error
    except KeyError:
        return sys.exc_info()


def request():
    return RequestFactory().post("/words/", {"story": CANARY}, HTTP_USER_AGENT=CANARY, REMOTE_ADDR="203.0.113.9")


def test_the_reporter_names_class_and_place_and_no_value():
    reporter = PlaceOnlyReporter(request(), *an_error())
    for told in (reporter.get_traceback_text(), reporter.get_traceback_html(), str(reporter.get_traceback_data())):
        assert CANARY not in told
        assert "203.0.113.9" not in told
    assert "KeyError" in reporter.get_traceback_text()
    assert "caused by ValueError" in reporter.get_traceback_text()
    assert "test_site_errors.py" in reporter.get_traceback_text()


def test_it_is_the_reporter_that_django_uses():
    assert get_exception_reporter_class(request()) is PlaceOnlyReporter


def test_a_log_record_loses_arguments_request_and_traceback():
    record = logging.LogRecord("django.request", logging.ERROR, "f.py", 1, "Error: %s by %(x)s", (), an_error())
    record.args = (CANARY,)
    record.request = request()
    assert PlaceOnlyFilter().filter(record)
    line = logging.Formatter("{levelname} {name}: {message}", style="{").format(record)
    assert CANARY not in line
    assert "KeyError" in line
    assert "Error: …" in line
    assert not hasattr(record, "request")


def test_a_record_without_arguments_is_left_as_it_is():
    record = logging.LogRecord("x", logging.WARNING, "f.py", 1, "100% done", (), None)
    assert PlaceOnlyFilter().filter(record)
    assert record.getMessage() == "100% done"


def test_every_handler_of_the_site_has_the_filter(settings):
    assert settings.LOGGING["handlers"]
    for handler in settings.LOGGING["handlers"].values():
        assert "place_only" in handler["filters"]


def test_the_500_page_needs_no_database(client):
    """No database mark on this test: a query would fail it."""
    answer = server_error(request())
    assert answer.status_code == 500
    assert b"not working at the moment" in answer.content
    assert b"999" in answer.content


def test_the_500_page_answers_even_when_templates_do_not(monkeypatch):
    monkeypatch.setattr("django.template.loader.get_template", lambda name: 1 / 0)
    answer = server_error(request())
    assert answer.status_code == 500
    assert answer.content.decode() == LAST_RESORT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nowhere/", f"/{CANARY}/", "/%00/", "/admin/nowhere/", "/booklets/%F0%9F%92%94/", "/.env"]
)
def test_a_wrong_address_is_not_repeated_and_never_a_500(client, path):
    answer = client.get(path)
    assert answer.status_code in {302, 404}
    assert CANARY not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/?page=%00",
        "/about/?q=" + "x" * 9000,
        "/documents/99999999999999999999/a.pdf",
        "/documents/1/%00.pdf",
        "/pictures/k/99999999999999999999/max-1x1/",
        "/pictures/%00/1/%00/",
        "/media/%00",
        "/media/original_images/%00",
        "/media/original_images/" + "x" * 5000,
        "/sitemap.xml?p=x",
        "/admin/login/?next=//elsewhere.example/",
        "/" + "a/" * 400,
        "/" + "x" * 4000 + "/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "head", "options", "put"])
def test_bad_input_is_never_a_500(client, method, path):
    invent()
    client.raise_request_exception = False
    assert getattr(client, method)(path).status_code < 500


@pytest.mark.django_db
def test_bad_input_is_never_a_500_for_staff_either(admin_client):
    admin_client.raise_request_exception = False
    for path in ["/media/original_images/%00", "/media/original_images/" + "x" * 5000, "/media/images/../../x"]:
        assert admin_client.get(path).status_code < 500, path
