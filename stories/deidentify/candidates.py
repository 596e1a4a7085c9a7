"""What a candidate is: a place in a text that may tell who somebody is, and why we think so."""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What kind of thing was found."""

    NAME = "name"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    HANDLE = "handle"
    POSTCODE = "postcode"


class Tier(StrEnum):
    """How much it tells: enough alone, enough with other things, or perhaps nothing."""

    DIRECT = "direct"
    QUASI = "quasi"
    POSSIBLE = "possible"


# Every entity of these tiers needs a person's decision before a text can be cleared.
NEEDS_DECISION = frozenset({Tier.DIRECT, Tier.QUASI})

STRENGTH = {Tier.DIRECT: 2, Tier.QUASI: 1, Tier.POSSIBLE: 0}


@dataclass(frozen=True)
class Candidate:
    """One mention. `start` and `end` count in the text (or title) that was given, as it was given.

    `why` is a phrase for the editor ("follows 'my son'"). `entity` is the same for every mention of
    one thing in the story, and stays the same when the text is searched again. `where` is "text" or
    "title". `score` (0 to 1) only ranks; nothing is hidden by it.
    """

    start: int
    end: int
    text: str
    label: Label
    tier: Tier
    score: float
    why: str
    entity: str = ""
    where: str = "text"
