"""This file knows a receipt: what a family has said, as a note to read and as data for a program. Pure.

The data follows ISO/IEC TS 27560 in the words of the W3C's Data Privacy Vocabulary (DPV). It holds no word of the story
and nothing that names a person; what was approved stands in it as a row of the ledger, never as a digest of words.
"""

import datetime
import json
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.heads import Head
from consent.kinds import CAPTURED_LABELS, Captured
from consent.uses import ANSWER_LABELS, ANSWER_TO_WORDS_LABELS, LABELS, Answer, Use
from consent.weeks import monday_of

TEXT_NAME, DATA_NAME = "notes-2.txt", "notes.json"
CONTEXT = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    # Terms that DPV does not have.
    "press": "urn:parent-press:",
}
PURPOSES = {
    Use.KEEP: "dpv:RecordManagement",
    Use.PANEL: "dpv:NonCommercialPurpose",
    Use.ONLINE: "dpv:PublicBenefit",
    Use.PRINT: "dpv:PublicBenefit",
    Use.SOCIAL: "dpv:SocialMediaMarketing",
    Use.PRESS: "dpv:PublicRelations",
    Use.TRAINING: "dpv:ImprovePublicServices",
    Use.POLICY: "dpv:PublicPolicyMaking",
    Use.RESEARCH: "dpv:NonCommercialResearch",
    Use.FORMATS: "dpv:PublicBenefit",
}
# A yes that is noted and not confirmed is, for a program, a question that is still open.
STATUS_OF_WORDS = {
    Answer.YES: "dpv:ConsentGiven",
    Answer.NO: "dpv:ConsentRefused",
    Answer.LATER: "dpv:ConsentRequested",
}
RIGHTS = ("A7-3", "A13", "A15", "A16", "A17", "A18", "A20", "A77")


@dataclass(frozen=True)
class Row:
    """Where in the ledger something stands, in which week it was said, and under which wording."""

    sequence: int
    hash: str
    week: str
    notice: str = ""
    language: str = ""
    notice_sha256: str = ""


@dataclass(frozen=True)
class Said:
    """The newest answer about a use; `answer` and `row` are None for a use that was never asked about."""

    use: Use
    answer: Answer | None = None
    row: Row | None = None
    # Whether a no ends a yes that stood before it.
    withdrawn: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.use])

    @property
    def words(self) -> str:
        return str(ANSWER_LABELS[self.answer]) if self.answer else _("Not asked")

    @property
    def when(self) -> str:
        return in_words(self.row.week) if self.row else ""


@dataclass(frozen=True)
class Approved:
    """A yes or no to exact words, for one use in one edition. `text` numbers them: first, second, and so on.
    `quoted` says that they are a passage that stands alone as a quotation.

    `until` is the last day on which they may be used, or None when they may not be used today. `captured` says how it
    reached us: an answer given aloud was noted by somebody else.
    """

    use: Use
    answer: Answer
    edition: str
    year: int
    text: int
    row: Row
    until: datetime.date | None = None
    captured: Captured = Captured.WEB
    quoted: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.use])

    @property
    def words(self) -> str:
        return str(ANSWER_TO_WORDS_LABELS[self.answer])

    @property
    def when(self) -> str:
        return in_words(self.row.week)

    @property
    def reach(self) -> str:
        """Until when a yes may be used, or that it may not: after a stop it must not read like one that counts."""
        if self.until:
            return _("until %(day)s") % {"day": date_format(self.until, "j F Y")}
        return _("we do not use it now") if self.answer == Answer.YES else ""

    @property
    def way(self) -> str:
        """How it reached us, in words; empty for what she said on the site herself."""
        return "" if self.captured == Captured.WEB else str(CAPTURED_LABELS[self.captured]).lower()


@dataclass(frozen=True)
class Receipt:
    number: str
    subject: str
    week: str
    holder: str
    address: str
    said: tuple[Said, ...]
    approved: tuple[Approved, ...]
    head: Head

    @property
    def when(self) -> str:
        return in_words(self.week)


def in_words(week: str) -> str:
    return _("the week of %(monday)s") % {"monday": date_format(monday_of(week), "j F Y")}


def as_text(receipt: Receipt) -> str:
    """The note, as plain lines. Its first line says nothing to whoever looks over a shoulder."""
    lines = [_("Notes"), "", _("What I said yes and no to")]
    lines += [_("Held by: %(name)s") % {"name": receipt.holder}, _("Made in %(week)s") % {"week": receipt.when}, ""]
    for one in receipt.said:
        lines.append(f"{one.label}: {one.words}" + (f" ({one.when}{_wording(one.row)})" if one.row else ""))
    if receipt.approved:
        lines += ["", _("The final words")]
    for one in receipt.approved:
        number = _(", text %(number)d") % {"number": one.text} if one.text > 1 else ""
        if one.quoted:
            number = _(", quote %(number)d") % {"number": one.text}
        told = "; ".join(part for part in (one.when, one.way, one.reach) if part)
        lines.append(f"{one.edition}, {one.label}{number}: {one.words} ({told})")
    lines += [
        "",
        _("To stop or to change this: open the page below, write your return words, and press stop. It works at once."),
        receipt.address,
        "",
        _("To check this note: open the same page, press “Come back”, then “check a receipt”. Paste these lines."),
        f"{receipt.head.sequence} {receipt.head.hash}",
        f"{receipt.head.noes} {receipt.head.noes_hash}",
    ]
    return "\n".join(lines) + "\n"


def _wording(row: Row) -> str:
    return "; " + _("wording %(number)s") % {"number": row.notice} if row.notice else ""


def as_json(receipt: Receipt) -> str:
    return json.dumps(as_data(receipt), ensure_ascii=False, indent=1) + "\n"


def as_data(receipt: Receipt) -> dict:
    """The receipt as JSON-LD. One process for each use, since each was asked about alone."""
    return {
        "@context": CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "@id": f"urn:uuid:{receipt.number}",
        "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#receipt-record",
        "dct:identifier": receipt.number,
        "dct:issued": receipt.week,
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": receipt.subject},
        "dpv:hasDataController": {"@type": "dpv:CharityOrganisation", "dpv:hasName": receipt.holder},
        "dpv:hasJurisdiction": "loc:GB",
        "dpv:hasAuthority": "legal-gb:DPA-GB",
        "dpv:hasRight": [f"eu-gdpr:{right}" for right in RIGHTS],
        "dpv:hasPersonalData": ["pd:LifeHistory", "pd:Family"],
        "dpv:hasStorageCondition": {"@type": "dpv:StorageCondition", "dpv:hasLocation": "loc:GB"},
        "dpv:hasConsentControl": [
            {"@type": f"dpv:{control}", "dpv:isExercisedAt": receipt.address}
            for control in ("WithdrawConsent", "ProvideConsent")
        ],
        "dpv:hasProcess": [_process(one, receipt.approved) for one in receipt.said],
        "press:head": str(receipt.head),
    }


def _process(said: Said, approved: tuple[Approved, ...]) -> dict:
    data = {
        "@type": "dpv:Process",
        "dct:identifier": str(said.use),
        "dct:title": said.label,
        "dpv:hasPurpose": PURPOSES[said.use],
        "dpv:hasLegalBasis": {"@type": "dpv:ExplicitlyExpressedConsent", "dpv:hasConsentStatus": status(said)},
    }
    if said.row:
        data["dpv:hasLegalBasis"] |= {
            "dpv:isIndicatedBy": "dpv:DataSubject",
            "dpv:isIndicatedAtTime": said.row.week,
            "press:row": _row(said.row),
        }
        if said.row.notice:
            data["dpv:hasNotice"] = {
                "@type": "dpv:ConsentNotice",
                "dct:hasVersion": said.row.notice,
                "dct:language": said.row.language,
                "press:sha256": said.row.notice_sha256,
            }
    if words := [one for one in approved if one.use == said.use]:
        data["press:exactWords"] = [_exact(one) for one in words]
    return data


def _exact(one: Approved) -> dict:
    return {
        "press:edition": one.year,
        ("press:quotation" if one.quoted else "press:text"): one.text,
        "dpv:hasConsentStatus": STATUS_OF_WORDS[one.answer],
        "dpv:isIndicatedAtTime": one.row.week,
        "dpv:hasDuration": {"@type": "dpv:FixedOccurrencesDuration", "press:occurrences": 1},
        "press:row": _row(one.row),
        # The last day of using it; what has none is not used now.
        **({"press:until": one.until.isoformat()} if one.until else {}),
    }


def _row(row: Row) -> dict:
    return {"press:sequence": row.sequence, "press:hash": row.hash}


def status(said: Said) -> str:
    """What DPV calls an answer."""
    match said.answer:
        case Answer.YES:
            return "dpv:ConsentGiven"
        case Answer.NO:
            return "dpv:ConsentWithdrawn" if said.withdrawn else "dpv:ConsentRefused"
        case Answer.LATER:
            return "dpv:ConsentRequestDeferred"
    return "dpv:ConsentUnknown"
