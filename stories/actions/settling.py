"""Settling a hold at the contribution, where readers see it also before any story exists.

A hold that the desk opened is released by one reader. One that an answer of the parent opened, such as "my child
would be upset", needs two: each writes down why it is settled, sealed with the contribution; the second releases it.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent.models import Hold
from stories import sealing
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader

RECORD = "settling"


@dataclass(frozen=True)
class Word:
    """What one reader said about a hold: their key's id, and why it is settled."""

    by: str
    why: str


def needs_two(hold: Hold) -> bool:
    """Whether an answer of the parent opened it, and nobody at the desk."""
    return hold.opened_by_id is None


def words_about(hold: Hold, *, opened: Opened) -> list[Word]:
    """What readers have said about this hold so far, the first one first."""
    return [Word(one["by"], one["why"]) for one in opened.read_all(RECORD) if one["hold"] == hold.pk]


@transaction.atomic
def settle_hold(*, contribution: Contribution, who: UnlockedReader, hold: Hold, why: str, today: date) -> bool:
    """One reader's word that a hold is settled; returns whether it is released by it.

    Raises `NotAllowedNow` when the hold is released already, is another family's, or waits for a second reader.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if not Hold.objects.open().filter(pk=hold.pk, agreement=contribution.agreement_id).exists():
        raise NotAllowedNow("This hold is not open any more. Nothing has to be settled.")
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    said = words_about(hold, opened=opened)
    if needs_two(hold) and any(word.by == who.reader.key_id for word in said):
        raise NotAllowedNow("You have said so already. A second reader must say so too; ask a colleague.")
    opened.write(RECORD, {"hold": hold.pk, "by": who.reader.key_id, "why": why}, replace=False)
    released = bool(said) or not needs_two(hold)
    if released:
        consent.release_hold(hold=hold, by=who.user, today=today)
    action = "stories.release_hold" if released else "stories.settle_hold"
    log(instance=contribution, action=action, user=who.user, title=contribution.code)
    return released
