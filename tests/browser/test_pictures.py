"""A parent adds pictures in a real browser: chooses a file, sees it, goes back, reloads, takes it away again."""

import pytest
from django.utils import timezone

from consent.uses import Answer, Use
from stories import actions
from stories.models import Record
from stories.vault import words
from tests import as_migrated
from tests.browser.parent import come_back, heading, press
from tests.stories.journey.house import found, make_edition
from tests.stories.pictures import drawn, photograph_with_a_name

pytestmark = pytest.mark.django_db(transaction=True)

SHOWS = "A drawing of a house at night"
LABEL = "Say in a few words what is to be seen"


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


@pytest.fixture
def hers(house) -> str:
    """The return words of a story that has been sent."""
    sending = actions.Sending(title="T", text="I left the light on.", kind="prose", uses=dict.fromkeys(Use, Answer.YES))
    return words.as_words(actions.receive(sending=sending, today=timezone.localdate()).indices)


def to_pictures(page, hers: str) -> None:
    come_back(page, hers)
    press(page, "Add a picture")


def choose(page, data: bytes, *, shows: str = SHOWS, name: str = "IMG_0001.JPG") -> None:
    page.get_by_label(LABEL).fill(shows)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    press(page, "Add this picture")


def shown(page) -> list[str]:
    """The pictures that the browser has really drawn, by their descriptions."""
    page.wait_for_load_state("load")
    drawn_ones = page.locator("main figure img")
    return [one.get_attribute("alt") for one in drawn_ones.all() if one.bounding_box()["width"] > 20]


def test_a_picture_is_added_seen_and_removed(any_phone, hers):
    to_pictures(any_phone, hers)
    choose(any_phone, photograph_with_a_name())
    assert shown(any_phone) == [SHOWS]
    press(any_phone, f"Remove {SHOWS}")
    assert shown(any_phone) == []
    assert any_phone.context.cookies() == []
    assert not Record.objects.filter(kind="picture").exists()


def test_her_words_stay_when_the_file_is_no_picture(any_phone, hers):
    to_pictures(any_phone, hers)
    choose(any_phone, b"not a picture")
    assert any_phone.get_by_label(LABEL).input_value() == SHOWS
    assert any_phone.locator(".error-summary").is_visible()
    choose(any_phone, drawn())
    assert shown(any_phone) == [SHOWS]


def test_the_browsers_send_again_adds_nothing_twice(phone, hers):
    to_pictures(phone, hers)
    choose(phone, drawn())
    phone.reload()
    assert shown(phone) == [SHOWS]
    assert Record.objects.filter(kind="picture").count() == 1


@pytest.mark.parametrize("size", [(320, 640), (1280, 800)])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_the_page_of_pictures(open_context, hers, axe_finds_nothing, size):
    page = open_context({"viewport": dict(zip(("width", "height"), size, strict=True))})

    def look():
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], heading(page)
        for control in page.locator("main button:visible, main input[type=file]").all():
            assert min(control.bounding_box()[side] for side in ("width", "height")) >= 24

    to_pictures(page, hers)
    look()
    press(page, "Add this picture")
    look()
    for number in range(3):
        choose(page, drawn(f"#{number}{number}4488", size=(1200, 500)), shows=f"{SHOWS}, number {number}")
    look()
    assert len(shown(page)) == 3
