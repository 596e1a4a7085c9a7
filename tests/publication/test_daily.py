"""The daily work: it may be late, it may be run twice, and one trouble does not keep the rest waiting."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from consent.models import Agreement
from consent.uses import Answer, Use
from publication import daily
from stories import actions
from stories.models import Contribution
from stories.states import State
from tests.stories.journey.house import TODAY, found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(make_edition())


def sent(day: datetime.date = TODAY) -> Contribution:
    before = set(Contribution.objects.values_list("pk", flat=True))
    sending = actions.Sending(title="The lamp", text="The lamp was on.", kind="prose", uses={Use.KEEP: Answer.YES})
    actions.receive(sending=sending, today=day)
    return Contribution.objects.exclude(pk__in=before).get()


def test_a_deletion_that_was_cut_short_is_finished(house):
    contribution = sent()
    Contribution.objects.filter(pk=contribution.pk).update(state=State.ERASING)
    daily.run(TODAY)
    assert not Contribution.objects.exists()
    assert Agreement.objects.get().state == Agreement.State.ERASED


def test_a_story_that_was_never_used_goes_after_a_year(house):
    old, new = sent(TODAY - datetime.timedelta(days=380)), sent()
    daily.run(TODAY)
    assert list(Contribution.objects.all()) == [new]
    assert Agreement.objects.get(pk=old.agreement_id).state == Agreement.State.ERASED


def test_a_cleared_story_does_not_go_by_itself(house):
    contribution = sent()
    house.clear(contribution)
    daily.run(TODAY + datetime.timedelta(days=800))
    assert Contribution.objects.filter(pk=contribution.pk).exists()


def test_running_it_twice_changes_nothing_more(house):
    sent(TODAY - datetime.timedelta(days=380))
    daily.run(TODAY)
    assert sum(outcome.done for outcome in daily.run(TODAY)) == 0


def test_one_trouble_does_not_keep_the_rest_waiting():
    def breaks(today):
        raise OSError("Amara's words")

    outcomes = daily.run(TODAY, (daily.Step("first", breaks), daily.Step("second", lambda today: 2)))
    assert [(outcome.done, outcome.trouble) for outcome in outcomes] == [(0, "OSError"), (2, "")]


def test_the_command_says_how_much_it_did_and_fails_when_a_step_did(house, settings, tmp_path):
    said = io.StringIO()
    call_command("daily", stdout=said)
    assert "The daily work is done" in said.getvalue()
    settings.SLOT_FILES = (tmp_path / "gone", tmp_path / "gone too")
    trouble = io.StringIO()
    with pytest.raises(CommandError, match=f"1 of {len(daily.STEPS)} "):
        call_command("daily", stdout=said, stderr=trouble)
    assert "slots mended" in trouble.getvalue()
