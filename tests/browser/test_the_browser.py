"""The browser's own watchmen can fail: without this, a silent one would look like a good page."""

import pytest

from tests.browser.conftest import Watch

GOOD = """<!doctype html><html lang="en"><head><title>A page</title></head>
<body><main><h1>A page</h1><p>Words.</p></main></body></html>"""
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
BAD = f'<!doctype html><html><head></head><body><img src="{PIXEL}"><input></body></html>'


@pytest.fixture
def page(browser):
    """A page without a server, to put anything into."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_a_good_page(page, axe_finds_nothing):
    page.set_content(GOOD)
    axe_finds_nothing(page)


def test_axe_finds_what_is_wrong(page, axe_finds_nothing):
    page.set_content(BAD)
    with pytest.raises(AssertionError, match="image-alt"):
        axe_finds_nothing(page)


def test_a_request_to_another_origin_is_seen(page):
    watch = Watch("http://127.0.0.1:1")
    watch.over(page.context)
    page.set_content('<img src="http://192.0.2.1/pixel.gif" alt="">', wait_until="commit")
    page.wait_for_event("request") if not watch.faults else None
    assert watch.faults == ["a request left this origin: http://192.0.2.1/pixel.gif"]


def test_a_refusal_by_the_pages_policy_is_seen(page):
    watch = Watch("about:")
    watch.over(page.context)
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    with page.expect_console_message():
        page.set_content(policy + "<script>document.title = 'x'</script>")
    assert len(watch.faults) == 1 and "policy refused" in watch.faults[0]


def test_axe_reads_a_page_whose_policy_allows_no_script(page, axe_finds_nothing):
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=GOOD, headers={"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'"}
        ),
    )
    page.goto("http://127.0.0.1:1/")
    axe_finds_nothing(page)


def test_the_sites_own_pages_open_on_a_phone_with_and_without_scripts(any_phone):
    answer = any_phone.goto("/robots.txt")
    assert answer.ok


def test_the_sites_pages_and_the_tests_tables_are_the_same(desktop):
    from wagtail.models import Site

    Site.objects.update(site_name="written by the test")
    assert desktop.goto("/robots.txt").ok
    assert Site.objects.get().site_name == "written by the test"
