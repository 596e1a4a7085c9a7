"""Carries a reader's decisions into the working copy, and lists what they still have to decide."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from stories import deidentify
from stories.deidentify import Decision, Label, Tier, Way
from stories.deidentify.suggestions import suggestion
from stories.working_copy import CandidateDecision, WorkingCopy

TIERS = {
    Tier.DIRECT: _("names or reaches somebody"),
    Tier.QUASI: _("may tell together with other things"),
    Tier.POSSIBLE: _("perhaps nothing"),
}
LABELS = {
    Label.NAME: _("Name"),
    Label.PLACE: _("Place"),
    Label.ORGANISATION: _("Organisation"),
    Label.DATE: _("Date"),
    Label.AGE: _("Age"),
    Label.NUMBER: _("Number"),
    Label.PHONE: _("Phone number"),
    Label.EMAIL: _("E-mail address"),
    Label.WEB: _("Web address"),
    Label.HANDLE: _("User name"),
    Label.POSTCODE: _("Postcode"),
}
AROUND = 40


@dataclass(frozen=True)
class Finding:
    """One thing to decide, as the screen shows it."""

    key: str
    label: str
    tier: str
    says: str
    text: str
    why: str
    count: int
    before: str
    after: str
    suggestion: str
    # What the parent said of it before sending.
    said: str = ""

    @property
    def must(self) -> bool:
        return self.tier != Tier.POSSIBLE


def findings(copy: WorkingCopy) -> list[Finding]:
    """What the detector finds in the copy as it stands: what must be decided first, then the rest."""
    body = copy.searched()
    found = []
    for entity in deidentify.entities(copy.candidates()):
        first = entity.mentions[0]
        around = copy.title if first.where == "title" else body
        found.append(
            Finding(
                key=entity.key,
                label=str(LABELS[entity.label]),
                tier=entity.tier.value,
                says=str(TIERS[entity.tier]),
                text=entity.text,
                why=first.why,
                count=len(entity.mentions),
                before=around[max(0, first.start - AROUND) : first.start].rpartition("\n")[2],
                after=around[first.end : first.end + AROUND].partition("\n")[0],
                suggestion=suggestion(entity),
            )
        )
    return found


def decide(copy: WorkingCopy, decisions: Iterable[CandidateDecision]) -> WorkingCopy:
    """The copy with new decisions beside the old ones, all of them carried through every part of it."""
    together = {decision.entity: decision for decision in (*copy.decisions, *decisions)}
    return carry_out(replace(copy, decisions=tuple(together.values())))


def carry_out(copy: WorkingCopy) -> WorkingCopy:
    """Replaces or takes out what was decided so, wherever it stands now."""
    ways = {
        decision.entity: Decision(Way(decision.action), decision.replacement, decision.reason)
        for decision in copy.decisions
    }
    found = copy.candidates()
    title = deidentify.apply(copy.title, ways, candidates=[one for one in found if one.where == "title"])
    body = deidentify.apply(copy.searched(), ways, candidates=[one for one in found if one.where == "text"])
    return replace(copy.with_searched(body), title=title)
