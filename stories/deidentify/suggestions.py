"""Words that could stand in an entity's place. Suggestions only: an editor chooses, nothing is preselected."""

import re

from stories.deidentify.candidates import Label, Tier
from stories.deidentify.entities import Entity

KIN = re.compile(r"follows '(?:my|our) ([\w-]{2,20})'", re.I)
SEASONS = (("winter", "dec jan feb"), ("spring", "mar apr may"), ("summer", "jun jul aug"), ("autumn", "sep oct nov"))
BY_LAST_WORD = {
    "school": "her school", "academy": "her school", "college": "her college", "hospital": "the hospital",
    "infirmary": "the hospital", "police": "the police", "constabulary": "the police", "court": "the court",
    "council": "the council", "church": "our church", "services": "the council", "surgery": "our doctor",
    "university": "the university", "club": "the club", "park": "the park", "estate": "the estate",
}  # fmt: skip


def suggestion(entity: Entity) -> str:
    """A phrase for the replacement field, or nothing where deleting is the usual way."""
    last = entity.text.lower().split()[-1]
    match entity.label:
        case Label.NAME:
            return _role(entity)
        case Label.ORGANISATION:
            return BY_LAST_WORD.get(last, "a local service")
        case Label.PLACE:
            return BY_LAST_WORD.get(last, "our street" if entity.tier is Tier.DIRECT else "our town")
        case Label.DATE:
            return _season(entity.text.lower())
        case Label.AGE:
            return "a young teenager"
    return ""


def _role(entity: Entity) -> str:
    """The word that the parent used beside the name."""
    for mention in entity.mentions:
        if kin := KIN.search(mention.why):
            return f"my {kin.group(1).lower()}"
    return ""


def _season(date: str) -> str:
    """The season of a date that names its month; a day in it when it names that too."""
    for season, months in SEASONS:
        if any(month in date for month in months.split()):
            return f"one day in {season}" if re.search(r"\b\d{1,2}(?!\d)", date) else f"that {season}"
    return "that year"
