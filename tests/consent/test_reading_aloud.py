"""What was answered aloud: a yes that one person noted opens nothing, and its confirmation never beats a newer no."""

import dataclasses
import datetime

import pytest
from hypothesis import given

from consent import actions, notices
from consent.kinds import OF_WORDS, Captured, Kind
from consent.rules import EditionFacts, Entry, History, may_use, standing
from consent.uses import OUTSIDE, Answer, Use
from tests.consent.test_rules_always import then
from tests.factories import TODAY, make_agreement, make_edition, make_notice
from tests.people import Family, amara, digest_of
from tests.strategies import TAGS, days, editions, histories, outside_uses, tags

situations = {"history": histories(), "use": outside_uses, "tag": tags, "edition": editions, "day": days()}


def note(history, use, tag, edition):
    about = {"answer": Answer.LATER, "use": use}
    noted = then(history, kind=Kind.APPROVAL, tag=tag, edition=edition.year, **about)
    return noted if standing(history, use) in (Answer.YES, Answer.NO) else then(noted, kind=Kind.ANSWER, **about)


def confirm(history, begun: int):
    """Confirms the note that begins after `begun` entries: each yes counts from where it was noted."""
    noted = [one for one in history.entries[begun:] if one.answer == Answer.LATER]
    for one in noted:
        sequence = len(history.entries) + 1
        confirmed = dataclasses.replace(one, sequence=sequence, answer=Answer.YES)
        history = dataclasses.replace(history, entries=(*history.entries, confirmed))
    return history


@given(**situations)
def test_a_noted_yes_opens_nothing_for_any_words(history, use, tag, edition, day):
    noted = note(history, use, tag, edition)
    for one in TAGS:
        asked = {"use": use, "tag": one, "edition": edition, "day": day}
        assert not may_use(noted, **asked).allowed or may_use(history, **asked).allowed


@given(**situations)
def test_a_no_between_the_note_and_its_confirmation_wins(history, use, tag, edition, day):
    noted = note(history, use, tag, edition)
    for kind in (Kind.ANSWER, Kind.APPROVAL):
        no = then(noted, kind=kind, answer=Answer.NO, use=use, edition=edition.year, tag=tag)
        after = confirm(no, len(history.entries))
        assert not may_use(after, use=use, tag=tag, edition=edition, day=day).allowed


@given(**situations)
def test_a_confirmed_yes_lasts_no_longer_than_another_and_reaches_no_other_words(history, use, tag, edition, day):
    after = confirm(note(history, use, tag, edition), len(history.entries))
    other = next(one for one in TAGS if one != tag)
    asked = {"use": use, "edition": edition}
    if may_use(after, tag=other, day=day, **asked).allowed:
        yeses = [one for one in after.entries if one.kind in OF_WORDS and (one.use, one.answer) == (use, Answer.YES)]
        assert any(one.tag == other for one in yeses)
    never_shown = dataclasses.replace(after, shown=())
    lapsed = edition.lapses_on + datetime.timedelta(days=1)
    assert not may_use(never_shown, tag=tag, day=lapsed, **asked).allowed


def test_what_stands_against_it_is_said_until_it_is_confirmed():
    yes = Entry(1, 1, Kind.ANSWER, Answer.YES, use=Use.ONLINE)
    edition = EditionFacts(2027)
    asked = {"use": Use.ONLINE, "tag": TAGS[0], "edition": edition, "day": datetime.date(2026, 11, 21)}
    noted = note(History((yes,)), Use.ONLINE, TAGS[0], edition)
    assert [reason.code for reason in may_use(noted, **asked).reasons] == ["not_confirmed"]
    assert may_use(confirm(noted, 1), **asked).allowed


@pytest.fixture
def family(db) -> Family:
    """Allows online, has put print off, and was asked about its words for the edition."""
    make_notice()
    return Family(make_agreement(allowing={Use.KEEP, Use.ONLINE}), digest_of("The gate."), make_edition())


def noted_for(family, **uses):
    return actions.note_answers(
        agreement=family.agreement,
        digest=family.digest,
        edition=family.edition,
        uses={Use(name): yes for name, yes in uses.items()},
        captured=Captured.PERSON,
        notice=notices.current(),
        today=TODAY,
    )


def confirmed(family, note, digest=""):
    first, last = note
    actions.confirm_note(
        agreement=family.agreement, first=first, last=last, digest=digest or family.digest, today=TODAY
    )


def test_a_yes_counts_once_it_is_confirmed_also_for_a_use_that_was_put_off(family):
    note = noted_for(family, online=True, print=True, social=False)
    assert not any(family.may(use).allowed for use in OUTSIDE)
    confirmed(family, note)
    assert {use for use in OUTSIDE if family.may(use).allowed} == {Use.ONLINE, Use.PRINT}
    rows = family.agreement.details.filter(kind=Kind.APPROVAL, answer=Answer.YES)
    assert {(row.captured, row.notice, row.effective_sequence < row.pk) for row in rows} == {
        (Captured.PERSON, notices.current(), True)
    }


@pytest.mark.django_db
def test_a_no_counts_from_the_note_on():
    family = amara()
    assert family.may(Use.PRINT).allowed
    noted_for(family, print=False)
    assert not family.may(Use.PRINT).allowed and family.may(Use.ONLINE).allowed


@pytest.mark.parametrize("no", ["stop", "words"])
def test_what_the_family_said_meanwhile_wins(family, no):
    note = noted_for(family, online=True)
    if no == "stop":
        actions.stop(agreement=family.agreement, today=TODAY)
    else:
        about = {"agreement": family.agreement, "digest": family.digest, "edition": family.edition}
        actions.approve(**about, uses={Use.ONLINE: False}, today=TODAY)
    confirmed(family, note)
    assert not family.may(Use.ONLINE).allowed


def test_one_note_confirms_no_other(family):
    noted_for(family, online=True)
    second = noted_for(family, print=True)
    confirmed(family, second)
    assert family.may(Use.PRINT).allowed and not family.may(Use.ONLINE).allowed


def test_a_note_about_other_words_or_without_a_yes_cannot_be_confirmed(family):
    with pytest.raises(ValueError):
        confirmed(family, noted_for(family, online=True), digest=digest_of("The other gate."))
    with pytest.raises(ValueError):
        confirmed(family, noted_for(family, online=False))
    assert not family.may(Use.ONLINE).allowed


def test_nothing_is_noted_that_nobody_can_have_said_aloud(family):
    for uses in ({}, {"keep": True}):
        with pytest.raises(ValueError):
            noted_for(family, **uses)
    with pytest.raises(ValueError):
        actions.note_answers(
            agreement=family.agreement,
            digest=family.digest,
            edition=family.edition,
            uses={Use.ONLINE: True},
            captured=Captured.WEB,
            notice=notices.current(),
            today=TODAY,
        )
