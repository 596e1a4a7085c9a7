"""Lets a parent back in: by their words, or within a quarter of an hour by a sealed token in a hidden field.

The same words lead to what she sent, or to what she saved and has not sent yet.
"""

import time
from dataclasses import dataclass
from datetime import date

from stories import keys, sealing
from stories.actions import saving
from stories.drafts import DraftVisit
from stories.models import Contribution
from stories.sealing import Opened
from stories.vault.envelope import Identity, Refused
from stories.vault.shards import SlotErased, SlotMissing
from stories.vault.tokens import TokenRefused
from stories.vault.words import Returner

TOKEN_LIFE = 15 * 60


@dataclass(frozen=True)
class Visit:
    """A parent on their private page. Holds the half key only in memory."""

    contribution: Contribution
    half: bytes

    @property
    def opened(self) -> Opened:
        return Opened(self.contribution, self.half)

    @property
    def agreement(self):
        return self.contribution.agreement


def come_back(*, indices: tuple[int, ...]) -> Visit | None:
    """The parent's own contribution, or None.

    One derivation is always paid and the answer is None alike for words never issued, erased and
    expired, so that nobody can learn which it was.
    """
    return _contribution(keys.derive(indices))


def come_back_to_any(*, indices: tuple[int, ...], today: date) -> Visit | DraftVisit | None:
    """What the words lead to: her contribution, else her saved writing, else None.

    The one derivation serves for both, and the same two rows are looked for whatever the words were, so that
    nothing found takes one time and has one answer.
    """
    returner = keys.derive(indices)
    return _contribution(returner) or saving.open_draft(returner=returner, today=today)


def _contribution(returner: Returner) -> Visit | None:
    contribution = Contribution.objects.present().filter(lookup=returner.lookup.hex()).first()
    if contribution is None:
        return None
    try:
        opened = sealing.open_with_identity(contribution, sealing.PARENT, Identity.from_seed(returner.seed))
    except (sealing.NoGrant, Refused):
        return None
    visit = _if_it_opens(Visit(contribution, opened.half))
    if visit:
        saving.drop_leftover(contribution.lookup)
    return visit


def _if_it_opens(visit: Visit) -> Visit | None:
    try:
        visit.opened.read("body")
    except (SlotErased, SlotMissing, Refused):
        return None
    return visit


def token_for(visit: Visit, *, purpose: str = "page") -> str:
    """A token for a hidden field: only this server, while it runs, can read it, and only for this purpose."""
    return keys.tokens().make(purpose, bytes.fromhex(visit.contribution.id) + visit.half, time.time())


def revisit(*, token: str, purpose: str = "page") -> Visit | None:
    """The visit that a token carries, or None when it is older than 15 minutes, older than the keys, or not ours."""
    try:
        payload = keys.tokens().read(purpose, token, time.time(), TOKEN_LIFE)
    except TokenRefused:
        return None
    contribution = Contribution.objects.present().filter(id=payload[:16].hex()).first()
    return _if_it_opens(Visit(contribution, payload[16:])) if contribution else None
