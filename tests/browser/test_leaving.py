"""The way out: at once, and whoever presses Back afterwards sees nothing of hers.

The browser here keeps whole pages in memory for Back, as people's browsers do; Playwright's usual one does not.
The way out leads to another site (the same server under its other name), as it does in life.
"""

import pytest
from playwright.sync_api import Error, expect

from tests import as_migrated
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, Watch
from tests.browser.parent import begin, fill, press, where
from tests.stories.journey.house import found, make_edition
from tools.find_browser import launched

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "the zebra-lamp stood on the sill"
KEPT = "The browser kept this page whole."


@pytest.fixture(scope="module")
def keeping(driver, program):
    """A browser that keeps pages for Back."""
    running = launched(driver, program, ignore_default_args=["--disable-back-forward-cache"])
    yield running
    running.close()


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


@pytest.fixture
def elsewhere(live_server, settings):
    settings.EXIT_URL = live_server.url.replace("localhost", "127.0.0.1") + "/robots.txt"
    assert not settings.EXIT_URL.startswith(live_server.url)
    return settings.EXIT_URL


@pytest.fixture
def opened(keeping, live_server, elsewhere, house):
    """opened(PHONE, scripts=False) -> a page; nobody may ask anything of a third site."""
    watch, contexts = Watch(live_server.url, elsewhere), []

    def page(size=DESKTOP, *, scripts=True):
        context = keeping.new_context(base_url=live_server.url, java_script_enabled=scripts, **size)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()
    assert watch.faults == []


def written(page) -> None:
    """On the page after her story: it lies open one step back and travels in hidden fields here."""
    begin(page)
    while where(page) != "story":
        fill(page)
        press(page)
    fill(page, text=CANARY)
    press(page)
    assert CANARY in held(page)


def held(page) -> str:
    """Everything that a page holds or shows, typed words included."""
    fields = page.locator("input, textarea").evaluate_all("fields => fields.map(field => field.value)")
    return page.content() + " ".join(fields)


def back(page) -> None:
    """The browser's own Back. It may refuse to show again what was posted, and say so itself."""
    try:
        page.go_back(wait_until="commit")
    except Error as refusal:
        assert "ERR_CACHE_MISS" in str(refusal)
    page.wait_for_timeout(200)


def test_this_browser_does_keep_pages_for_back(opened):
    page = opened()
    page.goto("/robots.txt")
    page.evaluate("said => { window.said = said; }", KEPT)
    page.goto("/words/")
    back(page)
    assert page.evaluate("window.said") == KEPT


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (DESKTOP, True), (PHONE, False)])
def test_after_leaving_the_browsers_back_shows_nothing_of_hers(opened, elsewhere, size, scripts):
    page = opened(size, scripts=scripts)
    written(page)
    page.locator(".exit-link").click()
    page.wait_for_url(elsewhere)
    for _ in range(3):
        back(page)
        assert CANARY not in held(page)


SEEN = """() => [document.documentElement.checkVisibility(), document.title.trim(),
  ...[...document.querySelectorAll('input, textarea')].map((field) => field.value)]"""


def test_the_page_is_covered_before_the_network_has_answered(opened, elsewhere):
    page, at_once = opened(), []
    written(page)
    # Read while the way out is being asked for, and not answered yet.
    page.expose_function("seen", lambda what: at_once.append(what))  # Playwright marks the function
    page.evaluate(f"addEventListener('keyup', () => seen(({SEEN})()))")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.type("A")
    page.keyboard.press("Shift")
    assert at_once[-1][0] is True and CANARY in at_once[-1]
    page.keyboard.press("Shift")
    page.route("**/exit/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.keyboard.press("Shift")
    page.wait_for_url(elsewhere)
    assert at_once[-1][0] is False and at_once[-1][1] == "" and CANARY not in at_once[-1]


def test_a_page_that_a_browser_kept_shows_nothing_and_is_asked_for_anew(opened):
    """The browser here obeys no-store for pages like ours; others do not, and then tell the page these two things."""
    page = opened()
    written(page)
    at = where(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(page.locator("body")).to_be_hidden()
    with page.expect_navigation() as again:
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert again.value.request.method == "POST"
    expect(page.locator("body")).to_be_visible()
    assert where(page) == at and CANARY in held(page)


def test_every_link_that_leads_out_takes_its_page_out_of_the_history(opened, elsewhere):
    page = opened()
    begin(page)
    while where(page) != "help":
        fill(page, danger="yes")
        press(page)
    before = page.evaluate("history.length")
    page.locator("main a[href='/exit/']").click()
    page.wait_for_url(elsewhere)
    assert page.evaluate("history.length") == before


def test_the_way_out_is_not_printed(opened):
    page = opened()
    page.goto("/words/")
    expect(page.locator(".exit-link")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".exit-link")).to_be_hidden()
