"""A reading aloud is confirmed at the very moment in which she answers herself: her own answer wins in either order."""

import threading

import pytest
from django.db import connection, transaction

from consent import notices
from consent.kinds import Captured
from consent.uses import Use
from stories import actions
from stories.actions import reading_aloud
from stories.models import ReadAloud, Story
from stories.states import NotAllowedNow
from tests.factories import TODAY
from tests.faults.at_once import at_once
from tests.faults.test_races_at_the_desk import ROUNDS
from tests.publication.booklets import staff

USES = (Use.ONLINE, Use.PRINT)


class Reading:
    """A family who said yes to her words and to a quotation on the telephone; a second person has yet to confirm it."""

    def __init__(self, standing):
        self.house, self.family = standing.site.house, standing.asked
        story = Story.objects.get(contribution=self.family.contribution)
        passage = f"{self.family.words['cleared']} for years"
        asked = {"edition": self.house.edition, "uses": set(USES), "quotations": (passage,)}
        self.proposal = actions.ask_parent(story=story, **asked, user=self.house.ben.user, today=TODAY)
        self.span = self.proposal.asked_spans()[0]
        self.reading = actions.note_what_was_said(
            proposal=self.proposal,
            digest=self.proposal.digest,
            uses=dict.fromkeys(USES, True),
            quotations={self.span.digest: True},
            captured=Captured.PHONE,
            notice=notices.current(),
            user=staff.editor().user,
            today=TODAY,
        )
        self.visit = self.family.visit()

    def confirms(self) -> None:
        actions.confirm_reading(reading=self.reading, user=self.house.ben.user, today=TODAY)

    def puts_it_off(self) -> None:
        """Yes to the text, later to the quotation."""
        actions.answer_proposal(
            visit=self.visit,
            proposal=self.proposal,
            digest=self.proposal.digest,
            uses=dict.fromkeys(USES, True),
            today=TODAY,
        )

    def may(self, digest: str) -> bool:
        about = {"edition": self.house.edition, "day": TODAY}
        return any(self.family.visit().agreement.may_use(use, digest=digest, **about).allowed for use in USES)

    def assert_hers(self) -> None:
        assert self.may(self.proposal.digest) and not self.may(self.span.digest)


@pytest.fixture(params=ROUNDS)
def aloud(request, again) -> Reading:
    return Reading(again())


def test_a_second_person_confirms_while_she_puts_the_quotation_off(aloud):
    confirmed, hers = at_once(aloud.confirms, aloud.puts_it_off, expected=(NotAllowedNow,))
    assert hers == ""
    state = ReadAloud.objects.get(pk=aloud.reading.pk).state
    assert state == (ReadAloud.State.REFUSED if confirmed else ReadAloud.State.CONFIRMED)
    aloud.assert_hers()


def test_she_puts_it_off_while_the_confirmation_is_being_written(again, monkeypatch):
    """The narrowest moment: the reading is settled and not committed, and her answer already waits for it."""
    aloud = Reading(again())
    real, hers = reading_aloud._settle, threading.Thread(target=_in_a_thread(aloud.puts_it_off))

    def settle(*args):
        real(*args)
        hers.start()
        hers.join(0.3)

    monkeypatch.setattr(reading_aloud, "_settle", settle)
    aloud.confirms()
    hers.join()
    assert ReadAloud.objects.get(pk=aloud.reading.pk).state == ReadAloud.State.CONFIRMED
    aloud.assert_hers()


def test_it_is_confirmed_while_her_answer_is_being_written(again):
    aloud, ended = Reading(again()), []

    def confirms():
        try:
            aloud.confirms()
        except NotAllowedNow as refused:
            ended.append(refused)

    other = threading.Thread(target=_in_a_thread(confirms))
    with transaction.atomic():
        aloud.puts_it_off()
        other.start()
        other.join(0.3)
    other.join()
    assert len(ended) == 1
    aloud.assert_hers()


def _in_a_thread(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    return run
