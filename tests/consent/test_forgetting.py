"""Deletion of consent: a no from the first step, repeatable at every step, and the chain still holds."""

import pytest

from consent import actions, keys, ledger
from consent.actions import forgetting
from consent.models import Agreement, Decision, DecisionDetail, Hold, Shown, TakeDown
from consent.uses import Use
from tests.factories import TODAY, make_user
from tests.people import amara, ben

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    pass


def cut(*args, **kwargs):
    raise PowerCut


def left_of(agreement):
    return [
        model.__name__
        for model in (DecisionDetail, Hold, TakeDown, Shown)
        if model.objects.filter(agreement=agreement).exists()
    ]


def test_after_deletion_nothing_tells_what_was_said_and_the_chain_is_whole():
    stays, leaves = ben(), amara()
    actions.hold(agreement=leaves.agreement, kind="court", reason="A trial.", today=TODAY)
    actions.take_down(agreement=leaves.agreement, reason="family", by=make_user(), today=TODAY)
    rows = Decision.objects.count()
    theirs = list(leaves.agreement.details.values_list("pk", flat=True))

    actions.forget(agreement=leaves.agreement, today=TODAY)

    assert left_of(leaves.agreement) == []
    assert Decision.objects.count() == rows + 1
    assert DecisionDetail.objects.get(pk=rows + 1).setting["sequences"] == theirs
    assert ledger.verify().whole
    assert stays.may(Use.ONLINE).allowed
    with pytest.raises(keys.KeyGone):
        leaves.agreement.tag(leaves.digest)


@pytest.mark.parametrize("use", Use)
def test_the_first_step_alone_closes_every_use(use):
    family = amara()
    actions.begin_erasing(family.agreement)
    verdict = Agreement.objects.get().may_use(use, digest=family.digest, edition=family.edition, day=TODAY)
    assert [reason.code for reason in verdict.reasons] == ["erased"]
    assert not Agreement.objects.allowing(use).exists()


@pytest.mark.parametrize("broken", ["the key's erasing", "the letting go", "after the key's erasing"])
def test_a_deletion_cut_short_anywhere_is_finished_by_calling_it_again(monkeypatch, broken):
    family = amara()
    with monkeypatch.context() as power:
        if broken == "the key's erasing":
            power.setattr(type(keys.store()), "erase", cut)
        elif broken == "the letting go":
            power.setattr(forgetting.ledger, "append", cut)
        else:
            power.setattr(forgetting, "_let_go", cut)
        with pytest.raises(PowerCut):
            actions.forget(agreement=family.agreement, today=TODAY)
    agreement = Agreement.objects.get()
    assert agreement.state == Agreement.State.ERASING
    assert not family.may(Use.ONLINE).allowed
    assert ledger.verify().whole

    actions.forget(agreement=agreement, today=TODAY)

    assert Agreement.objects.get().state == Agreement.State.ERASED
    assert left_of(agreement) == []
    assert ledger.verify().whole


def test_deleting_twice_is_deleting_once():
    family = amara()
    actions.forget(agreement=family.agreement, today=TODAY)
    head = ledger.head()
    actions.forget(agreement=family.agreement, today=TODAY)
    actions.forget(agreement=Agreement.objects.get(), today=TODAY)
    assert ledger.head() == head


def test_only_details_that_a_deletion_listed_may_be_missing():
    family = amara()
    actions.forget(agreement=family.agreement, today=TODAY)
    released = DecisionDetail.objects.get()
    released.setting["sequences"].append(released.pk)
    released.save()
    assert (released.pk, "The detail is not what was committed to.") in [
        (fault.sequence, fault.sentence) for fault in ledger.verify().faults
    ]


def test_a_list_that_leaves_out_a_row_does_not_cover_it():
    family = amara()
    actions.forget(agreement=family.agreement, today=TODAY)
    released = DecisionDetail.objects.get()
    released.setting["sequences"].remove(3)
    released.save()
    assert "The detail is missing and was not let go." in [fault.sentence for fault in ledger.verify().faults]


@pytest.mark.django_db(transaction=True)
def test_a_deletion_inside_another_transaction_is_refused():
    """A rollback would bring back the yes, but never the key."""
    from django.db import transaction

    family = amara()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.forget(agreement=family.agreement, today=TODAY)
    assert family.may(Use.ONLINE).allowed
