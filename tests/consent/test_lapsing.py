"""A family is told how long its yes counts, and what it will be asked anew; the rule alone makes it so."""

import datetime

from hypothesis import given

from consent.dials import STAY, Dial
from consent.kinds import Kind
from consent.lapsing import to_ask_anew, untils
from consent.rules import EditionFacts, Entry, History, ShownEntry, may_use
from consent.uses import Answer, Use
from tests.strategies import TAGS, days, editions, histories

NEXT = datetime.timedelta(days=1)
WORDS = TAGS[0]
YES = Entry(1, 1, Kind.ANSWER, Answer.YES, use=Use.ONLINE)
APPROVED = Entry(2, 2, Kind.APPROVAL, Answer.YES, use=Use.ONLINE, edition=2027, tag=WORDS)
STAYS = Entry(3, 3, Kind.DIAL, STAY, dial=Dial.SILENCE)


def last_days(history, day):
    return [(one.use, one.year, one.last_day, one.stays) for one in untils(history, day=day)]


def test_a_yes_counts_until_30_april_after_its_edition():
    history = History((YES, APPROVED))
    assert last_days(history, datetime.date(2026, 11, 21)) == [
        (Use.ONLINE, 2027, datetime.date(2027, 4, 30), False)
    ]  # fmt: skip
    assert last_days(history, datetime.date(2027, 5, 1)) == []


def test_what_was_shown_and_may_stay_counts_for_five_years():
    shown = ShownEntry(WORDS, Use.ONLINE, 2027, 3)
    history = History((YES, APPROVED, STAYS), shown=(shown,))
    for day in (datetime.date(2026, 11, 21), datetime.date(2030, 1, 1)):
        assert last_days(history, day) == [(Use.ONLINE, 2027, datetime.date(2032, 12, 31), True)]


def test_what_was_stopped_has_no_last_day():
    stopped = Entry(3, 3, Kind.ANSWER, Answer.NO, use=Use.ONLINE)
    assert last_days(History((YES, APPROVED, stopped)), datetime.date(2026, 11, 21)) == []


def test_the_next_edition_asks_about_every_use_that_is_a_yes_and_was_not_answered_for_it():
    history = History((YES, APPROVED, Entry(3, 3, Kind.ANSWER, Answer.YES, use=Use.KEEP)))
    assert to_ask_anew(history, edition=EditionFacts(2028)) == (Use.ONLINE,)
    assert to_ask_anew(history, edition=EditionFacts(2027)) == ()
    said_no = Entry(4, 4, Kind.APPROVAL, Answer.NO, use=Use.ONLINE, edition=2028, tag=WORDS)
    assert to_ask_anew(History((*history.entries, said_no)), edition=EditionFacts(2028)) == ()


@given(history=histories(), day=days())
def test_the_last_day_is_the_last_on_which_the_rule_says_yes(history, day):
    for one in untils(history, day=day):
        asked = {"use": one.use, "tag": one.tag, "edition": EditionFacts(one.year)}
        assert may_use(history, day=one.last_day, **asked).allowed
        assert not may_use(history, day=one.last_day + NEXT, **asked).allowed
        assert day <= one.last_day


@given(history=histories(), day=days(), edition=editions)
def test_nothing_that_the_rule_allows_is_left_out(history, day, edition):
    told = {(one.use, one.year, one.tag) for one in untils(history, day=day)}
    for use in (Use.ONLINE, Use.PRINT, Use.SOCIAL):
        for tag in TAGS:
            if may_use(history, use=use, tag=tag, edition=edition, day=day).allowed:
                assert (use, edition.year, tag) in told
