"""Whoever can open an original: its text as each of them reads it, or None."""

from stories import actions, sealing
from stories.models import Contribution
from stories.sealing import Opened
from stories.vault.envelope import Identity, Refused
from stories.vault.shards import SlotErased, SlotMissing


def opened_by_parent(indices: list[int]) -> str | None:
    visit = actions.come_back(indices=tuple(indices))
    return _text(visit.opened) if visit else None


def opened_by_seed(contribution: str, holder: str, seed: bytes) -> str | None:
    found = Contribution.objects.filter(pk=contribution).first()
    if found is None:
        return None
    try:
        return _text(sealing.open_with_identity(found, holder, Identity.from_seed(seed)))
    except (sealing.NoGrant, Refused, SlotErased, SlotMissing):
        return None


def _text(opened: Opened) -> str:
    return opened.read("body")["text"]
