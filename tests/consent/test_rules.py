"""The rule by examples: one situation each, told by the cast."""

import datetime

import pytest

from consent import actions, keys
from consent.models import Hold, TakeDown
from consent.uses import INSIDE, OUTSIDE, Answer, Use
from tests.factories import TODAY, make_agreement, make_approval, make_edition, make_user
from tests.people import amara, ben, chloe, digest_of

pytestmark = pytest.mark.django_db

LAST_DAY = datetime.date(2027, 4, 30)
DAY_AFTER = datetime.date(2027, 5, 1)


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize("use", Use)
def test_amara_who_allowed_and_approved_everything_may_be_used(use):
    assert amara().may(use).allowed


def test_ben_is_in_the_online_booklet_and_not_in_the_printed_one():
    family = ben()
    assert family.may(Use.ONLINE).allowed
    assert codes(family.may(Use.PRINT)) == ["refused", "approved_before_no"]


def test_chloe_was_never_asked_and_silence_is_no():
    assert codes(chloe().may(Use.ONLINE)) == ["never_asked", "not_approved"]


def test_a_family_that_decides_later_has_not_said_yes():
    agreement = make_agreement()
    actions.answer(agreement=agreement, use=Use.PANEL, answer=Answer.LATER, today=TODAY)
    assert codes(agreement.may_use(Use.PANEL, day=TODAY)) == ["undecided"]


def test_one_changed_comma_closes_the_door():
    assert codes(amara().may(Use.ONLINE, digest=digest_of("The kettle knew, before I did."))) == ["other_words"]


def test_a_yes_for_one_year_is_none_for_the_next():
    assert codes(amara().may(Use.ONLINE, edition=make_edition(2028))) == ["other_edition"]


def test_an_approval_alone_does_not_undo_a_stop():
    family = ben()
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.PRINT})
    assert codes(family.may(Use.PRINT)) == ["refused"]


def test_allowing_again_asks_for_the_words_again():
    family = ben()
    actions.answer(agreement=family.agreement, use=Use.PRINT, answer=Answer.YES, today=TODAY)
    assert codes(family.may(Use.PRINT)) == ["approved_before_no"]
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.PRINT})
    assert family.may(Use.PRINT).allowed


def test_words_refused_are_closed_and_others_may_be_asked_about():
    family = amara()
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.ONLINE}, says=False)
    assert codes(family.may(Use.ONLINE)) == ["words_refused"]
    assert family.agreement.standing(Use.ONLINE) == Answer.YES
    other = digest_of("The kettle was first to know.")
    make_approval(family.agreement, digest=other, edition=family.edition, uses={Use.ONLINE})
    assert family.may(Use.ONLINE, digest=other).allowed
    assert not family.may(Use.ONLINE).allowed


def test_a_no_to_words_in_print_leaves_them_online():
    family = amara()
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.PRINT}, says=False)
    assert family.may(Use.ONLINE).allowed
    assert not family.may(Use.PRINT).allowed


@pytest.mark.parametrize("use", Use)
def test_a_hold_closes_every_use_and_its_release_opens_it_again(use):
    family = amara()
    hold = actions.hold(agreement=family.agreement, kind=Hold.Kind.COURT, reason="A trial is on.", today=TODAY)
    assert codes(family.may(use)) == ["hold"]
    actions.release_hold(hold=hold, by=make_user(), today=TODAY)
    assert family.may(use).allowed


def test_a_take_down_closes_what_leaves_the_house_and_nothing_inside():
    family = amara()
    actions.take_down(agreement=family.agreement, reason=TakeDown.Reason.DANGER, by=make_user(), today=TODAY)
    assert {use for use in Use if not family.may(use).allowed} == OUTSIDE
    assert {use for use in Use if family.may(use).allowed} == INSIDE


def test_every_reason_is_told_at_once():
    family = ben()
    actions.hold(agreement=family.agreement, kind=Hold.Kind.CHILD, reason="Would be upset.", today=TODAY)
    actions.take_down(agreement=family.agreement, reason=TakeDown.Reason.FAMILY, by=make_user(), today=TODAY)
    verdict = family.may(Use.PRINT, day=DAY_AFTER)
    assert codes(verdict) == ["refused", "hold", "taken_down", "approved_before_no", "lapsed"]


def test_nothing_new_is_shown_after_30_april():
    family = amara()
    assert family.may(Use.ONLINE, day=LAST_DAY).allowed
    assert codes(family.may(Use.ONLINE, day=DAY_AFTER)) == ["lapsed"]


def test_what_was_shown_may_stay_for_five_years_if_the_family_chose_so():
    family = amara()
    show(family)
    assert family.may(Use.ONLINE, day=datetime.date(2032, 12, 31)).allowed
    assert codes(family.may(Use.ONLINE, day=datetime.date(2033, 1, 1))) == ["stay_is_over"]


def test_what_was_shown_online_may_not_be_printed_after_the_lapse():
    family = amara()
    show(family)
    assert codes(family.may(Use.PRINT, day=DAY_AFTER)) == ["lapsed"]


def test_what_was_shown_comes_down_if_the_family_chose_so():
    family = ben()
    show(family)
    assert codes(family.may(Use.ONLINE, day=DAY_AFTER)) == ["comes_down"]


def test_a_no_since_it_was_shown_ends_the_staying_even_when_all_was_allowed_again():
    family = amara()
    show(family)
    actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    actions.answer(agreement=family.agreement, use=Use.ONLINE, answer=Answer.YES, today=TODAY)
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.ONLINE})
    assert family.may(Use.ONLINE, day=LAST_DAY).allowed
    assert codes(family.may(Use.ONLINE, day=DAY_AFTER)) == ["no_since_shown"]


def test_one_lost_detail_closes_every_use_and_no_later_answer_hides_the_loss():
    family = amara()
    family.agreement.details.filter(use=Use.RESEARCH).delete()
    assert codes(family.may(Use.KEEP)) == ["incomplete"]
    actions.answer(agreement=family.agreement, use=Use.KEEP, answer=Answer.YES, today=TODAY)
    assert codes(family.may(Use.KEEP)) == ["incomplete"]


def test_a_key_out_of_reach_closes_every_use_that_needs_words():
    family = amara()
    keys.store().erase(family.agreement.slot, bytes(family.agreement.slot_tag))
    assert "incomplete" in codes(family.may(Use.ONLINE))


def test_without_an_edition_nothing_leaves_the_house():
    family = amara()
    assert codes(family.agreement.may_use(Use.ONLINE, digest=family.digest, day=TODAY)) == ["no_edition"]


def show(family, use=Use.ONLINE):
    actions.show(
        [(family.agreement, family.digest)],
        use=use,
        edition=family.edition,
        release="2027.1",
        today=datetime.date(2027, 2, 1),
    )
