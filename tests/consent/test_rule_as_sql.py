"""The querysets and the rule give one answer, on whatever database the tests run."""

import datetime
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from consent import ledger, marks, no_list
from consent.dials import COME_DOWN, STAY, Dial
from consent.kinds import Kind
from consent.ledger import Said
from consent.models import Agreement, DecisionDetail, Hold, Shown, TakeDown
from consent.no_list import Line, Listed
from consent.querysets import may_use_q
from consent.rules import Entry, History, ShownEntry, allows, may_use
from consent.uses import INSIDE, Answer, Use
from tests.factories import TODAY, make_agreement, make_edition
from tests.people import amara, ben, chloe
from tests.strategies import TAGS, USES, YEARS, days, histories

pytestmark = pytest.mark.django_db
KEY = b"a key for tests"


@pytest.fixture
def editions():
    return {year: make_edition(year) for year in YEARS}


def histories_of(agreements) -> dict:
    found = ledger.histories(agreements)
    return {agreement: found[agreement.pk] for agreement in agreements}


def record(history: History, editions: dict) -> Agreement:
    """Writes a history into the tables as it is, past the actions, which would refuse half of it."""
    agreement = make_agreement()
    start = ledger.head().sequence
    said = [
        Said(
            entry.kind,
            entry.answer,
            use=entry.use,
            dial=entry.dial,
            edition=editions.get(entry.edition),
            digest_tag=entry.tag,
            counts_from=start + entry.effective,
        )
        for entry in history.entries
    ]
    ledger.append(agreement, said, key=KEY, today=TODAY)
    for number, shown in enumerate(history.shown):
        Shown.objects.create(
            agreement=agreement,
            digest_tag=shown.tag,
            use=shown.use,
            edition=editions[shown.edition],
            release=str(number),
            sequence=start + shown.sequence if shown.sequence else 0,
        )
    for _ in history.holds:
        Hold.objects.create(agreement=agreement, kind=Hold.Kind.COURT, reason="-", week="2026-W47")
    if history.taken_down:
        TakeDown.objects.create(agreement=agreement, reason=TakeDown.Reason.OTHER, week="2026-W47")
    if not history.live:
        Agreement.objects.filter(pk=agreement.pk).update(state=Agreement.State.ERASING)
    if not history.complete:
        Agreement.objects.filter(pk=agreement.pk).update(length=len(history.entries) + 1)
    if not history.accounted:
        no_list.add([Line(Listed.NO, agreement.pk, marks.new_mark())])
    agreement.refresh_from_db()
    return agreement


def compare(several: dict[object, History], editions: dict, *days: datetime.date) -> None:
    """Several families at a time, by name, so that one's rows can be taken for another's if a join is wrong."""
    with transaction.atomic():
        names = {record(history, editions): name for name, history in several.items()}
        kept = histories_of(names)
        carriers = list(DecisionDetail.objects.filter(agreement__in=kept).select_related("agreement"))

        def told(agreements) -> set:
            return {names[agreement] for agreement in agreements}

        for use in USES:
            assert told(Agreement.objects.allowing(use)) == told(a for a in kept if allows(kept[a], use=use).allowed)
        for use, edition, day in itertools.product(USES, editions.values(), days):
            asked = {"use": use, "edition": edition.facts, "day": day}
            usable = Agreement.objects.usable(use, edition=edition, day=day, tag=TAGS[0])
            assert told(usable) == told(a for a in kept if may_use(kept[a], tag=TAGS[0], **asked).allowed)
            found = DecisionDetail.objects.filter(may_use_q(use, edition, day, tag="digest_tag"))
            assert {(names[one.agreement], one.pk) for one in found.select_related("agreement")} == {
                (names[one.agreement], one.pk)
                for one in carriers
                if may_use(kept[one.agreement], tag=one.digest_tag, **asked).allowed
            }
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(histories(), min_size=1, max_size=8), day=days())
def test_rule_and_sql_agree_on_every_history(editions, several, day):
    compare(dict(enumerate(several)), editions, day)


def answered(answer, sequence, effective=None):
    return Entry(sequence, effective or sequence, Kind.ANSWER, answer, use=Use.ONLINE)


def words(answer, sequence, effective=None, *, tag=TAGS[0], year=2027, use=Use.ONLINE):
    return Entry(sequence, effective or sequence, Kind.APPROVAL, answer, use=use, edition=year, tag=tag)


def span(answer, sequence, effective=None, *, tag=TAGS[0], year=2027, use=Use.ONLINE):
    return Entry(sequence, effective or sequence, Kind.SPAN, answer, use=use, edition=year, tag=tag)


def silence(word, sequence, effective=None):
    return Entry(sequence, effective or sequence, Kind.DIAL, word, dial=Dial.SILENCE)


def shown(sequence, *, tag=TAGS[0], year=2027, use=Use.ONLINE):
    return ShownEntry(tag, use, year, sequence)


YES, NO, LATER = Answer.YES, Answer.NO, Answer.LATER
OPEN = (answered(YES, 1), words(YES, 2), silence(STAY, 3))
REOPENED = (answered(NO, 1), answered(YES, 2), words(YES, 3), silence(STAY, 4))
# Where one step more or less decides, which arbitrary histories seldom meet.
EDGES = {
    "an approval that counts from the no itself": History((answered(NO, 1), answered(YES, 2), words(YES, 3, 1))),
    "an approval that counts from just after the no": History((answered(NO, 1), answered(YES, 2), words(YES, 3, 2))),
    "a yes confirmed over a no made between": History(
        (answered(YES, 1), words(YES, 2), answered(NO, 3), answered(YES, 4, 1))
    ),
    "a yes and its confirmation": History((answered(LATER, 1), answered(YES, 2, 1), words(YES, 3))),
    "a no to words of another year": History((*OPEN, words(NO, 4, year=2028))),
    "a no to other words": History((*OPEN, words(NO, 4, tag=TAGS[1]))),
    "a no to words for another use": History((*OPEN, words(NO, 4, use=Use.PRINT))),
    "a no to this quotation": History((*OPEN, span(NO, 4))),
    "a no to another quotation": History((*OPEN, span(NO, 4, tag=TAGS[1]))),
    "a no to this quotation for another use": History((*OPEN, span(NO, 4, use=Use.PRINT))),
    "a yes to a quotation after a no to the words": History((*OPEN, words(NO, 4, tag=TAGS[1]), span(YES, 5))),
    "a yes to a quotation before a no to the words": History((*OPEN, span(YES, 4), words(NO, 5, tag=TAGS[1]))),
    "a yes to a quotation after a no to it": History((answered(YES, 1), span(NO, 2), span(YES, 3), silence(STAY, 4))),
    "a yes to a quotation that one person noted": History((answered(YES, 1), span(LATER, 2))),
    "a yes to a quotation and its confirmation": History((answered(YES, 1), span(LATER, 2), span(YES, 3, 2))),
    "a yes to a quotation confirmed over a no to it": History(
        (answered(YES, 1), span(LATER, 2), span(NO, 3), span(YES, 4, 2))
    ),
    "a yes to a quotation confirmed over a no to the words": History(
        (answered(YES, 1), span(LATER, 2), words(NO, 3, tag=TAGS[1]), span(YES, 4, 2))
    ),
    "a quotation shown before a no to another": History(
        (answered(YES, 1), span(YES, 2), silence(STAY, 3), span(NO, 4, tag=TAGS[1])), shown=(shown(3),)
    ),
    "a quotation shown before a no to it": History(
        (answered(YES, 1), span(YES, 2), silence(STAY, 3), span(NO, 4), span(YES, 5)), shown=(shown(3),)
    ),
    "shown": History(OPEN, shown=(shown(3),)),
    "shown as the no was said": History(REOPENED, shown=(shown(1),)),
    "shown just after the no": History(REOPENED, shown=(shown(2),)),
    "shown with other words": History(OPEN, shown=(shown(3, tag=TAGS[1]),)),
    "shown in another year": History(OPEN, shown=(shown(3, year=2028),)),
    "shown for another use": History(OPEN, shown=(shown(3, use=Use.PRINT),)),
    "silence changed to coming down": History((*OPEN, silence(COME_DOWN, 4)), shown=(shown(3),)),
    "silence confirmed over a change": History((*OPEN, silence(COME_DOWN, 4), silence(STAY, 5, 2)), shown=(shown(3),)),
    "silence never chosen": History(OPEN[:2], shown=(shown(2),)),
    "all but the last detail": History(OPEN, complete=False),
    "a no that only the no-list knows": History(OPEN, accounted=False),
}


def test_rule_and_sql_agree_where_one_step_decides(editions):
    facts = editions[2027].facts
    last = (facts.lapses_on, facts.stays_until)
    compare({**EDGES, "open": History(OPEN)}, editions, *last, *(day + datetime.timedelta(days=1) for day in last))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_what_is_recorded_is_what_the_rule_reads(editions, history):
    with transaction.atomic():
        kept = record(history, editions).history()
        transaction.set_rollback(True)
    assert (kept.live, kept.complete, kept.taken_down, kept.holds) == (
        history.live,
        history.complete,
        history.taken_down,
        history.holds,
    )
    assert [(e.kind, e.use, e.answer, e.dial, e.edition, e.tag) for e in kept.entries] == [
        (e.kind, e.use, e.answer, e.dial, e.edition, e.tag) for e in history.entries
    ]


def test_the_histories_above_end_in_use_often_enough_to_mean_something():
    """Else the two could agree by always saying no."""
    for use in (Use.KEEP, Use.ONLINE):
        for late in (False, True):
            facts = make_edition(2027).facts
            day = facts.lapses_on + datetime.timedelta(days=late)
            ends_in_use = find(
                histories(),
                lambda history, use=use, facts=facts, day=day: (
                    may_use(history, use=use, tag=TAGS[0], edition=facts, day=day).allowed
                ),
                settings=settings(max_examples=5000, phases=[Phase.generate]),
            )
            assert ends_in_use.live


def test_the_cast_stands_in_lists_as_it_stands_in_the_rule():
    edition = make_edition()
    families = {"amara": amara(edition), "ben": ben(edition), "chloe": chloe(edition)}
    for use in Use:
        allowing = {name for name, family in families.items() if family.agreement in Agreement.objects.allowing(use)}
        assert allowing == {
            name for name, family in families.items() if allows(family.agreement.history(), use=use).allowed
        }
    assert set(Agreement.objects.allowing(Use.PRINT)) == {families["amara"].agreement}


def test_a_lapsed_edition_leaves_only_families_whose_words_may_stay():
    family = amara()
    after = family.edition.lapses_on + datetime.timedelta(days=1)
    asked = {"edition": family.edition, "day": after}
    assert not Agreement.objects.allowing(Use.ONLINE, **asked).exists()
    Shown.objects.create(
        agreement=family.agreement,
        digest_tag=family.tag,
        use=Use.ONLINE,
        edition=family.edition,
        release="2027.1",
        sequence=ledger.head().sequence,
    )
    assert Agreement.objects.allowing(Use.ONLINE, **asked).get() == family.agreement
    assert not Agreement.objects.allowing(Use.PRINT, **asked).exists()


def test_a_whole_list_is_one_query(django_assert_num_queries):
    edition = make_edition()
    for family in (amara, ben, chloe):
        family(edition)
    condition = may_use_q(Use.ONLINE, edition, TODAY, tag="digest_tag")
    with django_assert_num_queries(1):
        list(DecisionDetail.objects.filter(condition))


def test_a_use_outside_without_an_edition_finds_nobody():
    family = amara()
    assert not Agreement.objects.usable(Use.ONLINE, edition=None, day=TODAY, tag=family.tag).exists()
    for use in INSIDE:
        assert Agreement.objects.usable(use, edition=None, day=TODAY, tag="").exists()
