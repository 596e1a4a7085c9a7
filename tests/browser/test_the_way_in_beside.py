"""Pages of the way in that not every parent meets, in a real browser: axe, narrow and wide, without scripts too."""

import pytest

from tests import as_migrated
from tests.browser.parent import begin, fill, heading, press
from tests.stories.journey.house import found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "My daughter Sarah Jones went to Hill Top School in Leeds. Sarah was 13."


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


def choose(page, **answers) -> None:
    for name, value in answers.items():
        page.locator(f"main input[name='{name}'][value='{value}']").check()


def to(page, wanted: str) -> None:
    """From the door to the page with this heading, every question before it answered."""
    begin(page)
    while heading(page) != wanted:
        fill(page, text=TEXT)
        press(page)


@pytest.mark.parametrize("size", [(320, 640), (1280, 800)])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_the_pages_beside_the_way(
    open_context, house, axe_finds_nothing, size
):
    page = open_context({"viewport": dict(zip(("width", "height"), size, strict=True))})

    def look():
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], heading(page)

    to(page, "Before you decide")
    for who in ("young", "worker"):
        choose(page, who=who)
        press(page, "Continue")
        look()
        press(page, "Back")
    to(page, "Your story")
    for details in page.locator("main details").all():
        details.locator("summary").click()
    look()
    to(page, "Words that might tell who you are")
    look()
    page.get_by_label("I will change it").first.check()
    press(page, "Continue")
    assert heading(page) == "Your story" and page.get_by_text("You wanted to change these words").is_visible()
    look()
    press(page, "Continue")
    to(page, "How we work with your words")
    page.get_by_text("Show me what that means").click()
    page.get_by_label("Going missing").check()
    look()


def test_without_scripts_prompts_can_be_opened_and_are_shown_in_the_text(open_context, house):
    page = open_context({"viewport": {"width": 390, "height": 800}}, scripts=False)
    to(page, "Your story")
    page.get_by_text("Some questions that can help you write").click()
    choose(page, kind="prose")
    page.get_by_label("What would you say to a parent who is there now?").fill("Hold on to each other.")
    press(page, "Continue")
    assert heading(page) == "Words that might tell who you are"
    assert page.locator("input[name=prompt_say]").input_value() == "Hold on to each other."


def test_one_press_says_no_to_every_use(open_context, house):
    page = open_context({"viewport": {"width": 390, "height": 800}}, scripts=False)
    to(page, "The booklet")
    press(page, "No to everything, just read it")
    assert heading(page) == "Last things"
    assert not page.get_by_text("Do you want to see the final words first?").count()
