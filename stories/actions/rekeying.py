"""Gives one contribution a new half, shard and slot, and erases the old slot: what was before opens nothing.

The inner part of every change of keys (rotating, and renewing, where the parent's words change too). Cut short
anywhere, it leaves the contribution whole under its old keys or under its new ones; `stories.rotations` remembers
which slot is then to be erased.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import transaction

from stories import keys, readers, rotations, sealing
from stories.actions.granting import give_key
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import NotAllowedNow
from stories.vault import envelope
from stories.vault.shards import PathMissing, Slot, SlotErased, SlotMissing


@dataclass(frozen=True)
class Words:
    """New return words, as the vault knows them: where they are looked up, and the key that they open with."""

    lookup: str
    public: bytes


def rekey(
    contribution: Contribution,
    *,
    trusted: readers.Trusted,
    opening: Callable[[Contribution], Opened],
    words: Words | None = None,
    noting: Callable[[Contribution], None] = lambda contribution: None,
) -> None:
    """New keys for everybody who holds it now and is still on the signed list; with `words`, new return words too.

    `opening` opens the locked row for whoever asks, and `noting` writes down that it was done, in the same
    transaction. Raises what `opening` raises, and `NotAllowedNow` when a slot path is missing, when what is sealed
    cannot be read any more, or when the parent's key is not the one that was sealed with their words.
    """
    rotations.finish()
    shard = envelope.new_shard()
    try:
        slot = keys.slots().claim(shard)
    except PathMissing as refusal:
        raise NotAllowedNow(str(refusal)) from refusal
    change = _Change(slot, shard, trusted, opening, words, noting)
    with ExitStack() as until_settled:
        try:
            note = change.make(contribution, until_settled)
        except BaseException:
            _erase_unused(contribution, slot)
            raise
        note.settle()


@dataclass(frozen=True)
class _Change:
    slot: Slot
    shard: bytes
    trusted: readers.Trusted
    opening: Callable[[Contribution], Opened]
    words: Words | None
    noting: Callable[[Contribution], None]

    def make(self, contribution: Contribution, until_settled: ExitStack) -> rotations.Note:
        with rotations.durably(), transaction.atomic(durable=True):
            contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
            opened = self.opening(contribution)
            old = Slot(contribution.slot, bytes(contribution.tag))
            body = _body(opened)
            holders = self.holders(contribution, body)
            note = until_settled.enter_context(rotations.noted(contribution.pk, old, self.slot))
            renewed = Opened(contribution, envelope.new_half())
            self.seal_anew(opened, envelope.dek(renewed.half, self.shard))
            self.name_new_keys(contribution)
            contribution.grants.all().delete()
            for holder, public in sorted(holders.items()):
                give_key(renewed, holder=holder, public=public)
            self.noting(contribution)
        return note

    def holders(self, contribution: Contribution, body: dict) -> dict[str, bytes]:
        """Who gets the new half: never by a public key that only a table names."""
        if self.words is None and body.get(sealing.PARENT_KEY) != bytes(contribution.public_key).hex():
            raise NotAllowedNow(
                f"The parent’s key of {contribution.code} is not the one that came with their words. "
                "Somebody may have changed the database; tell whoever runs it. Nothing was done."
            )
        held = set(contribution.grants.values_list("holder", flat=True))
        keep = {name: public for name, public in self.trusted.readers.items() if name in held}
        parent = self.words.public if self.words else bytes(contribution.public_key)
        return {sealing.PARENT: parent, sealing.RECOVERY: self.trusted.recovery_public, **keep}

    def seal_anew(self, opened: Opened, dek: bytes) -> None:
        """Every record under the new key, in its old place; the body names the parent's new key, if there is one."""
        for record in opened.contribution.records.order_by("pk"):
            if record.kind == "body" and self.words:
                named = opened.read_record(record) | {sealing.PARENT_KEY: self.words.public.hex()}
                record.sealed = opened.sealed_under(dek, record, data=named)
            else:
                record.sealed = opened.sealed_under(dek, record)
            record.size = len(record.sealed)
            record.save(update_fields=["sealed", "size"])

    def name_new_keys(self, contribution: Contribution) -> None:
        contribution.slot, contribution.tag = self.slot.index, self.slot.tag
        if self.words:
            contribution.lookup, contribution.public_key = self.words.lookup, self.words.public
        contribution.save(update_fields=["slot", "tag", "lookup", "public_key"])


def _body(opened: Opened) -> dict:
    try:
        return opened.read("body")
    except (SlotErased, SlotMissing, envelope.Refused) as refusal:
        raise NotAllowedNow(
            f"{opened.contribution.code} cannot be read any more, so it cannot get new keys. Tell who runs the server."
        ) from refusal


def _erase_unused(contribution: Contribution, slot: Slot) -> None:
    """After a failure. If the rows were committed all the same, they name the slot and it stays."""
    place = Contribution.objects.filter(pk=contribution.pk).values_list("slot", "tag").first()
    if place is None or Slot(place[0], bytes(place[1])) != slot:
        keys.erase_slot(slot)
