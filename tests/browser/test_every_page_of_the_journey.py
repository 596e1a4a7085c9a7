"""Every page that a parent can meet, empty, filled and in error: for eyes, thumbs, keyboards and screen readers."""

import pytest

from consent.uses import Use
from publication.models import HelpLine
from stories.models import Contribution
from tests import as_migrated
from tests.browser import axe, looking
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.parent import come_back, fill, follow, names, press, walk
from tests.stories.journey.house import TODAY, found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


def private_pages(page) -> list[str]:
    """The names that the buttons of the private page lead to."""
    buttons = page.locator("main button[name=go]")
    return list(dict.fromkeys(buttons.evaluate_all("buttons => buttons.map(button => button.value)")))


def look_everywhere(page, house, look) -> None:
    """The way in with everything that can go wrong, the way back, and each private page empty and in error."""
    HelpLine.objects.create(name="The Invented Line", phone="0808 157 0000", verified_on=TODAY)
    words = walk(page, each=look, errors=True, danger="yes")
    press(page)
    look("done")
    house.ask(Contribution.objects.get(), Use.ONLINE, Use.PRINT, quotations=("I left the light on",))
    come_back(page, "wrong words")
    look("return, in error")
    come_back(page, words)
    look("page")
    for name in private_pages(page):
        follow(page, page.locator(f"main button[name=go][value={name}]"))
        look(name)
        if names(page) and name != "choices":  # which has all answers already
            press(page)
            look(f"{name}, in error")
        come_back(page, words)
    follow(page, page.locator("main button[name=go][value=approve]"))
    fill(page, **{"words-online": "yes", "words-print": "no", "quotation-1": "yes"})
    press(page)
    follow(page, page.locator("main button[name=go][value=quotations]"))
    look("quotations")
    walk(page, each=lambda name: look(f"{name}, upset") if name in ("check", "sent") else None, child="upset")


def test_axe_finds_nothing_and_nothing_is_cut_off_or_too_small(open_context, house):
    page, seen = open_context(), []

    def look(name):
        seen.append(name)
        for width in looking.at_widths(page):
            if width == looking.NARROW or "empty" in name:
                assert axe.faults(page) == [], (name, width)
            assert looking.cut_off(page) == [], (name, width)
            assert looking.too_small(page) == [], (name, width)
            assert looking.with_letters_twice_as_large(page) == [], (name, width)

    look_everywhere(page, house, look)
    assert len([name for name in seen if "error" in name]) > 7 and len(seen) > 30


def test_the_keyboard_reaches_everything_and_the_way_out_never_lies_over_it(open_context, house):
    page, seen = open_context(PHONE), []

    def look(name):
        if "empty" not in name:
            seen.append(name)
            assert looking.hard_to_reach(page) == [], name

    look_everywhere(page, house, look)
    assert len(seen) > 15


BAD = """<!doctype html><html lang="en"><head><title>A page</title></head><body>
<nav class="exit"><a class="exit-link" href="/exit/" style="position: fixed; top: 0; left: 0">x</a></nav>
<main><p style="width: 2000px">Wide words</p><p style="overflow: hidden; height: 4px; width: 4px">Words cut off</p>
<button style="height: 10px; padding: 0">b</button></main></body></html>"""


def test_what_is_wrong_is_seen(open_context):
    page = open_context(DESKTOP)
    page.set_content(BAD)
    assert {fault.split(":")[0] for fault in looking.cut_off(page)} == {
        "the page is 2008 wide in a window of 1280",
        "beyond the edge",
        "cut off",
    }
    assert len(looking.too_small(page)) == 2
    page.locator("button").evaluate(
        "button => { button.style.position = 'fixed'; button.style.inset = '0 auto auto 0'; }"
    )
    faults = looking.hard_to_reach(page)
    assert faults[0] == "the first two stops are ['exit', 'BUTTON']"
    assert len(faults) == 2 and faults[1].startswith("the way out lies over it: <button")
