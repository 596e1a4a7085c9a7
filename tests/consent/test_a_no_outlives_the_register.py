"""Somebody makes the database forget a no, or a backup is older than it: the rule says no all the same."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from consent import actions, ledger, marks, no_list
from consent.chain import commit, link_hash, payload
from consent.errors import NoListMissing
from consent.kinds import Kind
from consent.models import Agreement, Decision, DecisionDetail, Hold, LedgerHead, TakeDown
from consent.no_list import Listed
from consent.uses import Answer, Use
from tests.factories import TODAY, make_agreement, make_approval, make_user
from tests.people import amara, ben

# What is written after the commit is written only by real transactions.
pytestmark = pytest.mark.django_db(transaction=True)


def codes(family, use=Use.ONLINE) -> list[str]:
    return [reason.code for reason in family.may(use).reasons]


def usable(family, use=Use.ONLINE):
    return Agreement.objects.usable(use, edition=family.edition, day=TODAY, tag=family.tag)


def forge_a_deletion(agreement, since: int) -> None:
    """Takes away what a family said last, and adds the row that a deletion would have left. No key is needed."""
    gone = DecisionDetail.objects.filter(agreement=agreement, pk__gt=since)
    sequences = list(gone.values_list("pk", flat=True))
    gone.delete()
    Agreement.objects.filter(pk=agreement.pk).update(length=F("length") - len(sequences))
    head = LedgerHead.objects.get()
    claim = DecisionDetail(
        decision_id=head.sequence + 1,
        kind=Kind.RELEASED,
        effective_sequence=head.sequence + 1,
        setting={"sequences": sequences, "nonce": "0" * 32},
    )
    commitment = commit(b"", payload(claim))
    link = link_hash(claim.decision_id, "2026-W47", bytes(head.hash), commitment)
    Decision.objects.create(
        sequence=claim.decision_id, week="2026-W47", previous=head.hash, hash=link, commitment=commitment
    )
    claim.save()
    LedgerHead.objects.update(sequence=claim.decision_id, hash=link)


def test_a_stop_hidden_behind_a_made_up_deletion_still_closes_every_use_it_closed():
    family = amara()
    before = ledger.head().sequence
    actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    forge_a_deletion(family.agreement, since=before)
    family.agreement.refresh_from_db()

    assert codes(family) == ["no_is_missing"]
    assert not usable(family).exists()
    assert not Agreement.objects.allowing(Use.ONLINE).exists()


def test_verify_ledger_names_the_family_whose_no_is_hidden_and_the_row_that_claims_a_deletion():
    family = amara()
    before = ledger.head().sequence
    actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    forge_a_deletion(family.agreement, since=before)
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", stderr=err)
    assert f"Row {before + 2}: The row tells of a deletion that the no-list does not know." in err.getvalue()
    assert f"{family.agreement} said a no that is noted outside the database" in err.getvalue()


@pytest.mark.parametrize("change", [{"answer": Answer.YES}, {"mark": ""}, {"mark": "f" * 32}, {"kind": Kind.DIAL}])
def test_a_no_that_was_changed_where_it_stands_closes_too(change):
    family = ben()
    assert family.may(Use.ONLINE).allowed
    DecisionDetail.objects.filter(agreement=family.agreement, answer=Answer.NO).update(**change)
    assert "no_is_missing" in codes(family)
    assert not usable(family).exists()


def test_a_no_moved_to_another_family_closes_the_first():
    family, other = ben(), amara()
    DecisionDetail.objects.filter(agreement=family.agreement, answer=Answer.NO).update(agreement=other.agreement)
    Agreement.objects.filter(pk=family.agreement.pk).update(length=F("length") - 1)
    family.agreement.refresh_from_db()
    assert "no_is_missing" in codes(family)


@pytest.mark.parametrize("how", ["closed by hand", "row taken away"])
@pytest.mark.parametrize("what", ["hold", "take-down"])
def test_a_hold_or_a_take_down_ended_by_hand_still_stands(what, how):
    family = amara()
    if what == "hold":
        actions.hold(agreement=family.agreement, kind="court", reason="A trial.", today=TODAY)
    else:
        actions.take_down(agreement=family.agreement, reason="family", by=make_user(), today=TODAY)
    rows = (Hold if what == "hold" else TakeDown).objects.all()
    rows.update(closed_week="2026-W47") if how == "closed by hand" else rows.delete()
    assert codes(family) == ["no_is_missing"]
    assert not usable(family).exists()


def test_what_was_ended_as_it_should_be_is_open_again():
    family = amara()
    hold = actions.hold(agreement=family.agreement, kind="court", reason="A trial.", today=TODAY)
    taken = actions.take_down(agreement=family.agreement, reason="family", by=make_user(), today=TODAY)
    actions.release_hold(hold=hold, by=make_user(), today=TODAY)
    actions.put_back(take_down=taken, by=make_user(), second=make_user(), today=TODAY)
    assert family.may(Use.ONLINE).allowed
    assert usable(family).exists()
    assert ledger.verify().whole


def test_every_no_has_its_own_line_and_a_yes_has_none():
    family = make_agreement(allowing={Use.KEEP, Use.ONLINE}, refusing={Use.PRINT, Use.PRESS})
    make_approval(family, digest="d", edition=amara().edition, uses={Use.ONLINE}, says=False)
    actions.stop(agreement=family, uses={Use.ONLINE}, today=TODAY)
    assert len(no_list.read().of(family.pk)) == 4
    noes = DecisionDetail.objects.filter(agreement=family, answer=Answer.NO)
    assert {detail.mark for detail in noes} == no_list.read().of(family.pk)
    assert set(DecisionDetail.objects.exclude(answer=Answer.NO).values_list("mark", flat=True)) == {""}


def test_a_yes_after_a_no_opens_the_use_again():
    family = amara()
    actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    actions.answer(agreement=family.agreement, use=Use.ONLINE, answer=Answer.YES, today=TODAY)
    make_approval(family.agreement, digest=family.digest, edition=family.edition, uses={Use.ONLINE})
    assert family.may(Use.ONLINE).allowed and usable(family).exists()


def test_a_no_is_told_only_after_it_is_noted(monkeypatch):
    from consent.signals import consent_changed

    family, seen = amara(), []

    def hear(agreement, **kwargs):
        seen.append(len(no_list.read().of(agreement.pk)))

    consent_changed.connect(hear)
    try:
        actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    finally:
        consent_changed.disconnect(hear)
    assert seen == [1]


def test_without_any_list_every_use_is_closed_and_a_no_is_taken_all_the_same(no_lists):
    family = amara()
    kept = [path.rename(path.with_name("away")) for path in no_lists]
    assert codes(family) == ["no_is_missing"] and not usable(family).exists()
    actions.stop(agreement=family.agreement, uses={Use.ONLINE}, today=TODAY)
    assert codes(family)[:2] == ["no_is_missing", "refused"]
    for path, away in zip(no_lists, kept, strict=True):
        away.rename(path)
    assert codes(family, Use.PRINT) == [] and codes(family)[0] == "refused"
    assert no_list.read().of(family.agreement.pk) == frozenset()
    assert marks.mend() == 1
    assert len(no_list.read().of(family.agreement.pk)) == 1
    assert marks.mend() == 0


def test_nothing_is_opened_while_that_cannot_be_noted(no_lists):
    family = amara()
    hold = actions.hold(agreement=family.agreement, kind="court", reason="A trial.", today=TODAY)
    for path in no_lists:
        path.rename(path.with_name("away"))
    with pytest.raises(NoListMissing):
        actions.release_hold(hold=hold, by=make_user(), today=TODAY)
    assert Hold.objects.get().is_open


def test_a_deletion_without_any_list_is_a_no_at_once_and_is_finished_later(no_lists):
    family = amara()
    kept = [path.rename(path.with_name("away")) for path in no_lists]
    with pytest.raises(NoListMissing):
        actions.forget(agreement=family.agreement, today=TODAY)
    assert not family.agreement.has_key()
    assert codes(family) == ["erased"]
    for path, away in zip(no_lists, kept, strict=True):
        away.rename(path)
    actions.forget(agreement=family.agreement, today=TODAY)
    assert Agreement.objects.get().state == Agreement.State.ERASED
    assert family.agreement.pk in no_list.read().erased
    assert ledger.verify().whole


def test_a_deleted_family_that_is_set_to_live_again_by_hand_stays_closed():
    family = amara()
    actions.begin_erasing(family.agreement)
    Agreement.objects.update(state=Agreement.State.LIVE)
    family.agreement.refresh_from_db()
    assert "no_is_missing" in codes(family)
    assert not usable(family).exists()


def test_a_list_is_made_only_where_no_mark_was_ever_given(no_lists):
    for path in no_lists:
        path.unlink()
    marks.begin()
    assert all(path.exists() for path in no_lists)
    ben()
    for path in no_lists:
        path.unlink()
    marks.begin()
    assert not any(path.exists() for path in no_lists)


def test_a_head_names_the_list_and_an_exchanged_list_is_found(no_lists):
    ben()
    printed = ledger.head()
    assert printed.noes == 1
    known = (printed.sequence, printed.hash), (printed.noes, printed.noes_hash)
    assert ledger.verify(*known).whole
    for path in no_lists:
        path.write_bytes(b"")
    assert "The no-list does not begin with the one that the known head names." in [
        fault.sentence for fault in ledger.verify(*known).faults
    ]


def test_after_a_restored_backup_those_who_said_no_since_are_stopped_and_the_deleted_are_deleted(monkeypatch):
    """The database is as it was before; the list is as it is now."""
    stays, stops, leaves, held = amara(), amara(), amara(), amara()
    for number, family in enumerate((stops, leaves, held)):
        kind = (Listed.NO, Listed.ERASED, Listed.HOLD)[number]
        no_list.add([no_list.Line(kind, family.agreement.pk, f"{number:032x}")])
    for family in (stops, leaves, held):
        assert codes(family) == ["no_is_missing"]

    assert actions.follow_the_no_list(today=TODAY) == 3

    for family in (stops, leaves, held):
        family.agreement.refresh_from_db()
    assert stays.may(Use.ONLINE).allowed
    assert codes(leaves) == ["erased"]
    assert [codes(family)[0] for family in (stops, held)] == ["refused", "refused"]
    assert Hold.objects.open().get().agreement == held.agreement
    assert ledger.verify().whole
    assert actions.follow_the_no_list(today=TODAY) == 0

    actions.answer(agreement=stops.agreement, use=Use.ONLINE, answer=Answer.YES, today=TODAY)
    assert not stops.may(Use.ONLINE).allowed, "the words must be approved again as well"
    make_approval(stops.agreement, digest=stops.digest, edition=stops.edition, uses={Use.ONLINE})
    assert stops.may(Use.ONLINE).allowed


@pytest.mark.parametrize("cut", [1, 2])
def test_following_the_list_can_be_repeated_when_it_was_cut_short(monkeypatch, cut):
    families = [amara(), amara()]
    for number, family in enumerate(families):
        no_list.add([no_list.Line(Listed.NO, family.agreement.pk, f"{number:032x}")])
    from consent.actions import following

    real, calls = following.marks.lift, []

    def power(agreement, mark):
        calls.append(mark)
        if len(calls) == cut:
            raise OSError("power")
        real(agreement, mark)

    with monkeypatch.context() as patch:
        patch.setattr(following.marks, "lift", power)
        with pytest.raises(OSError):
            actions.follow_the_no_list(today=TODAY)
    assert not any(family.may(Use.ONLINE).allowed for family in families)
    actions.follow_the_no_list(today=TODAY)
    for family in families:
        family.agreement.refresh_from_db()
    assert [codes(family)[0] for family in families] == ["refused", "refused"]
    assert ledger.verify().whole
