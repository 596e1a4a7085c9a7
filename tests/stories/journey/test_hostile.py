"""Anything that can be posted gets a clear page: no error of the server, and no word lost that could be read."""

import random

import pytest

from stories.journey.steps import FIELDS, NAMED
from tests.stories.journey.walking import ANSWERS, WORDS, Page, to

pytestmark = pytest.mark.usefixtures("house")
ODD = [
    "",
    " ",
    "\x00",
    "yes\x00",
    "\ud800",
    "\ufffe\ufeff",
    "\u202e\u2066right to left",
    "'; DROP TABLE stories_story; --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "../../../etc/passwd",
    "%s%n%x",
    "９９９９",
    "a" * 5000,
    "💙" * 300,
    "\r\r\n\n\r",
    "-1",
    "1e999",
    "null",
    "door",
]
NAMES = [
    *FIELDS,
    "door",
    "at",
    "go",
    "send",
    "back",
    "change",
    "changing",
    "nonce",
    "token",
    "words",
    "resume",
    "digest",
    "words-online",
    "words-keep",
    "csrfmiddlewaretoken",
]
PLACES = [*NAMED, "sent", "return", "page", "approve", "choices", "stop", "delete", "nowhere", ""]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=hex",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=b; charset=rot13",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain",
    "",
    "x/\x7f",
]


def form(rng: random.Random) -> dict[str, str]:
    """Answers, some of them good, at some page or none."""
    data = {name: value for name, value in ANSWERS.items() if rng.random() < 0.7}
    data |= {rng.choice(NAMES): rng.choice(ODD) for _ in range(rng.randrange(8))}
    data["door"] = rng.choice(["write", "write", "return", "return", rng.choice(ODD)])
    data["at"] = rng.choice(PLACES)
    if rng.random() < 0.5:
        data[rng.choice(["send", "back", "go", "change", "changing"])] = rng.choice(PLACES)
    return data


def body(rng: random.Random) -> bytes:
    """A body that no form of ours sends."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randbytes(rng.randrange(400))
    if kind == 1:
        return b"&".join(b"text=%" + rng.randbytes(3) for _ in range(rng.randrange(40)))
    if kind == 2:
        return b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + rng.randbytes(200)
    return b"&".join(b"f%d=1" % n for n in range(rng.choice([3, 3, 5000])))


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_odd_forms_get_a_clear_page_that_keeps_the_words(client, seed):
    rng = random.Random(seed)
    for _ in range(100):
        data = form(rng)
        encoded = {
            name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in data.items()
        }
        answer = client.post(WORDS, encoded)
        assert answer.status_code in (200, 503), data
        page = Page(client, answer)
        assert page.heading
        written = encoded.get("text", "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        if data["door"] == "write" and data["at"] != "sent" and written:
            assert page.fields.get("text") == written, data


@pytest.mark.parametrize("seed", range(2))
def test_bodies_that_are_no_forms_get_a_clear_page(client, seed):
    rng = random.Random(f"body {seed}")
    for _ in range(100):
        answer = client.generic("POST", WORDS, body(rng), content_type=rng.choice(TYPES))
        assert answer.status_code in (200, 413)
        assert Page(client, answer).heading


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
