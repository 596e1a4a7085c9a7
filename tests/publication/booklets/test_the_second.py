"""The opening at its second, on a real server with 200 clients asking: 404 until then, 200 from then, never both."""

import datetime
import http.client
import io
import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from consent import actions
from consent.models import Edition
from publication import server
from publication.rehearsal import public
from stories.models import Picture
from tests.clock import clock
from tests.factories import make_edition, make_version
from tests.hostile.stack.house import free_port, wait_for
from tests.imports import ROOT
from tests.publication.booklets.children import environment
from tests.publication.booklets.making import make_booklet, make_release

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
CLIENTS = 200
LEAD = 12  # seconds from the first question to the opening
PATIENCE = 60
SAID = "words that nobody else wrote"


@dataclass(frozen=True)
class Answer:
    url: str
    sent: float
    received: float
    status: int
    body: bytes


@contextmanager
def real_server(tmp_path):
    """The server of `manage.py serve`, on this test's own tables and releases, with the machine's own clock."""
    port, log = free_port(), tmp_path / "server.log"
    with log.open("wb") as stream:
        running = subprocess.Popen(
            server.command("127.0.0.1", port, 2),
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        wait_for(running, port, lambda: log.read_text())
        yield port
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=PATIENCE)


def make_picture() -> Picture:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(made, "PNG")
    return Picture.objects.create(title="A key", description="A key", file=ContentFile(made.getvalue(), "key.png"))


def ask(port: int, url: str) -> Answer:
    sent = time.time()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", url)
        response = connection.getresponse()
        body = response.read()
        return Answer(url, sent, time.time(), response.status, body)
    finally:
        connection.close()


def crowd(port: int, urls: list[str], opens: float) -> list[Answer]:
    """Each client asks again and again until one of its questions was asked after the opening, then stops."""
    answers, lock = [], threading.Lock()

    def client(number: int) -> None:
        step = number
        while True:
            answer = ask(port, urls[step % len(urls)])
            step += 1
            with lock:
                answers.append(answer)
            if answer.sent >= opens or time.time() > opens + PATIENCE:
                return

    threads = [threading.Thread(target=client, args=(number,), daemon=True) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=LEAD + 2 * PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def test_every_artefact_is_not_found_until_its_second_and_there_from_it_on(tmp_path):
    real_now = datetime.datetime.now(datetime.UTC)
    with clock(real_now):
        today = timezone.localdate()
        edition = make_edition(today.year + 1)
        kept, stopped = (
            make_version(title, f"{title}: {SAID}.", picture=picture, edition=edition, quoting=(SAID,), today=today)
            for title, picture in (("The kettle", make_picture()), ("The stair", None))
        )
        card_that_left = f"cards/{stopped.story.spans.get().code}"
        page = make_booklet(kept, stopped, edition=edition)
        make_release(page, day=today)
        actions.stop(agreement=stopped.agreement, today=today)
        assert page.newest_release().number == 2
    base = page.url
    # All that a reader can reach once it is open, however: a new kind of file is asked for without a word here.
    with clock(edition.opens_at):
        there = [url for url in public.visit() if url.startswith(base)]
    names = page.newest_release().files.values_list("name", flat=True)
    offered = [name for name in names if name.startswith(("booklet.", "large-print.", "cards/"))]
    for kind in (*offered, f"{kept.story.code}/", "/cards/", "/pictures/"):
        assert any(kind in url for url in there), f"{kind} is not asked for"
    gone = {f"{base}{stopped.story.code}/", f"{base}{card_that_left}-wide.png"}

    with real_server(tmp_path) as port:
        opens_at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=LEAD)
        opens = opens_at.timestamp()
        Edition.objects.filter(pk=edition.pk).update(opens_at=opens_at)
        answers = crowd(port, [*there, *gone, "/booklets/", "/sitemap.xml"], opens)

    before = [one for one in answers if one.received < opens]
    after = [one for one in answers if one.sent >= opens]
    # Enough was asked close to the second, or this has shown nothing.
    assert len([one for one in before if one.received > opens - 1]) >= 20
    assert {one.url for one in before} == {one.url for one in after} == {*there, *gone, "/booklets/", "/sitemap.xml"}
    assert len(after) >= CLIENTS

    for one in before:
        assert one.status == (404 if one.url.startswith(base) else 200), one.url
        assert page.title.encode() not in one.body, one.url
        assert base.encode() not in one.body, one.url
    for one in after:
        assert one.status == (410 if one.url in gone else 200), one.url
    assert not any(b"The stair" in one.body for one in answers)
    assert all(page.title.encode() in one.body for one in after if one.url in (base, "/booklets/"))
