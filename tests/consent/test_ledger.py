"""The chain: what it holds, and that every way of tampering with it is found."""

import dataclasses
import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from consent import actions, ledger, triggers, verification
from consent.chain import GENESIS
from consent.errors import AgreementEnded
from consent.models import Agreement, Decision, DecisionDetail, LedgerHead, Notice
from consent.uses import Answer, Use
from tests.factories import TODAY, make_agreement
from tests.people import amara, ben

pytestmark = pytest.mark.django_db


def sentences(known=None):
    return [fault.sentence for fault in ledger.verify(known).faults]


@pytest.fixture
def unguarded(db):
    """The chain without its triggers, as it stands before somebody who may drop them."""
    triggers.drop()
    yield
    # The transaction of the test takes all of it back, the dropped triggers too.


def test_an_empty_chain_is_whole_and_ends_in_zeros():
    assert ledger.verify().whole
    assert str(ledger.head()) == f"0 {'0' * 64} 0 {'0' * 64}"


def test_rows_are_numbered_from_one_without_a_gap_and_each_names_the_one_before():
    amara()
    ben()
    rows = list(Decision.objects.all())
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert [bytes(row.previous) for row in rows] == [GENESIS, *(bytes(row.hash) for row in rows[:-1])]
    assert (ledger.head().sequence, ledger.head().hash) == (len(rows), bytes(rows[-1].hash).hex())
    assert ledger.verify().whole


def test_a_transaction_that_fails_leaves_no_gap():
    amara()
    head = ledger.head()
    with pytest.raises(RuntimeError), transaction.atomic():
        make_agreement(allowing={Use.KEEP})
        raise RuntimeError
    assert ledger.head() == head
    make_agreement(allowing={Use.KEEP})
    assert ledger.verify().whole


def test_the_chain_itself_tells_nothing_but_the_order_and_the_week():
    amara()
    fields = {field.name for field in Decision._meta.get_fields() if field.concrete}
    assert fields == {"sequence", "week", "previous", "hash", "commitment"}
    assert Decision.objects.first().week == "2026-W47"


def test_the_same_answers_of_two_families_have_nothing_in_common():
    amara()
    amara()
    commitments = [bytes(row.commitment) for row in Decision.objects.all()]
    assert len(set(commitments)) == len(commitments)
    tags = DecisionDetail.objects.exclude(digest_tag="").values_list("digest_tag", flat=True)
    assert len(set(tags)) == 2


def test_no_table_of_consent_holds_the_digest_of_approved_words():
    family = amara()
    with connection.cursor() as cursor:
        for model in (Agreement, Decision, DecisionDetail):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            assert family.digest not in str(cursor.fetchall())


@pytest.mark.parametrize("column", ["week", "previous", "hash", "commitment"])
def test_an_altered_row_is_found(unguarded, column):
    amara()
    value = "2026-W01" if column == "week" else bytes(32).replace(b"\0", b"\1")
    Decision.objects.filter(sequence=3).update(**{column: value})
    found = ledger.verify()
    assert {fault.sequence for fault in found.faults} & {3}
    assert "The row was altered." in sentences()


def test_a_removed_row_is_found(unguarded):
    amara()
    DecisionDetail.objects.filter(pk=4).delete()
    Decision.objects.filter(pk=4).delete()
    assert "Rows 4 to 4 are missing." in sentences()


def test_rows_that_changed_places_are_found(unguarded):
    amara()
    DecisionDetail.objects.filter(pk__in=[2, 3]).delete()
    second, third = Decision.objects.filter(pk__in=[2, 3])
    Decision.objects.filter(pk__in=[2, 3]).delete()
    second.sequence, third.sequence = 3, 2
    Decision.objects.bulk_create([second, third])
    assert sentences().count("The row does not follow the row before it.") >= 2


def test_rows_cut_off_at_the_end_are_found_by_the_head(unguarded):
    amara()
    last = ledger.head().sequence
    DecisionDetail.objects.filter(pk=last).delete()
    Decision.objects.filter(pk=last).delete()
    assert sentences() == ["The head does not name the newest row: rows were cut off or added past the ledger."]


def test_rows_cut_off_together_with_the_head_are_found_by_a_head_printed_before(unguarded):
    amara()
    printed = ledger.head()
    last = printed.sequence
    DecisionDetail.objects.filter(pk=last).delete()
    Decision.objects.filter(pk=last).delete()
    LedgerHead.objects.update(sequence=last - 1, hash=Decision.objects.get(pk=last - 1).hash)
    assert sentences() == []
    assert sentences((printed.sequence, printed.hash)) == [
        "The known head is newer than the chain: rows were cut off at its end."
    ]


def test_a_chain_written_anew_is_found_by_a_head_printed_before():
    amara()
    assert sentences((ledger.head().sequence, "f" * 64)) == ["The row is not the one that the known head names."]


@pytest.mark.parametrize(
    "change",
    [{"answer": Answer.NO}, {"use": Use.PRINT}, {"effective_sequence": 1}, {"captured": "paper"}, {"digest_tag": "a"}],
)
def test_a_changed_detail_is_found(change):
    make_agreement(allowing={Use.KEEP, Use.ONLINE})
    DecisionDetail.objects.filter(pk=2).update(**change)
    assert sentences() == ["The detail is not what was committed to."]


def test_a_detail_moved_to_another_family_is_found():
    make_agreement(allowing={Use.KEEP})
    other = make_agreement(refusing={Use.KEEP})
    DecisionDetail.objects.filter(pk=1).update(agreement=other)
    assert sentences() == ["The detail is not what was committed to."]


def test_two_details_of_one_family_that_changed_places_are_found():
    make_agreement(allowing={Use.KEEP}, refusing={Use.ONLINE})
    DecisionDetail.objects.filter(pk=1).update(answer=Answer.NO, use=Use.ONLINE)
    DecisionDetail.objects.filter(pk=2).update(answer=Answer.YES, use=Use.KEEP)
    assert sentences() == ["The detail is not what was committed to."] * 2


def test_a_lost_detail_is_found():
    make_agreement(allowing={Use.KEEP})
    DecisionDetail.objects.all().delete()
    assert sentences() == ["The detail is missing and was not let go."]


def test_a_notice_altered_after_it_was_answered_is_found():
    make_agreement(allowing={Use.KEEP})
    Notice.objects.update(title="May we do as we like?")
    assert sentences() == ["The notice that was answered was altered."]


def test_nothing_can_be_added_for_a_family_that_has_left():
    agreement = make_agreement(allowing={Use.KEEP})
    actions.forget(agreement=agreement, today=TODAY)
    for act in (
        lambda: actions.answer(agreement=agreement, use=Use.KEEP, answer=Answer.YES, today=TODAY),
        lambda: actions.stop(agreement=agreement, today=TODAY),
        lambda: ledger.append(agreement, [ledger.Said("answer", "yes", use=Use.KEEP)], key=b"", today=TODAY),
    ):
        with pytest.raises(AgreementEnded):
            act()
    assert ledger.verify().whole


def test_the_command_says_that_the_ledger_is_whole():
    amara()
    out = io.StringIO()
    call_command("verify_ledger", head=str(ledger.head()).split(), stdout=out)
    head = ledger.head()
    assert out.getvalue().strip() == (
        f"The ledger is whole: {Decision.objects.count()} rows, head {head.hash}."
        f" The no-list agrees: {head.noes} lines, {head.noes_hash}."
    )


def test_the_command_fails_and_names_each_row():
    make_agreement(allowing={Use.KEEP, Use.ONLINE})
    DecisionDetail.objects.filter(pk=2).update(answer=Answer.NO)
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 faults in 2 rows"):
        call_command("verify_ledger", stderr=err)
    assert err.getvalue() == "Row 2: The detail is not what was committed to.\n"


@pytest.mark.django_db(transaction=True)
def test_appends_at_the_same_time_take_their_turns():
    failed = []

    def family():
        try:
            for _ in range(5):
                agreement = make_agreement(allowing={Use.KEEP, Use.ONLINE})
                actions.stop(agreement=agreement, today=TODAY)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    make_agreement()
    threads = [threading.Thread(target=family) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Decision.objects.count() == 4 * 5 * (2 + 9)
    assert ledger.verify().whole


def test_a_family_that_decides_while_the_chain_is_read_is_no_fault(monkeypatch):
    amara()
    read, readings = verification._read, []

    def someone_decides(*known):
        readings.append(len(readings))
        found = read(*known)
        if len(readings) == 1:
            make_agreement(allowing={Use.KEEP})
            found = dataclasses.replace(found, faults=(verification.Fault(1, "The head had moved on."),))
        return found

    monkeypatch.setattr(verification, "_read", someone_decides)
    assert ledger.verify().whole
    assert len(readings) == 2
