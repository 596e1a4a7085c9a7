"""Keeps what a parent has not sent yet: sealed to her alone, for sixty days, under return words of its own.

No reader holds a key to a draft, nor do the recovery sheets: what was not sent is nobody else's. When she sends, her
words stay the same. The contribution is committed first and the draft destroyed after it, so that at no moment the
words open nothing; whoever is met half-way (two rows under one lookup) counts as sent, and the draft as gone.
"""

import contextlib
import logging
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from consent.weeks import week_of
from stories import drafts, keys
from stories.actions.receive import CannotSealNow, Sending, WayBack, receive
from stories.drafts import DraftVisit, Written
from stories.models import Draft
from stories.vault import envelope, words
from stories.vault.shards import PathMissing, Slot, SlotErased, SlotError, SlotMissing
from stories.vault.tokens import TokenRefused
from stories.vault.words import Returner

logger = logging.getLogger(__name__)

# Counted from the last saving, and then to the end of the week: no row says the day of a parent's act.
KEPT_FOR = timedelta(days=60)
TOKEN_LIFE = 24 * 60 * 60
PURPOSE = "draft"


class DraftGone(Exception):
    """It was sent, deleted, or its time is over; nothing was saved."""


@dataclass(frozen=True)
class Saved:
    """The return words as indices, which exist nowhere else, and the draft as she has it open."""

    indices: tuple[int, ...]
    visit: DraftVisit


def save_draft(*, answers: dict[str, str], at: str, today: date, indices: tuple[int, ...] | None = None) -> Saved:
    """Seals a first saving to its parent alone. Nothing about the answers is checked, and no character is lost.

    `at` names the page she was on. Raises `CannotSealNow` when one of the two slot files is missing. `indices`
    chooses the words, which only the demonstration may, since its words are published.
    """
    if indices is not None and not settings.DEMONSTRATION:
        raise ValueError("Return words are made by machine. Only the demonstration may choose them.")
    indices = indices or words.make()
    returner = keys.derive(indices, keys.SEND)
    shard, half = envelope.new_shard(), envelope.new_half()
    try:
        slot = keys.slots().claim(shard)
    except PathMissing as refusal:
        raise CannotSealNow(str(refusal)) from refusal
    try:
        parent = envelope.Identity.from_seed(returner.seed).public
        draft = Draft(lookup=returner.lookup.hex(), slot=slot.index, tag=slot.tag)
        draft.grant = envelope.grant(parent, id=bytes.fromhex(draft.id), half=half)
        written = Written(dict(answers), at, draft.lookup, parent)
        _put(draft, written.sealed(envelope.dek(half, shard), id=draft.id), today)
        draft.save(force_insert=True)
    except BaseException:
        keys.erase_slot(slot)
        raise
    return Saved(indices, DraftVisit(draft, half))


@transaction.atomic
def save_again(*, visit: DraftVisit, answers: dict[str, str], at: str, today: date) -> DraftVisit:
    """Seals the answers in the place of those before, under the same words, and keeps them sixty days from today.

    Raises `DraftGone` when it was sent or deleted meanwhile.
    """
    draft = Draft.objects.select_for_update().present(today).unsent().filter(pk=visit.draft.pk).first()
    if draft is None:
        raise DraftGone("This writing was sent or deleted.")
    held = DraftVisit(draft, visit.half)
    try:
        before, dek = held.read(), held.dek()
    except (SlotErased, SlotMissing, envelope.Refused) as gone:
        raise DraftGone("This writing was sent or deleted.") from gone
    written = Written(dict(answers), at, before.lookup, before.parent_key)
    _put(draft, written.sealed(dek, id=draft.id), today)
    draft.save(update_fields=["sealed", "size", "expires"])
    return held


def _put(draft: Draft, sealed: bytes, today: date) -> None:
    draft.sealed, draft.size, draft.expires = sealed, len(sealed), week_of(today + KEPT_FOR)


def open_draft(*, returner: Returner, today: date) -> DraftVisit | None:
    """The draft that derived return words lead to; None alike for never saved, sent, deleted and expired."""
    draft = Draft.objects.present(today).unsent().filter(lookup=returner.lookup.hex()).first()
    return drafts.open_with_seed(draft, returner.seed) if draft else None


def draft_token(visit: DraftVisit) -> str:
    """A token for the hidden field of the pages on which she goes on writing.

    It lives a day, where the token of a private page lives a quarter of an hour: what it opens stands in the same
    page in clear, since the answers travel in it, so a shorter life would cost her the words and protect nothing.
    It can save, and send; to delete a draft the words are asked for again.
    """
    return keys.tokens().make(PURPOSE, bytes.fromhex(visit.draft.id) + visit.half, time.time())


def draft_of_token(*, token: str, today: date) -> DraftVisit | None:
    """The draft that a token carries; None when the token is old or not ours, or the draft is there no more."""
    found = _draft_of(token)
    if found is None or not Draft.objects.present(today).unsent().filter(pk=found.draft.pk).exists():
        return None
    return drafts.if_it_opens(found)


def _draft_of(token: str) -> DraftVisit | None:
    """The row that an authentic token names, sent or not."""
    try:
        payload = keys.tokens().read(PURPOSE, token, time.time(), TOKEN_LIFE)
    except TokenRefused:
        return None
    draft = Draft.objects.filter(pk=payload[: envelope.ID_BYTES].hex()).first()
    return DraftVisit(draft, payload[envelope.ID_BYTES :]) if draft else None


def send_draft(*, token: str, sending: Sending, today: date) -> bool:
    """Sends what was saved, under the words that she has already. False when the draft cannot be reached by this
    token: then nothing was sent.

    Raises as `receive` does. A run cut short after the contribution was made is finished by calling this again.
    """
    found = _draft_of(token)
    if found and Draft.objects.sent().filter(pk=found.draft.pk).exists():
        erase_draft(found.draft)
        return True
    visit = draft_of_token(token=token, today=today)
    if visit is None:
        return False
    written = visit.read()
    receive(sending=sending, today=today, back=WayBack(written.lookup, written.parent_key))
    _erase_now_or_later(visit.draft)
    return True


def erase_leftover(lookup: str) -> None:
    """What was sent is no draft any more: for a contribution that is met while its draft is still there."""
    for left in Draft.objects.filter(lookup=lookup):
        erase_draft(left)


def drop_leftover(lookup: str) -> None:
    """The same for a visit, which no trouble with a leftover may keep from its page."""
    for left in Draft.objects.filter(lookup=lookup):
        _erase_now_or_later(left)


def _erase_now_or_later(draft: Draft) -> None:
    """The contribution is there and wins: no trouble with the draft may keep its parent from hearing so."""
    try:
        erase_draft(draft)
    except (DatabaseError, OSError, SlotError):
        logger.exception("A draft that was sent is still there; the daily work removes it.")


@transaction.atomic
def erase_draft(draft: Draft) -> None:
    """Destroys its key, then deletes the row. No undo.

    Cut short between the two, the row opens for nobody, and the daily work removes it. The row is locked first,
    so that nothing can be saved into it under a key that is going.
    """
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    # Somebody with the database may have moved the row's slot: then there is nothing of hers to destroy there.
    with contextlib.suppress(SlotMissing):
        keys.erase_slot(Slot(draft.slot, bytes(draft.tag)))
    Draft.objects.filter(pk=draft.pk).delete()


def drop_old_drafts(*, today: date) -> int:
    """Deletes what has expired, what was sent, and what lost its key already; returns how many rows went."""
    going = {draft.pk: draft for draft in (*Draft.objects.expired(today), *Draft.objects.sent())}
    going |= {draft.pk: draft for draft in Draft.objects.present(today) if _has_no_key(draft)}
    for draft in going.values():
        erase_draft(draft)
    return len(going)


def _has_no_key(draft: Draft) -> bool:
    try:
        keys.slots().read(Slot(draft.slot, bytes(draft.tag)))
    except SlotErased:
        return True
    except SlotMissing:
        # Damaged or moved, and not destroyed: nothing is taken from a parent on a guess.
        pass
    return False
