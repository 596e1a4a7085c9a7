"""The verbs: what they refuse, what they announce, and that no row tells a fine time."""

import datetime

import pytest
from django.apps import apps
from django.db import models

from consent import actions, keys
from consent.dials import Dial, UnknownSetting
from consent.errors import NotAllowed, SecondPersonNeeded
from consent.models import Agreement, Decision, Hold, Shown
from consent.register import in_words
from consent.rules import dial
from consent.signals import consent_changed
from consent.uses import OUTSIDE, Answer, Use
from tests.factories import TODAY, make_agreement, make_approval, make_edition, make_notice, make_user
from tests.people import amara, ben, digest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The agreements that a room above has heard about."""
    agreements = []

    def hear(sender, agreement, **kwargs):
        agreements.append(agreement)

    consent_changed.connect(hear)
    yield agreements
    consent_changed.disconnect(hear)


def test_a_family_is_known_by_an_accidental_number():
    one, other = make_agreement(), make_agreement()
    assert len(one.pk) == 32 and int(one.pk, 16) >= 0
    assert one.pk != other.pk


def test_stopping_everything_leaves_only_keeping():
    family = amara()
    actions.stop(agreement=family.agreement, today=TODAY)
    assert {use for use in Use if family.agreement.standing(use) == Answer.YES} == {Use.KEEP}
    assert {use for use in Use if family.agreement.standing(use) == Answer.NO} == OUTSIDE | {Use.PANEL}


def test_what_was_not_answered_is_not_asked_yet():
    agreement = make_agreement(allowing={Use.KEEP}, refusing={Use.PRINT})
    assert agreement.standing(Use.ONLINE) is None
    assert agreement.standing(Use.PRINT) == Answer.NO


def test_the_order_in_which_a_page_was_filled_in_leaves_no_trace():
    notice = make_notice()
    for answers in ([Use.PRINT, Use.KEEP], [Use.KEEP, Use.PRINT]):
        agreement = actions.agree(answers=dict.fromkeys(answers, Answer.YES), dials={}, notice=notice, today=TODAY)
        assert list(agreement.details.values_list("use", flat=True)) == [Use.KEEP, Use.PRINT]


def test_a_dial_keeps_its_last_word():
    agreement = make_agreement(silence="stay")
    actions.set_dials(agreement=agreement, dials={"silence": "come_down", "contact": "none"}, today=TODAY)
    assert dial(agreement.history(), Dial.SILENCE) == "come_down"
    assert dial(agreement.history(), Dial.CONTACT) == "none"
    assert dial(agreement.history(), Dial.EDIT) is None


@pytest.mark.parametrize("dials", [{"silence": "for ever"}, {"volume": "loud"}, {"description": "Rose from Rotherham"}])
def test_a_dial_holds_nothing_that_a_parent_typed(dials):
    with pytest.raises(UnknownSetting):
        actions.agree(answers={}, dials=dials, notice=None, today=TODAY)
    assert not Agreement.objects.exists()


def test_an_agreement_that_cannot_be_written_leaves_no_key(monkeypatch):
    made = []
    create = type(keys.store()).create

    def watched(store):
        made.append(create(store))
        return made[-1]

    monkeypatch.setattr(type(keys.store()), "create", watched)
    monkeypatch.setattr("consent.ledger.append", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.agree(answers={}, dials={}, notice=None, today=TODAY)
    [(slot, tag, _)] = made
    with pytest.raises(Exception, match="."):
        keys.store().read(slot, tag)


def test_an_inside_use_has_no_words_to_approve():
    family = amara()
    with pytest.raises(ValueError, match="keep"):
        actions.approve(
            agreement=family.agreement, digest=family.digest, edition=family.edition, uses={Use.KEEP: True}, today=TODAY
        )


def test_quotations_are_answered_all_at_once_and_heard_of_once(heard, django_capture_on_commit_callbacks):
    family, quoted = amara(), {digest_of("The kettle knew."): True, digest_of("Before I did."): False}
    spans = {digest: dict.fromkeys((Use.SOCIAL, Use.PRESS), yes) for digest, yes in quoted.items()}
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_spans(agreement=family.agreement, edition=family.edition, spans=spans, today=TODAY)
    assert heard == [family.agreement]
    for digest, yes in quoted.items():
        assert family.may(Use.SOCIAL, digest=digest).allowed == yes
        assert not family.may(Use.ONLINE, digest=digest).allowed
    assert family.may(Use.SOCIAL).allowed and family.may(Use.PRESS).allowed
    assert in_words(family.agreement.details.order_by("-pk")[0]).startswith("A quotation for 2027,")


def test_nothing_said_to_quotations_writes_nothing(heard):
    family = amara()
    length = family.agreement.length
    actions.answer_spans(agreement=family.agreement, edition=family.edition, spans={}, today=TODAY)
    assert Agreement.objects.get(pk=family.agreement.pk).length == length


def test_an_inside_use_has_no_quotations_to_answer():
    family = amara()
    with pytest.raises(ValueError, match="keep"):
        actions.answer_spans(
            agreement=family.agreement, edition=family.edition, spans={family.digest: {Use.KEEP: True}}, today=TODAY
        )


def test_a_hold_that_was_released_stays_released_by_whom_it_was():
    first, second = make_user(), make_user()
    hold = actions.hold(agreement=make_agreement(), kind="court", reason="A trial.", by=first, today=TODAY)
    actions.release_hold(hold=hold, by=first, today=TODAY)
    actions.release_hold(hold=hold, by=second, today=TODAY + datetime.timedelta(days=70))
    assert (hold.closed_by, hold.closed_week, hold.is_open) == (first, "2026-W47", False)


@pytest.mark.parametrize("kind", ["", "weather"])
def test_a_hold_has_a_kind_from_the_list(kind):
    with pytest.raises(ValueError):
        actions.hold(agreement=make_agreement(), kind=kind, reason="-", today=TODAY)


def test_one_person_takes_down_and_two_put_back():
    family, one, two = amara(), make_user(), make_user()
    taken = actions.take_down(agreement=family.agreement, reason="danger", by=one, today=TODAY)
    assert not family.may(Use.ONLINE).allowed
    for pair in ((one, one), (one, None), (None, two)):
        with pytest.raises(SecondPersonNeeded):
            actions.put_back(take_down=taken, by=pair[0], second=pair[1], today=TODAY)
    assert not family.may(Use.ONLINE).allowed
    actions.put_back(take_down=taken, by=one, second=two, today=TODAY)
    assert family.may(Use.ONLINE).allowed


def test_a_release_may_not_say_that_it_showed_what_the_rule_refuses():
    family = ben()
    with pytest.raises(NotAllowed, match="does not allow the printed booklet"):
        actions.show(
            [(family.agreement, family.digest)],
            use=Use.PRINT,
            edition=family.edition,
            release="2027.1",
            today=TODAY,
        )
    assert not Shown.objects.exists()


def test_showing_twice_in_one_release_is_showing_once():
    family = amara()
    for _ in range(2):
        actions.show(
            [(family.agreement, family.digest)],
            use=Use.ONLINE,
            edition=family.edition,
            release="2027.1",
            today=TODAY,
        )
        make_agreement(allowing={Use.KEEP})
    assert Shown.objects.get().sequence == family.agreement.details.last().pk


@pytest.mark.django_db(transaction=True)
def test_every_change_is_announced_once_and_after_it_is_on_the_disk(heard):
    one, two = make_user(), make_user()
    agreement = make_agreement(allowing={Use.KEEP})
    taken = actions.take_down(agreement=agreement, reason="danger", by=one, today=TODAY)
    hold = actions.hold(agreement=agreement, kind="court", reason="-", today=TODAY)
    for act in (
        lambda: actions.answer(agreement=agreement, use=Use.PRINT, answer=Answer.YES, today=TODAY),
        lambda: make_approval(agreement, digest="d", edition=make_edition(), uses={Use.PRINT}),
        lambda: actions.set_dials(agreement=agreement, dials={"silence": "stay"}, today=TODAY),
        lambda: actions.stop(agreement=agreement, today=TODAY),
        lambda: actions.release_hold(hold=hold, by=one, today=TODAY),
        lambda: actions.put_back(take_down=taken, by=one, second=two, today=TODAY),
        lambda: actions.begin_erasing(agreement),
    ):
        heard.clear()
        act()
        assert heard == [agreement]


def test_nothing_is_announced_that_was_taken_back(heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        agreement = make_agreement()
        heard_before_commit = list(heard)
    assert heard_before_commit == []
    assert heard == [agreement]


@pytest.mark.django_db(transaction=True)
def test_a_room_above_that_fails_undoes_nothing():
    def fail(sender, **kwargs):
        raise RuntimeError

    consent_changed.connect(fail)
    try:
        agreement = make_agreement(allowing={Use.PRINT})
        actions.stop(agreement=agreement, today=TODAY)
    finally:
        consent_changed.disconnect(fail)
    assert agreement.standing(Use.PRINT) == Answer.NO


def test_no_column_of_consent_can_hold_a_time_but_the_calendar_of_an_edition():
    timed = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("consent").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, (models.DateField, models.TimeField, models.DurationField))
    }
    assert timed == {
        "Edition.call_opens",
        "Edition.call_closes",
        "Edition.content_lock",
        "Edition.print_order",
        "Edition.opens_at",
    }


def test_whatever_a_parent_does_is_written_down_with_its_week():
    family = amara()
    hold = actions.hold(agreement=family.agreement, kind="child", reason="Would be upset.", today=TODAY)
    assert {hold.week, family.agreement.week, *Decision.objects.values_list("week", flat=True)} == {"2026-W47"}
    assert Hold.objects.open().get() == hold
