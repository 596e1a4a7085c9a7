"""The sealed working copy: what a reader has made of a contribution so far, and what still stands open in it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from stories import deidentify, reading
from stories.states import Kind
from stories.tree import Picture, StoryTree, normal

RECORD = "working"
# Parts the pieces of a copy when they are searched as one text. No form lets it in, and no eye sees it.
PARTED = "\n\n\x1f\n\n"

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
class PictureDecision:
    """Whether a picture that the parent sent is shown with the text, and what is said in its place."""

    sha256: str
    use: bool
    description: str = ""
    transcript: str = ""


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
    pictures: tuple[PictureDecision, ...] = ()

    def tree(self) -> StoryTree:
        """The text, and after it the pictures that are shown."""
        made = reading.from_text(
            self.title, self.text, kind=Kind(self.kind), credit=self.credit, language=self.language
        )
        shown = tuple(Picture(one.sha256, one.description, one.transcript) for one in self.shown_pictures)
        return normal(replace(made, nodes=(*made.nodes, *shown)))

    @property
    def shown_pictures(self) -> tuple[PictureDecision, ...]:
        return tuple(one for one in self.pictures if one.use)

    def undecided(self, sent: Iterable[str]) -> bool:
        """Whether one of the pictures sent (by digest) has no decision, or a decision stands for one taken back."""
        return {one.sha256 for one in self.pictures} != set(sent)

    def only_with(self, sent: Iterable[str]) -> "WorkingCopy":
        """Without what was decided about pictures that the parent has taken back since."""
        there = set(sent)
        return replace(self, pictures=tuple(one for one in self.pictures if one.sha256 in there))

    def candidates(self) -> list[deidentify.Candidate]:
        """What the detector finds in the copy as it stands now; places count in the title, or in `searched()`."""
        return deidentify.find(self.searched(), title=self.title)

    def searched(self) -> str:
        """Credit line, text and what is said of pictures as one text, so that one person in all is one person."""
        said = [part for one in self.shown_pictures for part in (one.description, one.transcript)]
        return PARTED.join([self.credit, self.text, *said])

    def with_searched(self, searched: str) -> "WorkingCopy":
        """The copy with another text in the place of `searched()`, which has as many parts."""
        credit, rest = searched.split(PARTED, 1)
        text, *said = rest.rsplit(PARTED, 2 * len(self.shown_pictures))
        pairs = iter(zip(said[::2], said[1::2], strict=True))
        pictures = []
        for one in self.pictures:
            if one.use:
                description, transcript = next(pairs)
                one = replace(one, description=description, transcript=transcript)
            pictures.append(one)
        return replace(self, credit=credit, text=text, pictures=tuple(pictures))

    def where_text_begins(self) -> int:
        """The place in `searched()` at which the text stands."""
        return len(self.credit) + len(PARTED)

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
                "pictures": tuple(PictureDecision(**one) for one in data.get("pictures", ())),
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
