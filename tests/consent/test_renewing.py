"""A family says yes to the same words for another year: never by silence, and never past a no, a hold or the lapse."""

import datetime

import pytest
from hypothesis import given

from consent import actions, notices
from consent.errors import NotAskedAnew
from consent.kinds import Kind
from consent.lapsing import to_ask_anew, year_asked_about
from consent.models import Edition, Hold
from consent.rules import EditionFacts, Entry, History, allows, may_use
from consent.uses import OUTSIDE, Answer, Use
from tests.consent.test_rules_always import then
from tests.factories import TODAY, make_edition
from tests.people import amara, ben
from tests.strategies import TAGS, days, editions, histories

AUTUMN = datetime.date(2027, 10, 1)


@given(history=histories(), edition=editions)
def test_only_uses_that_a_family_allows_are_asked_about(history, edition):
    for use in to_ask_anew(history, edition=edition):
        assert use in OUTSIDE and allows(history, use=use).allowed


@given(history=histories(), edition=editions, day=days())
def test_a_yes_to_what_is_asked_counts_until_the_lapse_and_a_no_after_it_ends_it(history, edition, day):
    for use in to_ask_anew(history, edition=edition):
        about = {"use": use, "edition": edition.year, "tag": TAGS[0]}
        yes = then(history, kind=Kind.APPROVAL, answer=Answer.YES, **about)
        asked = {"use": use, "tag": TAGS[0], "edition": edition}
        assert may_use(yes, day=min(day, edition.lapses_on), **asked).allowed
        assert use not in to_ask_anew(yes, edition=edition)
        for kind in (Kind.ANSWER, Kind.APPROVAL):
            no = then(yes, kind=kind, answer=Answer.NO, **about)
            assert not may_use(no, day=min(day, edition.lapses_on), **asked).allowed
            assert use not in to_ask_anew(no, edition=edition)


@given(history=histories(), edition=editions, day=days())
def test_not_answering_opens_nothing_in_the_year_that_is_asked_about(history, edition, day):
    for use in to_ask_anew(history, edition=edition):
        for tag in TAGS:
            allowed = may_use(history, use=use, tag=tag, edition=edition, day=day).allowed
            # A quotation may have been answered where the text was not; that yes is an answer too.
            assert not allowed or (Kind.SPAN, Answer.YES, use, tag, edition.year) in {
                (one.kind, one.answer, one.use, one.tag, one.edition) for one in history.entries
            }


def test_who_allows_a_use_again_is_asked_again():
    yes, no = Entry(1, 1, Kind.ANSWER, Answer.YES, use=Use.ONLINE), Entry(3, 3, Kind.ANSWER, Answer.NO, use=Use.ONLINE)
    words = Entry(2, 2, Kind.APPROVAL, Answer.YES, use=Use.ONLINE, edition=2028, tag=TAGS[0])
    again = Entry(4, 4, Kind.ANSWER, Answer.YES, use=Use.ONLINE)
    facts = EditionFacts(2028)
    assert to_ask_anew(History((yes, words)), edition=facts) == ()
    assert to_ask_anew(History((yes, words, no)), edition=facts) == ()
    assert to_ask_anew(History((yes, words, no, again)), edition=facts) == (Use.ONLINE,)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2027-08-31", None), ("2027-09-01", 2028), ("2028-01-31", 2028), ("2028-02-01", None), ("2028-03-18", None)],
)
def test_families_are_asked_from_september_until_the_end_of_january(day, year):
    assert year_asked_about(datetime.date.fromisoformat(day)) == year


@pytest.mark.django_db
def test_an_edition_asks_only_while_its_words_are_not_settled_and_it_is_to_open():
    edition = make_edition(2028, content_lock=datetime.date(2028, 1, 15))
    assert edition.asks_anew_until == datetime.date(2028, 1, 15)
    assert Edition.objects.asking_anew(datetime.date(2028, 1, 15)) == edition
    assert Edition.objects.asking_anew(datetime.date(2028, 1, 16)) is None
    assert Edition.objects.asking_anew(datetime.date(2027, 6, 1)) is None
    Edition.objects.filter(pk=edition.pk).update(do_not_open=True)
    assert Edition.objects.asking_anew(datetime.date(2028, 1, 15)) is None


def renew(family, edition, uses=frozenset({Use.ONLINE, Use.PRINT})):
    actions.renew(
        agreement=family.agreement,
        digest=family.digest,
        edition=edition,
        uses=set(uses),
        notice=notices.current(),
        today=AUTUMN,
    )


@pytest.mark.django_db
def test_the_same_words_count_for_the_next_booklet_and_only_for_the_uses_said_yes_to():
    family, coming = amara(), make_edition(2028)
    assert not family.may(Use.ONLINE, day=AUTUMN, edition=coming).allowed
    renew(family, coming)
    for use in OUTSIDE:
        assert family.may(use, day=AUTUMN, edition=coming).allowed == (use in {Use.ONLINE, Use.PRINT})
    assert not family.may(Use.ONLINE, day=AUTUMN, edition=coming, digest="0" * 64).allowed
    assert not family.may(Use.ONLINE, day=coming.lapses_on + datetime.timedelta(days=1), edition=coming).allowed
    assert family.agreement.details.filter(edition=coming, notice=notices.current()).count() == 2


@pytest.mark.django_db
def test_what_a_family_stopped_cannot_be_renewed():
    family, coming = ben(), make_edition(2028)
    for refused in ({Use.PRINT}, {Use.ONLINE, Use.PRINT}, set()):
        with pytest.raises(NotAskedAnew):
            renew(family, coming, refused)
    assert not family.agreement.details.filter(edition=coming).exists()


@pytest.mark.django_db
def test_nothing_is_renewed_while_it_is_held_nor_twice():
    family, coming = amara(), make_edition(2028)
    hold = actions.hold(agreement=family.agreement, kind=Hold.Kind.COURT, reason="-", today=TODAY)
    with pytest.raises(NotAskedAnew):
        renew(family, coming)
    actions.release_hold(hold=hold, by=None, today=TODAY)
    renew(family, coming)
    with pytest.raises(NotAskedAnew):
        renew(family, coming)
