"""What nobody's browser would send to a page of the desk is a bad request, and a fault of ours stays a fault."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.utils import get_valid_next_url_from_request

from publication import unreadable
from stories import roles
from tests.factories import make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet
from tests.publication.site import invent

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
ODD = ["\0", "٣", "-1", "9" * 30, "9" * 5000, "null", "[1,{}]", "\u202e", "0000-00-00", "x" * 60_000]
ANSWERED = range(200, 500)


@pytest.fixture
def person():
    invent()
    browser = staff.superuser()
    browser.user.groups.add(*Group.objects.filter(name__in=[roles.EDITORS, roles.PUBLISHERS]))
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_lists_and_choosers_of_the_desk_survive_every_odd_question(person, odd):
    story = make_version().story
    asked = urlencode(dict.fromkeys(("p", "q", "id", "ordering", "next", "content_type", "usage_count_min"), odd))
    for address in (
        "/admin/images/results/",
        "/admin/users/results/",
        "/admin/documents/chooser/chosen-multiple/",
        "/admin/snippets/choose/stories/story/chosen-multiple/",
        "/admin/span_chooser/chosen-multiple/",
        "/admin/story_version_chooser/chosen-multiple/",
        f"/admin/snippets/stories/story/workflow/collect_action_data/{story.pk}/delete/1/",
        "/admin/pages/3/history/results/",
        "/admin/workflows/task_chooser/results/",
        reverse("contribution:index"),
    ):
        assert person.get(f"{address}?{asked}").status_code in ANSWERED, address


def test_forms_of_the_desk_survive_what_is_no_form(person):
    version = make_version()
    edit = reverse("wagtailsnippets_stories_story:edit", args=[version.story.pk])
    assert person.put(edit).status_code in ANSWERED
    for form in (edit, reverse("wagtailadmin_pages:edit", args=[make_booklet(version).pk])):
        assert person.post(form, {"title": "No body at all"}).status_code in ANSWERED
    for address in (
        "/admin/choose-external-link/",
        "/admin/workflows/add/",
        "/admin/snippets/choose/stories/story/create/",
    ):
        assert person.post(address, b"{", content_type="application/json").status_code in ANSWERED, address
        assert person.post(address, {"workflow_tasks-TOTAL_FORMS": "٣"}).status_code in ANSWERED, address


def fault() -> Exception:
    """Of Wagtail's, about what is no request."""
    try:
        return get_valid_next_url_from_request(None)
    except AttributeError as error:
        return error


@pytest.mark.parametrize(
    ("path", "query", "ours", "answered"),
    [
        ("/admin/images/", "p=x", False, True),
        ("/admin/images/", "p=x", True, False),
        ("/admin/images/", "", False, False),
        ("/", "p=x", False, False),
    ],
)
def test_a_fault_of_ours_and_one_without_a_question_stay_faults(monkeypatch, path, query, ours, answered):
    if ours:
        monkeypatch.setattr(unreadable, "WAGTAILS", ())
        monkeypatch.setattr(unreadable, "ROOMS", (__file__,))
    asked = RequestFactory().get(f"{path}?{query}")
    answer = unreadable.UnreadableMiddleware(None).process_exception(asked, fault())
    assert (answer is not None and answer.status_code == 400) == answered


def test_what_could_not_be_read_is_logged_by_its_place_and_never_by_what_it_held(person, logs):
    assert person.get("/admin/documents/chooser/chosen-multiple/?id=quillfeather").status_code == 400
    said = logs.getvalue()
    assert "could not read what was sent" in said and "ValueError" in said
    assert "quillfeather" not in said
