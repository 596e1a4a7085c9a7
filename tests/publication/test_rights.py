"""Every public page leads to complaints, objections and rights; deletions are listed by number and week alone."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from stories import actions
from stories.actions import leaving
from stories.models import Contribution, Deletion
from stories.models.deletion import draw_number
from stories.states import State
from tests.publication import site
from tests.stories.journey.house import TODAY, found, make_edition
from tests.stories.journey.walking import Page, come_back, sent, words_on

NUMBER = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(make_edition())


def listed(client) -> str:
    answer = client.get(reverse("deletions"))
    assert answer.status_code == 200 and not client.cookies
    return " ".join(strip_tags(answer.content.decode()).split())


def test_each_public_page_leads_to_it_and_its_buttons_open_the_forms(client, house):
    home = client.get(site.invent().home.url)
    assert reverse("rights") in home.content.decode()
    page = Page(client, client.get(reverse("rights")))
    assert page.status == 200 and not client.cookies
    forms = page.tree.xpath("//main//form")
    assert {one.get("action") for one in forms} == {"/words/"} and {one.get("method") for one in forms} == {"post"}
    doors = [one.get("value") for one in page.tree.xpath("//main//form//button")]
    headings = {door: Page(client, client.post("/words/", {"door": door})).heading for door in doors}
    assert headings["object"] == "A story should not be here"
    assert headings["tell"] == "Complain, or ask what we hold"


def test_who_has_opened_a_form_can_leave_it_unsent_and_who_looks_for_a_number_can_leave_at_once(client, house):
    for door in ("object", "tell"):
        page = Page(client, client.post("/words/", {"door": door}))
        (back,) = page.form.xpath(".//a[contains(@class, 'button')]")
        assert (back.text, back.get("href")) == ("Do not send it", "/words/")
    assert "data-quick-exit" in client.get(reverse("deletions")).content.decode()


def test_before_she_deletes_she_is_told_of_the_number_and_can_stop_instead(client, house):
    page = come_back(client, words_on(sent(client))).press("Delete my story")
    assert "a number on a page for everyone" in page.said
    assert page.press("Stop instead").heading == "Stop all uses"


def test_a_parent_is_shown_a_number_and_it_is_listed_with_its_week_alone(client, house):
    words = words_on(sent(client))
    assert "There is none yet." in listed(client)
    gone = come_back(client, words).press("Delete my story").press(words=words)
    (number,) = NUMBER.findall(gone.said)
    assert gone.heading == "It is gone"
    assert NUMBER.findall(listed(client)) == [number] and "Week of" in listed(client)
    assert {field.name for field in Deletion._meta.get_fields()} == {"number", "week"}


def test_a_deletion_that_is_finished_later_keeps_its_one_number(client, house, monkeypatch):
    words = words_on(sent(client))
    contribution = Contribution.objects.get()
    with pytest.raises(ZeroDivisionError), monkeypatch.context() as cut:
        before = leaving.ERASING[: leaving.ERASING.index(leaving.delete_its_rows)]
        cut.setattr(leaving, "ERASING", (*before, lambda its: 1 / 0))
        actions.erase(contribution=contribution, today=TODAY, number="2222-3333-4444")
    assert Contribution.objects.get().state == State.ERASING
    actions.finish_erasing(today=TODAY)
    assert not Contribution.objects.exists() and NUMBER.findall(listed(client)) == ["2222-3333-4444"]
    assert words


def test_what_goes_by_its_week_has_no_number(client, house):
    sent(client)
    actions.erase(contribution=Contribution.objects.get(), today=TODAY)
    assert "There is none yet." in listed(client)


def test_numbers_are_drawn_by_chance_and_the_list_does_not_tell_their_order(client):
    numbers = [draw_number() for _ in range(40)]
    assert len(set(numbers)) == 40 and all(NUMBER.fullmatch(one) for one in numbers)
    for number in numbers:
        Deletion.objects.create(number=number, week="2026-W47")
    Deletion.objects.create(number="2222-3333-4444", week="2026-W48")
    assert NUMBER.findall(listed(client)) == ["2222-3333-4444", *sorted(numbers)]
