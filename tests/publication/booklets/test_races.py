"""A family's act and a builder at the same moment, in two threads with connections of their own: the no always wins."""

import threading
import time

import pytest
from django.db import connection

from consent import actions
from consent.uses import Use
from publication.actions import build, freeze, one_builder
from stories.actions import erase
from tests.factories import TODAY, make_version
from tests.publication.booklets.making import files_with, make_booklet, make_release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
WORDS = "words that nobody else wrote"


def stop(version):
    actions.stop(agreement=version.agreement, today=TODAY)


def take_down(version):
    actions.take_down(agreement=version.agreement, reason="family", by=None, today=TODAY)


def delete(version):
    erase(contribution=version.story.contribution, today=TODAY)


class Builder(threading.Thread):
    """Builds a release; `reached` is set when it comes to the last step, and then it does not wait."""

    def __init__(self, release):
        super().__init__()
        self.release, self.reached, self.trouble = release, threading.Event(), None

    def run(self):
        try:
            build(release=self.release, day=TODAY, tell=self.tell)
        except BaseException as trouble:
            self.trouble = trouble
        finally:
            self.reached.set()
            connection.close()

    def tell(self, says, _done, _of):
        if says.startswith("Asking the rule"):
            self.reached.set()


@pytest.mark.parametrize("no", [stop, take_down, delete])
@pytest.mark.parametrize("later", [0, 0.005, 0.02, 0.06])
def test_whichever_comes_first_the_story_is_in_no_release_afterwards(no, later):
    leaving = make_version("The gate", f"The gate: {WORDS}.")
    page = make_booklet(make_version("The kettle"), leaving)
    make_release(page)
    builder = Builder(freeze(page=page, user=None))
    builder.start()
    builder.reached.wait(30)
    time.sleep(later)
    no(leaving)
    builder.join(60)
    assert builder.trouble is None
    deadline = time.monotonic() + 30
    while one_builder.at_work(2027) and time.monotonic() < deadline:
        time.sleep(0.02)
    newest = page.newest_release()
    assert [story.version.title for story in newest.stories.in_files_of(Use.ONLINE)] == ["The kettle"]
    assert files_with("The gate") == []
    assert files_with("The kettle")
    assert not page.releases.waiting().exists()


def test_many_noes_at_once_lead_to_one_release_without_any_of_them():
    versions = [make_version(f"Door {letter}", f"Door {letter}: {WORDS}.") for letter in "ABCDE"]
    page = make_booklet(make_version("The kettle"), *versions)
    make_release(page)
    threads = [threading.Thread(target=in_a_thread, args=(stop, version)) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [story.version.title for story in page.newest_release().stories.in_files_of(Use.ONLINE)] == ["The kettle"]
    assert files_with("Door ") == []
    assert page.releases.ready().count() == 1
    assert not page.releases.waiting().exists()


def in_a_thread(act, version):
    try:
        act(version)
    finally:
        connection.close()
