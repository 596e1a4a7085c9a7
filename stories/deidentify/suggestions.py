"""Words that could stand in an entity's place. Suggestions only: an editor chooses, nothing is preselected."""

import re

from stories.deidentify.candidates import Label
from stories.deidentify.entities import Entity

KIN = re.compile(r"follows '(?:my|our) ([\w-]{2,20})'", re.I)
SUGGESTED = {
    Label.PLACE: "a town in the north",
    Label.ORGANISATION: "a local service",
    Label.DATE: "that year",
    Label.AGE: "in her early teens",
    Label.NUMBER: "several",
}
BY_LAST_WORD = {
    "school": "her school", "academy": "her school", "college": "her college", "hospital": "the hospital",
    "infirmary": "the hospital", "police": "the police", "constabulary": "the police", "court": "the court",
    "council": "the council", "church": "our church", "services": "the council", "surgery": "our doctor",
    "university": "the university", "club": "the club",
}  # fmt: skip


def suggestion(entity: Entity) -> str:
    """A phrase for the replacement field, or nothing where deleting is the usual way."""
    if entity.label is Label.NAME:
        for mention in entity.mentions:
            if kin := KIN.search(mention.why):
                return f"my {kin.group(1).lower()}"
        return ""
    if entity.label is Label.ORGANISATION:
        return BY_LAST_WORD.get(entity.text.lower().split()[-1], SUGGESTED[Label.ORGANISATION])
    return SUGGESTED.get(entity.label, "")
