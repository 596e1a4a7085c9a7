"""What is true of the rule whatever happened before. `consent.rules` alone, without a database."""

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st

from consent.kinds import Kind
from consent.rules import Entry, may_use, standing
from consent.uses import INSIDE, Answer, Use
from tests.strategies import USES, days, editions, histories, outside_uses, tags, uses

situations = {"history": histories(), "use": uses, "tag": tags, "edition": editions, "day": days()}


def then(history, **values):
    """The history with one more decision, made last and counting from itself."""
    sequence = len(history.entries) + 1
    return dataclasses.replace(history, entries=(*history.entries, Entry(sequence, sequence, **values)))


@given(**situations)
def test_a_refusal_made_last_always_closes_the_use(history, use, tag, edition, day):
    later = then(history, kind=Kind.ANSWER, answer=Answer.NO, use=use)
    assert not may_use(later, use=use, tag=tag, edition=edition, day=day).allowed


@given(**situations)
def test_a_putting_off_made_last_always_closes_the_use(history, use, tag, edition, day):
    later = then(history, kind=Kind.ANSWER, answer=Answer.LATER, use=use)
    assert not may_use(later, use=use, tag=tag, edition=edition, day=day).allowed


@given(**(situations | {"use": outside_uses}))
def test_a_no_to_any_words_made_last_closes_all_words_for_that_use(history, use, tag, edition, day):
    later = then(history, kind=Kind.APPROVAL, answer=Answer.NO, use=use, edition=edition.year, tag="c" * 64)
    assert not may_use(later, use=use, tag=tag, edition=edition, day=day).allowed


@given(**(situations | {"use": outside_uses}))
def test_a_no_to_a_quotation_made_last_closes_that_quotation(history, use, tag, edition, day):
    later = then(history, kind=Kind.SPAN, answer=Answer.NO, use=use, edition=edition.year, tag=tag)
    assert not may_use(later, use=use, tag=tag, edition=edition, day=day).allowed


@given(**(situations | {"use": outside_uses, "answer": st.sampled_from([Answer.YES, Answer.NO])}))
def test_what_is_said_to_a_quotation_changes_nothing_for_any_other_words(history, use, tag, edition, day, answer):
    later = then(history, kind=Kind.SPAN, answer=answer, use=use, edition=edition.year, tag="c" * 64)
    for asked in USES:
        about = {"use": asked, "tag": tag, "edition": edition, "day": day}
        assert may_use(later, **about) == may_use(history, **about)
        assert standing(later, asked) == standing(history, asked)


@given(**(situations | {"use": outside_uses}))
def test_a_yes_to_a_quotation_undoes_no_stop(history, use, tag, edition, day):
    stopped = then(history, kind=Kind.ANSWER, answer=Answer.NO, use=use)
    later = then(stopped, kind=Kind.SPAN, answer=Answer.YES, use=use, edition=edition.year, tag=tag)
    assert not may_use(later, use=use, tag=tag, edition=edition, day=day).allowed


@given(**situations)
def test_a_confirmation_of_an_older_yes_does_not_beat_a_no_made_between(history, use, tag, edition, day):
    refused = then(history, kind=Kind.ANSWER, answer=Answer.NO, use=use)
    sequence = len(refused.entries) + 1
    for older in range(1, sequence - 1):
        confirming = Entry(sequence, older, Kind.ANSWER, Answer.YES, use=use)
        confirmed = dataclasses.replace(refused, entries=(*refused.entries, confirming))
        assert not may_use(confirmed, use=use, tag=tag, edition=edition, day=day).allowed


@given(**situations)
def test_hold_loss_and_deletion_close_every_use(history, use, tag, edition, day):
    for change in ({"holds": ("Safeguarding",)}, {"complete": False}, {"accounted": False}, {"live": False}):
        stopped = dataclasses.replace(history, **change)
        assert not may_use(stopped, use=use, tag=tag, edition=edition, day=day).allowed


@given(**(situations | {"use": outside_uses}))
def test_a_take_down_closes_every_use_outside(history, use, tag, edition, day):
    taken = dataclasses.replace(history, taken_down=True)
    assert not may_use(taken, use=use, tag=tag, edition=edition, day=day).allowed


@given(**(situations | {"use": outside_uses}))
def test_words_that_nobody_approved_are_never_used(history, use, tag, edition, day):
    for unknown in ("d" * 64, "", None):
        assert not may_use(history, use=use, tag=unknown, edition=edition, day=day).allowed
    unasked = dataclasses.replace(edition, year=2031)
    assert not may_use(history, use=use, tag=tag, edition=unasked, day=day).allowed


@given(**(situations | {"use": outside_uses}))
def test_nothing_outlives_its_last_day(history, use, tag, edition, day):
    after = edition.stays_until + datetime.timedelta(days=1)
    assert not may_use(history, use=use, tag=tag, edition=edition, day=after).allowed
    never_shown = dataclasses.replace(history, shown=())
    lapsed = edition.lapses_on + datetime.timedelta(days=1)
    assert not may_use(never_shown, use=use, tag=tag, edition=edition, day=lapsed).allowed


@given(**situations)
def test_a_use_that_is_open_was_allowed_and_its_words_approved_since_every_no(history, use, tag, edition, day):
    """The rule said the other way round, in other words than the rule's own."""
    if not may_use(history, use=use, tag=tag, edition=edition, day=day).allowed:
        return
    assert standing(history, use) == Answer.YES
    if use in INSIDE:
        return
    noes = [
        entry.effective
        for entry in history.entries
        if entry.use == use and entry.answer == Answer.NO and (entry.kind != Kind.SPAN or entry.tag == tag)
    ]
    approved = [
        entry.effective
        for entry in history.entries
        if entry.kind in (Kind.APPROVAL, Kind.SPAN)
        and (entry.use, entry.answer) == (use, Answer.YES)
        and (entry.tag, entry.edition) == (tag, edition.year)
    ]
    assert max(approved) > max(noes, default=0)


@given(**situations)
def test_a_no_comes_with_its_reasons_and_a_yes_with_none(history, use, tag, edition, day):
    verdict = may_use(history, use=use, tag=tag, edition=edition, day=day)
    assert verdict.allowed == (not verdict.reasons)


@given(**situations)
def test_what_happens_to_one_use_changes_no_other(history, use, tag, edition, day):
    other = Use.PRINT if use != Use.PRINT else Use.ONLINE
    later = then(history, kind=Kind.ANSWER, answer=Answer.NO, use=other)
    assert may_use(later, use=use, tag=tag, edition=edition, day=day) == may_use(
        history, use=use, tag=tag, edition=edition, day=day
    )
