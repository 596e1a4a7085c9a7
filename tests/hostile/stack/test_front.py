"""Our nginx configuration, in front of the real site: what it lets through, what it answers itself, what it forgets."""

import socket
import time
from contextlib import ExitStack

import pytest

from tests.hostile.stack import canaries
from tests.hostile.stack.browsing import Browser
from tests.hostile.stack.front import Front
from tests.hostile.stack.parent import Parent

pytestmark = pytest.mark.short_proof
MEGABYTE = 1024 * 1024


@pytest.fixture
def front(house):
    made = Front(house)
    made.lay_out()
    yield made
    made.stop()


def started(front) -> Browser:
    """Site and nginx, and a browser that trusts the certificate."""
    front.house.more["SOURCE_HEADER"] = "X-Source"
    front.house.serve()
    front.start()
    return canaries.browser(front.port, tls=front.trust())


def logs(front) -> str:
    """Everything that nginx wrote down, whatever the file is called."""
    return "".join(path.read_text() for path in sorted((front.home / "logs").iterdir()))


def test_nginx_takes_the_file_as_it_is(front):
    said = front.say_whether_right()
    assert said.returncode == 0 and "test is successful" in said.stderr, said.stderr
    assert "[warn]" not in said.stderr


def test_whoever_came_is_in_no_log_of_nginx(front):
    browser = started(front)
    Parent(browser).walk()
    break_off(front)
    plain = Browser(front.plain_port, browser.headers, browser.query)
    assert plain.get("/share/").status_code == 301
    assert "127.0.0.1" not in logs(front) and "request" not in logs(front)
    front.house.sweep(list(canaries.OF_THE_REQUEST.values()), front.home, expected=0)


def test_with_its_logs_left_on_they_would_all_be_found(front):
    """The same visit behind the same file without its three lines about logs."""
    front.changed = {"    access_log off;\n": "", "    log_not_found off;\n": "", "    error_log /dev/null crit;\n": ""}
    (front.home / "site.conf").write_text(front.site())
    browser = started(front)
    Parent(browser).walk()
    break_off(front)
    assert "client: 127.0.0.1" in logs(front)
    said = front.house.sweep(list(canaries.OF_THE_REQUEST.values()), front.home, expected=1)
    assert f"{len(canaries.OF_THE_REQUEST)} of them found" in said


def break_off(front) -> None:
    """What nginx would note in its error log: a body too long, a request that is none, a site that is not there."""
    browser = canaries.browser(front.port, tls=front.trust())
    assert browser.ask("POST", "/words/", b"x" * (41 * MEGABYTE), {}).status_code == 413
    assert browser.ask("GET", "/words/", b"", {"Host": "a b"}).status_code == 400
    front.house.stop()
    assert browser.get("/words/").status_code == 503


def test_what_is_sent_in_plain_is_turned_to_tls_and_what_the_site_says_about_itself_comes_through(front):
    browser = started(front)
    plain = Browser(front.plain_port).get("/words/")
    assert plain.headers["location"] == "https://press.example.org/words/"
    browser.headers = {}
    answer = browser.get("/words/")
    assert answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    for each in (plain, answer):
        assert each.headers["server"] == "nginx", "no version"


def test_a_file_with_a_hash_in_its_name_is_kept_for_a_year_and_any_other_is_not(front):
    browser = started(front)
    page = browser.get("/share/").content.decode()
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = browser.get(address)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    for missing in (
        address.replace(".css", ".000000000000.css"),
        "/static/../data/secret.key",
        "/static/staticfiles.json",
    ):
        assert "immutable" not in browser.get(missing).headers.get("cache-control", "")


@pytest.mark.parametrize("length", [b"Content-Length: 100000", b"Transfer-Encoding: chunked"])
def test_bodies_that_never_end_keep_nobody_waiting(front, length):
    """Whoever sends them needs one machine and no stories; the site has a few threads."""
    browser = started(front)
    head = b"POST /words/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + length
    head += b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    with ExitStack() as slow:
        for _ in range(60):
            line = slow.enter_context(socket.create_connection(("127.0.0.1", front.port)))
            line = slow.enter_context(front.trust().wrap_socket(line, server_hostname="press.example.org"))
            line.sendall(head + (b"a\r\ndoor=write" if b"chunked" in length else b"door=write"))
        time.sleep(1)
        began = time.monotonic()
        assert browser.get("/words/").status_code == 200
        assert time.monotonic() - began < 10


def test_a_site_that_rests_and_a_body_that_is_too_long_get_a_page_in_plain_words(front):
    browser = started(front)
    long = browser.ask("POST", "/words/", b"x" * (41 * MEGABYTE), {})
    front.house.stop()
    resting = browser.get("/words/")
    assert (long.status_code, resting.status_code) == (413, 503)
    for answer in (long, resting):
        assert "Go back: your words are still on the page." in answer.content.decode()
        assert "999" in answer.content.decode() and "nginx" not in answer.content.decode()
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
