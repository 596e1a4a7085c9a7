"""A parent in a real browser, on a phone and at a desk, with scripts and without."""

import pytest

from consent.uses import Use
from stories.models import Contribution
from tests import as_migrated
from tests.browser.parent import come_back, fill, heading, press, walk
from tests.stories.journey.house import found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


def test_a_parent_sends_comes_back_says_yes_stops_and_deletes(any_phone, house):
    words = walk(any_phone)
    press(any_phone, "I have written them down")
    house.ask(Contribution.objects.get(), Use.ONLINE)
    come_back(any_phone, words)
    press(any_phone, "Read the final words")
    any_phone.get_by_label("Yes, just as they stand").check()
    press(any_phone, "Send my answer")
    assert heading(any_phone) == "You said yes to the final words"
    press(any_phone, "Stop all uses")
    press(any_phone, "Stop now")
    assert "It is stopped" in any_phone.locator("main").inner_text()
    press(any_phone, "Delete my story")
    any_phone.get_by_label("Your return words").fill(words)
    press(any_phone, "Delete my story for ever")
    assert heading(any_phone) == "It is gone"
    assert not Contribution.objects.exists()
    assert any_phone.context.cookies() == []


def test_the_browsers_storage_is_empty_afterwards(phone, house):
    walk(phone)
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert phone.evaluate(kept) == [0, 0, ""]
    assert phone.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert phone.context.cookies() == []


def test_the_browsers_back_and_send_again_makes_nothing_twice(phone, house):
    walk(phone)
    words = phone.locator("div.words-box").inner_text()
    phone.reload()  # The browser sends the last post again.
    assert phone.locator("div.words-box").inner_text() == words
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("size", [(320, 640), (1280, 800)])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_any_page(open_context, house, axe_finds_nothing, size):
    page = open_context({"viewport": dict(zip(("width", "height"), size, strict=True))})

    def look():
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], heading(page)

    words = walk(page, each=look, danger="yes", child="upset")
    press(page, "I have written them down")
    look()
    Contribution.objects.get().agreement.holds.all().delete()
    house.ask(Contribution.objects.get(), Use.ONLINE, Use.PRINT)
    come_back(page, "wrong words")
    look()
    come_back(page, words)
    look()
    for button in ("Read the final words", "Look at my answers", "Stop all uses", "Delete my story"):
        press(page, button)
        look()
        if button != "Look at my answers" and button != "Stop all uses":
            press(page)
            look()
        press(page, "Back to my page")


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(phone, house):
    phone.goto("/words/")
    press(phone, "Start writing")
    press(phone)
    press(phone)
    assert phone.title().startswith("Error: ")
    assert phone.evaluate("document.activeElement.className") == "error-summary"
    phone.locator(".error-summary a").click()
    assert phone.evaluate("document.activeElement.name") == "danger"


def test_enter_in_a_field_goes_on_and_not_back(phone, house):
    phone.goto("/words/")
    press(phone, "Start writing")
    while heading(phone) != "Your story":
        fill(phone)
        press(phone)
    fill(phone)
    phone.get_by_label("Title").press("Enter")
    phone.wait_for_load_state()
    assert heading(phone) == "How we work with your words"
