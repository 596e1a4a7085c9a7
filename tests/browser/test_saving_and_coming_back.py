"""Save and come back in a real browser: with scripts and without, at the width of a small phone."""

import pytest

from stories.models import Contribution, Draft
from tests import as_migrated
from tests.browser.parent import come_back, fill, heading, press
from tests.stories.journey.house import found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = " \tA line that begins with a space.\n\n\n“And” <i>one</i> & more\n"


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


def write(page, *, each=lambda: None) -> str:
    """Walks to the story, writes, saves; returns the return words."""
    page.goto("/words/")
    press(page, "Start writing")
    while heading(page) != "Your story":
        fill(page)
        press(page)
    page.get_by_label("Your words").fill(WORDS)
    press(page, "Save and come back later")
    each()
    return " ".join(page.locator(".words-box li").all_inner_texts())


def test_a_parent_saves_leaves_comes_back_and_sends_under_the_same_words(any_phone, house):
    words = write(any_phone)
    press(any_phone, "I have written them down")
    come_back(any_phone, words)
    assert heading(any_phone) == "Your saved writing"
    press(any_phone, "Carry on writing")
    assert heading(any_phone) == "Your story"
    assert any_phone.get_by_label("Your words").input_value() == WORDS
    while heading(any_phone) != "Check your answers":
        fill(any_phone)
        press(any_phone)
    press(any_phone, "Send my story")
    assert "Your return words stay the same" in any_phone.locator("main").inner_text()
    assert Contribution.objects.count() == 1 and not Draft.objects.exists()
    come_back(any_phone, words)
    assert heading(any_phone) == "We have your story"
    assert any_phone.context.cookies() == []


def test_the_browsers_save_again_shows_the_same_words_and_makes_nothing_twice(phone, house):
    words = write(phone)
    phone.reload()  # The browser sends the last post again.
    assert heading(phone) == "Your writing is saved"
    assert " ".join(phone.locator(".words-box li").all_inner_texts()) == words
    assert Draft.objects.count() == 1
    press(phone, "Carry on writing")
    assert phone.get_by_label("Your words").input_value() == WORDS


@pytest.mark.parametrize("size", [(320, 640), (1280, 800)])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_the_pages_of_saving(open_context, house, axe_finds_nothing, size):
    page = open_context({"viewport": dict(zip(("width", "height"), size, strict=True))})

    def look():
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], heading(page)

    words = write(page, each=look)
    press(page, "Carry on writing")
    press(page, "Save")
    look()
    page.evaluate("document.querySelector('input[name=draft]').value = 'old'")
    press(page, "Save")
    look()
    press(page, "Save in the same place")
    look()
    come_back(page, words)
    look()
    press(page, "Delete what I saved")
    look()
    press(page, "Delete it for ever")
    look()
    page.get_by_label("Your return words").fill(words)
    press(page, "Delete it for ever")
    look()
    assert heading(page) == "It is gone" and not Draft.objects.exists()
