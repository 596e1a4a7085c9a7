"""Anything that can be sent gets a clear page: no error of the server, and no word lost that could be read.

`make test` sends 1,500 odd requests, `make proofs` 20,000 others (tests.stories.journey.odd).
"""

from dataclasses import dataclass

import pytest
from django import forms
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils.timezone import localdate

from publication.handler import Handler
from stories import actions
from stories.journey import keeping, sending
from stories.journey.steps import STEPS
from stories.models import Contribution
from stories.vault import words
from tests.stories.journey.odd import Odd, requests
from tests.stories.journey.walking import ANSWERS, WORDS, Page, come_back, sent, to, words_on

pytestmark = pytest.mark.usefixtures("house")
# What a parent writes herself; everything else is chosen from a list.
WRITTEN = [
    name
    for step in STEPS
    for name, field in step.form.base_fields.items()
    if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
]
# Pages after which nothing is carried any more: it was kept, sent, or she said that she was done.
ENDS = {"We have your story. Thank you.", "You are done here", "This was already sent"}


@dataclass
class Answer:
    status_code: int
    headers: list[tuple[str, str]]
    content: bytes

    @property
    def new_cookies(self) -> list[str]:
        """Cookies that it sets; to take one away that was sent is no trace."""
        return [value for name, value in self.headers if name == "Set-Cookie" and "Max-Age=0" not in value]


class Sender:
    """Calls the site as a server process does: no part of Django's test client stands between."""

    def __init__(self):
        self._site = Handler()

    def make(self, odd: Odd) -> Answer:
        environ = RequestFactory()._base_environ(
            **{
                "REQUEST_METHOD": odd.method,
                "PATH_INFO": odd.path.encode("utf-8", "surrogatepass").decode("latin-1"),
                "QUERY_STRING": odd.query,
                "CONTENT_TYPE": odd.content_type,
                "CONTENT_LENGTH": str(len(odd.body)),
                "wsgi.input": Body(odd.body),
                **odd.headers,
            }
        )
        began = []
        response = self._site(environ, lambda status, headers: began.append((int(status.split()[0]), headers)))
        return Answer(*began[0], b"".join(response))


@pytest.fixture
def sender():
    """The test's transaction outlives each request."""
    request_started.disconnect(close_old_connections)
    yield Sender()
    request_started.connect(close_old_connections)


class Body:
    """A body as a socket gives it: no more than there is, whatever its length was said to be."""

    def __init__(self, content: bytes):
        self._left = content

    def read(self, size: int = -1) -> bytes:
        size = len(self._left) if size is None or size < 0 else size
        given, self._left = self._left[:size], self._left[size:]
        return given

    def readline(self, size: int = -1) -> bytes:
        end = self._left.find(b"\n") + 1 or len(self._left)
        return self.read(end if size < 0 else min(end, size))


@pytest.fixture
def genuine(client) -> dict[str, str]:
    """Hidden fields as our own pages carry them."""
    page = come_back(client, words_on(sent(client)))
    saved = actions.save_draft(answers=ANSWERS, at="story", today=localdate())
    return {
        "token": page.fields["token"],
        "nonce": sending.new_nonce(),
        keeping.TOKEN: actions.draft_token(saved.visit),
        "words": words.as_words(saved.indices),
        "opened": to(client, "Your story").fields["opened"],
    }


def complaint(sender: Sender, odd: Odd) -> str:
    """What is wrong with the answer; empty when it is as it should be."""
    response = sender.make(odd)
    if response.status_code >= 500 and response.status_code != 503:
        return f"status {response.status_code}"
    if odd.path != WORDS:
        return "" if response.status_code != 200 or b"<script>alert(1)" not in response.content else "it runs"
    if response.new_cookies:
        return "a cookie"
    if odd.method not in ("GET", "POST") or response.status_code == 405:
        return ""
    if b"<script>alert(1)" in response.content or b"<img src=x" in response.content:
        return "what was typed became markup"
    kind = dict(response.headers)["Content-Type"]
    if not kind.startswith("text/html"):
        return "" if "attachment" in dict(response.headers).get("Content-Disposition", "") else f"a {kind}"
    page = Page(sender, response)
    if not page.heading:
        return "no heading"
    if response.status_code == 400:
        return "" if "HTTP_HOST" in odd.headers or "CONTENT_LENGTH" in odd.headers else "status 400"
    if response.status_code not in (200, 403, 413, 503):
        return f"status {response.status_code}"
    return lost(odd, page) if odd.method == "POST" and odd.fields and "CONTENT_LENGTH" not in odd.headers else ""


def lost(odd: Odd, page: Page) -> str:
    """Which of the written answers is nowhere on a page of the way in."""
    if odd.fields.get("door") != "write" or odd.fields.get("at") == "sent" or page.heading in ENDS:
        return ""
    shown = {name: values for form in page.tree.xpath("//main//form") for name, values in controls(form).items()}
    gone = [name for name in WRITTEN if plain(odd.fields.get(name, "")) != plain(shown.get(name, ""))]
    return f"{page.heading!r} lost {', '.join(gone)}" if gone else ""


def controls(form) -> dict[str, str]:
    found = {}
    for control in form.xpath(".//input | .//textarea"):
        value = (control.text or "").removeprefix("\n") if control.tag == "textarea" else control.get("value", "")
        found[control.get("name")] = value
    return found


def plain(value: str) -> str:
    """Without what no page can show: NUL, and the difference between the ends of lines."""
    for end in ("\r\n", "\r", "\x0b", "\x0c"):
        value = value.replace(end, "\n")
    return "".join(c for c in value if c == "\n" or c == "\t" or c >= " ").removeprefix("\n")


@pytest.mark.parametrize("seed", range(15))
def test_a_hundred_odd_requests_get_a_clear_page_that_keeps_the_words(seed, genuine, sender):
    for number, odd in enumerate(requests(seed, 100, genuine)):
        assert not (wrong := complaint(sender, odd)), f"{seed}/{number}: {wrong}: {odd}"
    assert Contribution.objects.count() >= 1


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 120))
def test_twenty_thousand_odd_requests_get_a_clear_page_that_keeps_the_words(seed, genuine, sender):
    for number, odd in enumerate(requests(seed, 1000, genuine)):
        assert not (wrong := complaint(sender, odd)), f"{seed}/{number}: {wrong}: {odd}"


def test_a_word_that_is_lost_would_be_noticed(client):
    page = to(client, "Your story")
    odd = Odd(fields={"door": "write", "at": "story", "text": "these words"})
    assert lost(odd, page) == "'Your story' lost text"


def test_a_body_beyond_all_measure_is_told_so(client):
    answer = client.post(WORDS, {"door": "write", "text": "w" * (5 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "more than we can take at once" in Page(client, answer).said


def test_files_are_neither_taken_nor_a_trouble(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = to(client, "Your story")
    answer = client.post(WORDS, {**page.fields, "text": SimpleUploadedFile("a.txt", b"words"), "kind": "prose"})
    assert Page(client, answer).errors == ["Write your words here. One line is enough."]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client, method):
    assert client.generic(method, WORDS).status_code == 405


def test_a_name_sent_twice_counts_once(client):
    page = to(client, "Your story")
    answer = client.post(WORDS, {**page.fields, "kind": ["poem", "prose"], "title": "", "text": ["first", "second"]})
    assert Page(client, answer).fields["text"] == "second"
