"""A real browser, in which people read and write: see the fixtures `phone`, `desktop` and `open_context`.

The pages come from pytest-django's live server with the site's own settings. Any request that leaves this origin,
and anything the page's own policy (CSP) refuses, fails the test at its end, whatever the test looks for.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import as_migrated
from tests.browser import axe, press
from tests.browser.staff import AtDesk
from tools.find_browser import find, launched

ARTEFACTS = Path(__file__).parent.parent / "artefacts"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PATIENCE = 15_000  # milliseconds; two cores may be busy with other tests


@pytest.fixture(scope="session")
def driver():
    """Playwright, started once: it cannot run twice in one thread."""
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, so Django takes our database calls for asynchronous ones. They are
        # not: no coroutine of ours exists here, and the server runs in threads of its own.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield playwright
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def program(driver) -> str:
    """The browser that works here. Fails with advice, never skips, when none does."""
    return find(driver)


@pytest.fixture(scope="session")
def browser(driver, program):
    """One browser for the session."""
    running = launched(driver, program)
    yield running
    running.close()


class Watch:
    """What a browser did that no page of ours may make it do."""

    def __init__(self, *origins: str):
        self.origins = (*origins, "data:", "blob:", "about:")
        self.faults: list[str] = []

    def over(self, context) -> None:
        context.on("request", self.request)
        context.on("console", self.console)

    def request(self, request) -> None:
        if not request.url.startswith(self.origins):
            self.faults.append(f"a request left this origin: {request.url}")

    def console(self, message) -> None:
        if re.search(r"Content[- ]Security[- ]Policy", message.text):
            self.faults.append(f"the page's policy refused: {message.text}")


@pytest.fixture
def open_context(browser, live_server, request):
    """Opens a fresh browser profile: open_context(PHONE, scripts=False, locale="cy") -> a page of it."""
    watch, contexts = Watch(live_server.url), []

    def opened(size=DESKTOP, *, scripts: bool = True, **options):
        context = browser.new_context(
            **{"base_url": live_server.url, "java_script_enabled": scripts, "locale": "en-GB"} | size | options
        )
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    if getattr(request.node, "failed", False):
        keep_screens(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert watch.faults == []


def keep_screens(name: str, contexts) -> None:
    """What the browser showed when the test failed, for whoever has to find out why."""
    ARTEFACTS.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages):
        page.screenshot(path=ARTEFACTS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


@pytest.fixture
def phone(open_context):
    """A page on a phone."""
    return open_context(PHONE)


@pytest.fixture
def desktop(open_context):
    """A page on a desk computer."""
    return open_context(DESKTOP)


@pytest.fixture(params=["with scripts", "without scripts"])
def any_phone(open_context, request):
    """A page on a phone, once with scripts and once without: what a parent does must work on both."""
    return open_context(PHONE, scripts=request.param == "with scripts")


@pytest.fixture
def axe_finds_nothing():
    """axe_finds_nothing(page): fails with every fault that axe sees on the page as it stands."""
    return axe.finds_nothing


@pytest.fixture
def house(settings, tmp_path):
    """A whole small publishing house; some files of tests have one of their own."""
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield press.found()
    as_migrated.give_back()


@pytest.fixture
def desk(house, open_context):
    """desk(name) -> somebody signed in at a browser of their own, the vault open if they have a key."""

    def signed_in(name: str) -> AtDesk:
        somebody = AtDesk(open_context(DESKTOP), house.phrases.get(name, ""))
        somebody.sign_in(name)
        if somebody.phrase:
            somebody.unlock()
        return somebody

    return signed_in
