"""A receipt says what was said, in a shape that programs know, and nothing that names a person or gives words away."""

import re

import pytest

from consent import actions, ledger
from consent.heads import Head, found_in
from consent.kinds import Kind
from consent.models import DecisionDetail
from consent.receipt_facts import receipt_of
from consent.receipts import CONTEXT, PURPOSES, as_data, as_json, as_text
from consent.uses import Answer, Use
from tests.factories import TODAY, make_agreement, make_approval, make_edition
from tests.people import amara, ben, chloe, digest_of

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
HASH, WEEK = re.compile(r"[0-9a-f]{64}"), re.compile(r"20[0-9]{2}-W[0-9]{2}")
HEAD = re.compile(r"[0-9]+ [0-9a-f]{64} [0-9]+ [0-9a-f]{64}")
STATUS = {f"dpv:Consent{word}" for word in ("Given", "Refused", "Withdrawn", "RequestDeferred", "Unknown")}
ROW = {"press:sequence": int, "press:hash": HASH}


class Maybe:
    def __init__(self, shape):
        self.shape = shape


# Every name that may stand in a receipt, each with what may stand there. Whatever else is there is a fault.
SHAPE = {
    "@context": CONTEXT,
    "@type": {"dpv:ConsentReceipt"},
    "@id": re.compile(f"urn:uuid:{UUID.pattern}"),
    "dct:conformsTo": {"https://w3id.org/dpv/schema/dpv-27560#receipt-record"},
    "dct:identifier": UUID,
    "dct:issued": WEEK,
    "dpv:hasDataSubject": {"@type": {"dpv:DataSubject"}, "dct:identifier": UUID},
    "dpv:hasDataController": {"@type": {"dpv:CharityOrganisation"}, "dpv:hasName": str},
    "dpv:hasJurisdiction": {"loc:GB"},
    "dpv:hasAuthority": {"legal-gb:DPA-GB"},
    "dpv:hasRight": [re.compile(r"eu-gdpr:A[0-9]+(-[0-9])?")],
    "dpv:hasPersonalData": [re.compile(r"pd:[A-Z][A-Za-z]+")],
    "dpv:hasStorageCondition": {"@type": {"dpv:StorageCondition"}, "dpv:hasLocation": {"loc:GB"}},
    "dpv:hasConsentControl": [
        {"@type": {"dpv:WithdrawConsent", "dpv:ProvideConsent"}, "dpv:isExercisedAt": re.compile(r"https?://\S+")}
    ],
    "dpv:hasProcess": [
        {
            "@type": {"dpv:Process"},
            "dct:identifier": set(Use),
            "dct:title": str,
            "dpv:hasPurpose": set(PURPOSES.values()),
            "dpv:hasLegalBasis": {
                "@type": {"dpv:ExplicitlyExpressedConsent"},
                "dpv:hasConsentStatus": STATUS,
                "dpv:isIndicatedBy": Maybe({"dpv:DataSubject"}),
                "dpv:isIndicatedAtTime": Maybe(WEEK),
                "press:row": Maybe(ROW),
            },
            "dpv:hasNotice": Maybe(
                {
                    "@type": {"dpv:ConsentNotice"},
                    "dct:hasVersion": re.compile(r"[0-9]+"),
                    "dct:language": str,
                    "press:sha256": HASH,
                }
            ),
            "press:exactWords": Maybe(
                [
                    {
                        "press:edition": int,
                        "press:text": int,
                        "dpv:hasConsentStatus": {"dpv:ConsentGiven", "dpv:ConsentRefused"},
                        "dpv:isIndicatedAtTime": WEEK,
                        "dpv:hasDuration": {"@type": {"dpv:FixedOccurrencesDuration"}, "press:occurrences": int},
                        "press:row": ROW,
                        "press:until": Maybe(re.compile(r"20[0-9]{2}-(04-30|12-31)")),
                    }
                ]
            ),
        }
    ],
    "press:head": HEAD,
}


def faults(data, shape=SHAPE, at: str = "receipt") -> list[str]:
    """Everything in a receipt that the shape does not know, and everything in the shape that a receipt lacks."""
    match shape:
        case Maybe():
            return faults(data, shape.shape, at)
        case dict() if shape is CONTEXT:
            return [] if data == CONTEXT else [at]
        case dict():
            if not isinstance(data, dict):
                return [at]
            unknown = [f"{at}/{name}" for name in data.keys() - shape.keys()]
            lacking = [f"{at}/{name}" for name, one in shape.items() if name not in data and not isinstance(one, Maybe)]
            inside = [
                fault
                for name in data.keys() & shape.keys()
                for fault in faults(data[name], shape[name], f"{at}/{name}")
            ]
            return unknown + lacking + inside
        case [each]:
            if not isinstance(data, list) or not data:
                return [at]
            return [fault for number, one in enumerate(data) for fault in faults(one, each, f"{at}/{number}")]
        case set():
            return [] if data in shape else [at]
        case re.Pattern():
            return [] if isinstance(data, str) and shape.fullmatch(data) else [at]
    return [] if isinstance(data, shape) and data != "" else [at]


def receipt(family, **changes):
    asked = {"holder": "Pace", "address": "https://press.example/words/", "today": TODAY} | changes
    return receipt_of(getattr(family, "agreement", family), **asked)


@pytest.mark.parametrize("family", [amara, ben, chloe])
def test_the_data_has_the_shape_that_is_promised(family):
    data = as_data(receipt(family()))
    assert faults(data) == []
    assert [process["dct:identifier"] for process in data["dpv:hasProcess"]] == list(Use)


def legal_basis(data: dict) -> dict:
    return data["dpv:hasProcess"][0]["dpv:hasLegalBasis"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: data.update(name="Amara"), "receipt/name"),
        (lambda data: data.pop("press:head"), "receipt/press:head"),
        (lambda data: data.update({"dct:issued": "2026-11-21"}), "receipt/dct:issued"),
        (lambda data: legal_basis(data).update({"dpv:hasConsentStatus": "dpv:ConsentTerminated"}),
         "receipt/dpv:hasProcess/0/dpv:hasLegalBasis/dpv:hasConsentStatus"),
        (lambda data: data["dpv:hasProcess"][2]["press:exactWords"][0].update(digest="a" * 64),
         "receipt/dpv:hasProcess/2/press:exactWords/0/digest"),
    ],
)  # fmt: skip
def test_another_shape_is_noticed(change, found):
    data = as_data(receipt(amara()))
    change(data)
    assert faults(data) == [found]


def test_it_says_the_newest_answer_with_its_week_its_row_and_its_wording():
    family = ben()
    made = {one.use: one for one in receipt(family).said}
    no = DecisionDetail.objects.get(agreement=family.agreement, use=Use.PRINT, answer=Answer.NO)
    assert (made[Use.PRINT].answer, made[Use.PRINT].row.sequence) == (Answer.NO, no.pk)
    assert made[Use.PRINT].row.hash == bytes(no.decision.hash).hex()
    assert (made[Use.ONLINE].answer, made[Use.ONLINE].row.week) == (Answer.YES, "2026-W47")
    assert (made[Use.ONLINE].row.notice, made[Use.ONLINE].row.language) == ("1", "en")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([], "dpv:ConsentUnknown"),
        ([Answer.YES], "dpv:ConsentGiven"),
        ([Answer.NO], "dpv:ConsentRefused"),
        ([Answer.LATER], "dpv:ConsentRequestDeferred"),
        ([Answer.YES, Answer.NO], "dpv:ConsentWithdrawn"),
        ([Answer.LATER, Answer.NO], "dpv:ConsentRefused"),
        ([Answer.YES, Answer.NO, Answer.YES], "dpv:ConsentGiven"),
    ],
)
def test_each_answer_has_the_status_that_the_vocabulary_gives_it(said, status):
    agreement = make_agreement(allowing={Use.KEEP})
    for answer in said:
        actions.answer(agreement=agreement, use=Use.ONLINE, answer=answer, today=TODAY)
    process = as_data(receipt(agreement))["dpv:hasProcess"][list(Use).index(Use.ONLINE)]
    assert process["dpv:hasLegalBasis"]["dpv:hasConsentStatus"] == status


def test_approvals_stand_with_their_edition_and_texts_are_numbered():
    family = amara()
    other, later = digest_of("Other words."), make_edition(2028)
    make_approval(family.agreement, digest=other, edition=family.edition, uses={Use.PRINT}, says=False)
    make_approval(family.agreement, digest=other, edition=later, uses={Use.PRINT})
    printed = [one for one in receipt(family).approved if one.use == Use.PRINT]
    assert [(one.year, one.text, one.answer) for one in printed] == [
        (2027, 1, Answer.YES),
        (2027, 2, Answer.NO),
        (2028, 1, Answer.YES),
    ]
    assert {one.edition for one in printed} == {"Brave Hearts 2027", "Brave Hearts 2028"}


def test_it_holds_no_digest_no_tag_and_no_number_of_the_agreement():
    family = amara()
    made = receipt(family)
    for form in (as_text(made), as_json(made)):
        for secret in (family.digest, family.tag, family.agreement.pk, bytes(family.agreement.slot_tag).hex()):
            assert secret not in form
            assert secret[:8] not in form


def test_for_a_program_too_only_what_may_be_used_today_has_a_last_day():
    told = {
        one["dct:identifier"]: one["press:exactWords"]
        for one in as_data(receipt(ben()))["dpv:hasProcess"]
        if "press:exactWords" in one
    }
    assert [one["press:until"] for one in told[Use.ONLINE]] == ["2027-04-30"]
    assert "press:until" not in told[Use.PRINT][0], "stopped since"


def test_two_receipts_of_one_story_name_one_subject_and_those_of_two_stories_two():
    family, other = amara(), amara()
    first, second, third = receipt(family), receipt(family), receipt(other)
    assert first.number != second.number
    assert first.subject == second.subject != third.subject


def test_the_note_is_plain_and_can_be_read():
    lines = as_text(receipt(ben())).splitlines()
    assert lines[0] == "Notes"
    assert "Held by: Pace" in lines
    assert "Printed booklet: No (the week of 16 November 2026)" in lines
    assert "Online booklet: Yes (the week of 16 November 2026; wording 1)" in lines
    assert "Brave Hearts 2027, Online booklet: Yes (the week of 16 November 2026; until 30 April 2027)" in lines
    assert "Brave Hearts 2027, Printed booklet: Yes (the week of 16 November 2026; we do not use it now)" in lines
    assert "https://press.example/words/" in lines


@pytest.mark.parametrize(
    "form",
    [as_text, as_json, lambda made: str(made.head), lambda made: f"{made.head.sequence} {made.head.hash.upper()}"],
)
def test_a_receipt_in_any_form_is_part_of_the_ledger_for_ever(form):
    family = amara()
    kept = form(receipt(family))
    assert ledger.holds(found_in(kept))
    ben()
    actions.stop(agreement=family.agreement, today=TODAY)
    actions.forget(agreement=family.agreement, today=TODAY)
    assert ledger.holds(found_in(kept))


@pytest.mark.parametrize("text", ["", "Dear all", "12", "f" * 64, "9" * 19 + " " + "f" * 64, "12 " + "f" * 65])
def test_a_text_without_a_head_has_none(text):
    assert found_in(text) is None


def test_what_was_never_a_head_is_not_part_of_it():
    head = receipt(amara()).head
    for wrong in (
        Head(head.sequence, "f" * 64),
        Head(head.sequence + 1, head.hash),
        Head(head.sequence - 1, head.hash),
        Head(0, "f" * 64),
        Head(head.sequence, head.hash, 99, "f" * 64),
    ):
        assert not ledger.holds(wrong)
    assert ledger.holds(Head(0, "0" * 64))


def test_a_row_that_was_written_anew_is_not_the_one_that_was_printed():
    from consent import triggers
    from consent.models import Decision

    head = receipt(amara()).head
    triggers.drop()
    Decision.objects.filter(pk=head.sequence).update(commitment=bytes(32))
    assert not ledger.holds(head)


def test_a_setting_is_no_answer():
    family = amara()
    assert DecisionDetail.objects.filter(kind=Kind.DIAL).exists()
    assert len(receipt(family).said) == len(Use)
