"""The sealed working copy: what a reader has made of a contribution so far, and what still stands open in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext_lazy as _

from stories import deidentify, reading
from stories.states import Kind
from stories.tree import StoryTree

RECORD = "working"

# What no pattern can find; a reader must tick each before the copy may be checked.
UNSEEN = {
    "nickname": _("Nicknames and pet names"),
    "job": _("A rare job or a role that only one person has"),
    "family": _("The shape of the family: how many children, their ages, twins"),
    "news": _("Anything that was in the news or in court"),
    "event": _("An unusual event or injury that people would remember"),
    "dates": _("A sequence of dates or ages that fits only one child"),
    "place": _("A place that can be guessed from its shops, river or road"),
    "style": _("A phrase the parent has used in public before"),
}
ACTIONS = {
    "role": _("Say who they are instead (my daughter, her teacher)"),
    "generalise": _("Make it general (a northern town, that spring)"),
    "delete": _("Take it out"),
    "keep": _("Keep it, with a reason"),
}


@dataclass(frozen=True)
class CandidateDecision:
    """What a reader decided about one entity, wherever it stands in the text."""

    entity: str
    label: str
    tier: str
    action: str
    replacement: str = ""
    reason: str = ""


@dataclass(frozen=True)
class WorkingCopy:
    title: str
    text: str
    kind: str
    credit: str = ""
    language: str = "en"
    decisions: tuple[CandidateDecision, ...] = ()
    unseen: tuple[str, ...] = ()
    prepared_by: tuple[str, ...] = field(default=())
    note: str = ""

    def tree(self) -> StoryTree:
        return reading.from_text(
            self.title, self.text, kind=Kind(self.kind), credit=self.credit, language=self.language
        )

    def candidates(self) -> list[deidentify.Candidate]:
        """What the detector finds in the copy as it stands now; places count in the title, or in `searched()`."""
        return deidentify.find(self.searched(), title=self.title)

    def searched(self) -> str:
        """Credit line and text as one text, so that one person in both is one person."""
        return f"{self.credit}\n\n{self.text}"

    def open_candidates(self) -> list[deidentify.Candidate]:
        """Direct and quasi identifiers that are still in the text and that nobody chose to keep with a reason."""
        kept = {d.entity for d in self.decisions if d.action == "keep" and d.reason.strip()}
        return [c for c in self.candidates() if c.tier in ("direct", "quasi") and c.entity not in kept]

    def unseen_left(self) -> list[str]:
        return [key for key in UNSEEN if key not in self.unseen]

    @property
    def digest(self) -> str:
        """Names exactly this copy, so that a checker clears what they saw and nothing newer."""
        return hashlib.sha256(json.dumps(self.to_data(), sort_keys=True).encode()).hexdigest()

    def to_data(self) -> dict:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict) -> "WorkingCopy":
        return cls(
            **{
                **data,
                "decisions": tuple(CandidateDecision(**decision) for decision in data["decisions"]),
                "unseen": tuple(data["unseen"]),
                "prepared_by": tuple(data["prepared_by"]),
            }
        )


def begin(body: dict) -> WorkingCopy:
    """The first working copy: the parent's own words, nothing changed yet."""
    return WorkingCopy(
        title=body["title"],
        text=body["text"],
        kind=body["kind"],
        credit=body.get("credit", ""),
        language=body.get("language", "en"),
    )
