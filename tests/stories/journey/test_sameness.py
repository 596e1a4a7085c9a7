"""Words that were erased, have expired or never existed: one answer, byte for byte, after exactly one derivation.

How long each takes is measured by `make bench`, which prints the ratios; a clock is no test.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from publication.daily import delete_expired, delete_old_drafts
from stories import actions, keys
from stories.models import Contribution, Draft
from stories.vault import words
from tests.stories.journey.walking import ANSWERS, come_back, sent, words_on

pytestmark = pytest.mark.usefixtures("house")
ROUNDS = 20
IN_TWO_YEARS = localdate() + datetime.timedelta(days=730)


@pytest.fixture
def derivations(monkeypatch):
    """How often Argon2id really ran for return words."""
    ran, derive = [], words.derive

    def counting(*arguments, **costs):
        ran.append(1)
        return derive(*arguments, **costs)

    monkeypatch.setattr(words, "derive", counting)
    return ran


def erased(client) -> str:
    said = words_on(sent(client))
    come_back(client, said).press("Delete my story").press(words=said)
    assert not Contribution.objects.exists()
    return said


def expired(client) -> str:
    said = words_on(sent(client))
    assert delete_expired(IN_TWO_YEARS) == 1
    return said


def saved(today) -> str:
    return words.as_words(actions.save_draft(answers=ANSWERS, at="story", today=today).indices)


def expired_saving(client) -> str:
    said = saved(localdate() - datetime.timedelta(days=100))
    assert Draft.objects.exists(), "its row may still stand"
    return said


def removed_saving(client) -> str:
    said = saved(localdate() - datetime.timedelta(days=100))
    delete_old_drafts(localdate())
    assert not Draft.objects.filter(lookup=keys.derive(words.parse(said)).lookup.hex()).exists()
    return said


def never_issued(client) -> str:
    return words.as_words(words.make())


GONE = [erased, expired, expired_saving, removed_saving, never_issued]


def test_all_words_that_open_nothing_get_one_answer_byte_for_byte(client):
    kinds = [gone(client) for gone in GONE]
    answers = set()
    for _ in range(ROUNDS):
        for said in kinds:
            page = come_back(client, said)
            headers = {name: value for name, value in page.response.items() if name != "Content-Length"}
            answers.add((page.status, page.html.replace(said, ""), str(headers)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 200


@pytest.mark.parametrize("gone", GONE)
def test_each_of_them_is_paid_for_with_exactly_one_derivation(client, gone, derivations):
    said = gone(client)
    derivations.clear()
    come_back(client, said)
    assert len(derivations) == 1


def test_words_that_open_a_page_are_paid_for_with_one_derivation_too(client, derivations):
    for said, heading in ((words_on(sent(client)), "We have your story"), (saved(localdate()), None)):
        derivations.clear()
        page = come_back(client, said)
        assert len(derivations) == 1 and not page.errors
        assert heading is None or page.heading == heading


def test_a_slip_of_spelling_costs_no_derivation(client, derivations):
    come_back(client, "abacus abdomen qqqq abide abiding ability ablaze")
    assert not derivations


@pytest.mark.parametrize("gone", GONE)
def test_they_look_for_the_same_rows(client, gone, django_assert_num_queries):
    """A query more or less would be a difference that a clock can see."""
    said = gone(client)
    come_back(client, said)
    with django_assert_num_queries(queries_of_words_never_issued(client)):
        come_back(client, said)


def queries_of_words_never_issued(client) -> int:
    said = never_issued(client)
    come_back(client, said)
    with CaptureQueriesContext(connection) as captured:
        come_back(client, said)
    return len(captured)
