"""Seals and opens what a parent saved and has not sent. The counterpart of stories.sealing, with one holder.

Threat: as for a contribution, and one more. Somebody who can write to the database may exchange the columns of two
drafts, to learn what one parent sends under the words of another. So nothing of the row is believed: what a sending
takes over (where her words lead, and to which key it is sealed) lies inside the sealed body.
"""

import json
from dataclasses import dataclass, field

from stories import keys
from stories.models import Draft
from stories.vault import envelope
from stories.vault.envelope import Identity, Refused
from stories.vault.shards import Slot, SlotErased, SlotMissing

# The place that the body is sealed for. It is sealed anew at each saving, always for this place.
PLACE = {"kind": "draft", "version": 1}


@dataclass(frozen=True)
class Written:
    """What lies sealed in a draft: her answers, the page she was on, and where her return words lead."""

    answers: dict[str, str]
    at: str
    lookup: str
    parent_key: bytes

    def sealed(self, dek: bytes, *, id: str) -> bytes:
        body = {"answers": self.answers, "at": self.at, "lookup": self.lookup, "parent_key": self.parent_key.hex()}
        return envelope.seal(dek, json.dumps(body, ensure_ascii=False).encode(), id=bytes.fromhex(id), **PLACE)


@dataclass(frozen=True)
class DraftVisit:
    """A parent with her saved writing. Holds the half key only in memory."""

    draft: Draft
    half: bytes = field(repr=False)

    @property
    def slot(self) -> Slot:
        return Slot(self.draft.slot, bytes(self.draft.tag))

    def dek(self) -> bytes:
        """Raises `SlotErased` or `SlotMissing` once the writing was sent, deleted or let go."""
        return envelope.dek(self.half, keys.slots().read(self.slot))

    def read(self) -> Written:
        """Raises `envelope.Refused` if the bytes were touched, and as `dek` does."""
        sealed, place = bytes(self.draft.sealed), bytes.fromhex(self.draft.id)
        body = json.loads(envelope.open_record(self.dek(), sealed, id=place, **PLACE))
        return Written(body["answers"], body["at"], body["lookup"], bytes.fromhex(body["parent_key"]))


def if_it_opens(visit: DraftVisit) -> DraftVisit | None:
    """The visit, or None where nothing can be read by it any more: for everybody, that draft is not there."""
    try:
        visit.read()
    except (SlotErased, SlotMissing, Refused):
        return None
    return visit


def open_with_seed(draft: Draft, seed: bytes) -> DraftVisit | None:
    """The draft opened by its parent's own key, which comes from the return words; None for every other key."""
    try:
        half = envelope.open_grant(Identity.from_seed(seed), bytes(draft.grant), id=bytes.fromhex(draft.id))
    except Refused:
        return None
    return if_it_opens(DraftVisit(draft, half))
