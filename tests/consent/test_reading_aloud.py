"""What was answered aloud: a yes that one person noted opens nothing, and its confirmation never beats a newer no."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import actions, notices
from consent.kinds import CLOSING, OF_WORDS, Captured, Kind
from consent.rules import EditionFacts, Entry, History, may_use, standing
from consent.uses import OUTSIDE, Answer, Use
from tests.consent.test_rules_always import then
from tests.factories import TODAY, make_agreement, make_edition, make_notice
from tests.people import Family, amara, digest_of
from tests.strategies import TAGS, days, editions, histories, outside_uses, tags

situations = {"history": histories(), "use": outside_uses, "tag": tags, "edition": editions, "day": days()}
# A text, or a passage of it that would stand alone.
kinds = st.sampled_from(sorted(OF_WORDS))


def note(history, use, tag, edition, kind=Kind.APPROVAL):
    about = {"answer": Answer.LATER, "use": use}
    noted = then(history, kind=kind, tag=tag, edition=edition.year, **about)
    if kind == Kind.SPAN:
        return noted
    return noted if standing(history, use) in (Answer.YES, Answer.NO) else then(noted, kind=Kind.ANSWER, **about)


def confirm(history, begun: int):
    """Confirms the note that begins after `begun` entries: each yes counts from where it was noted."""
    noted = [one for one in history.entries[begun:] if one.answer == Answer.LATER]
    for one in noted:
        sequence = len(history.entries) + 1
        confirmed = dataclasses.replace(one, sequence=sequence, answer=Answer.YES)
        history = dataclasses.replace(history, entries=(*history.entries, confirmed))
    return history


@given(kind=kinds, **situations)
def test_a_noted_yes_opens_nothing_for_any_words(kind, history, use, tag, edition, day):
    noted = note(history, use, tag, edition, kind)
    for one in TAGS:
        asked = {"use": use, "tag": one, "edition": edition, "day": day}
        assert not may_use(noted, **asked).allowed or may_use(history, **asked).allowed


@given(kind=kinds, **situations)
def test_a_no_between_the_note_and_its_confirmation_wins(kind, history, use, tag, edition, day):
    noted = note(history, use, tag, edition, kind)
    for closing in CLOSING | {kind}:
        no = then(noted, kind=closing, answer=Answer.NO, use=use, edition=edition.year, tag=tag)
        after = confirm(no, len(history.entries))
        assert not may_use(after, use=use, tag=tag, edition=edition, day=day).allowed


@given(kind=kinds, **situations)
def test_a_confirmed_yes_lasts_no_longer_than_another_and_reaches_no_other_words(kind, history, use, tag, edition, day):
    after = confirm(note(history, use, tag, edition, kind), len(history.entries))
    other = next(one for one in TAGS if one != tag)
    asked = {"use": use, "edition": edition}
    if may_use(after, tag=other, day=day, **asked).allowed:
        yeses = [one for one in after.entries if one.kind in OF_WORDS and (one.use, one.answer) == (use, Answer.YES)]
        assert any(one.tag == other for one in yeses)
    never_shown = dataclasses.replace(after, shown=())
    lapsed = edition.lapses_on + datetime.timedelta(days=1)
    assert not may_use(never_shown, tag=tag, day=lapsed, **asked).allowed


@given(**situations)
def test_a_confirmed_yes_to_a_quotation_changes_nothing_for_other_words(history, use, tag, edition, day):
    noted = note(history, use, tag, edition, Kind.SPAN)
    after = confirm(noted, len(history.entries))
    other = next(one for one in TAGS if one != tag)
    asked = {"use": use, "tag": other, "edition": edition, "day": day}
    assert may_use(after, **asked).allowed == may_use(history, **asked).allowed


@pytest.mark.parametrize("kind", sorted(OF_WORDS))
def test_what_stands_against_it_is_said_until_it_is_confirmed(kind):
    yes = Entry(1, 1, Kind.ANSWER, Answer.YES, use=Use.ONLINE)
    edition = EditionFacts(2027)
    asked = {"use": Use.ONLINE, "tag": TAGS[0], "edition": edition, "day": datetime.date(2026, 11, 21)}
    noted = note(History((yes,)), Use.ONLINE, TAGS[0], edition, kind)
    assert [reason.code for reason in may_use(noted, **asked).reasons] == ["not_confirmed"]
    assert may_use(confirm(noted, 1), **asked).allowed


@pytest.fixture
def family(db) -> Family:
    """Allows online, has put print off, and was asked about its words for the edition."""
    make_notice()
    return Family(make_agreement(allowing={Use.KEEP, Use.ONLINE}), digest_of("The gate."), make_edition())


LINE = digest_of("A line of it.")


def noted_for(family, line=None, **uses):
    """`line` is what was said to a quotation beside the text, for the online booklet and for print."""
    return actions.note_answers(
        agreement=family.agreement,
        digest=family.digest,
        edition=family.edition,
        uses={Use(name): yes for name, yes in uses.items()},
        spans={} if line is None else {LINE: {Use.ONLINE: line, Use.PRINT: line}},
        captured=Captured.PERSON,
        notice=notices.current(),
        today=TODAY,
    )


def confirmed(family, note, digest="", spans=(LINE,)):
    first, last = note
    digest = digest or family.digest
    actions.confirm_note(agreement=family.agreement, first=first, last=last, digest=digest, spans=spans, today=TODAY)


def may_quote(family, use=Use.ONLINE) -> bool:
    return family.agreement.may_use(use, digest=LINE, edition=family.edition, day=TODAY).allowed


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


def test_a_yes_to_a_quotation_counts_once_it_is_confirmed_and_only_where_the_use_is_allowed(family):
    note = noted_for(family, online=True, line=True)
    assert not may_quote(family) and not family.may(Use.ONLINE).allowed
    confirmed(family, note)
    assert may_quote(family) and not may_quote(family, Use.PRINT)


def test_a_yes_to_a_quotation_stands_beside_a_no_to_the_text(family):
    confirmed(family, noted_for(family, online=False, line=True))
    assert may_quote(family) and not family.may(Use.ONLINE).allowed


def test_a_no_to_a_quotation_counts_from_the_note_on_and_closes_nothing_else(family):
    confirmed(family, noted_for(family, online=True, line=True))
    noted_for(family, line=False)
    assert not may_quote(family) and family.may(Use.ONLINE).allowed


@pytest.mark.parametrize("no", ["quotation", "words", "use"])
def test_what_the_family_said_to_a_quotation_meanwhile_wins(family, no):
    note = noted_for(family, online=True, line=True)
    about = {"agreement": family.agreement, "edition": family.edition, "today": TODAY}
    match no:
        case "quotation":
            actions.answer_spans(**about, spans={LINE: {Use.ONLINE: False}})
        case "words":
            actions.approve(**about, digest=family.digest, uses={Use.ONLINE: False})
        case "use":
            actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    confirmed(family, note)
    assert not may_quote(family)
    assert family.may(Use.ONLINE).allowed == (no == "quotation")


def test_every_noted_yes_must_be_to_words_that_whoever_confirms_it_names(family):
    note = noted_for(family, online=True, line=True)
    for spans in ((), (digest_of("Another line."),), (family.digest,)):
        with pytest.raises(ValueError):
            confirmed(family, note, spans=spans)
    with pytest.raises(ValueError):
        confirmed(family, note, digest=LINE)
    assert not may_quote(family) and not family.may(Use.ONLINE).allowed


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
    about = {"agreement": family.agreement, "digest": family.digest, "edition": family.edition, "uses": {}}
    with pytest.raises(ValueError):
        how = {"captured": Captured.PHONE, "notice": notices.current(), "today": TODAY}
        actions.note_answers(**about, spans={LINE: {Use.KEEP: True}}, **how)
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
