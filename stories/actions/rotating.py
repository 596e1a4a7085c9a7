"""New keys after a suspicion: a new half and a new shard, the records sealed anew, the old slot erased.

Whoever kept a grant, a half or a copy of the database from before opens nothing with it afterwards; so backups
from before open nothing either, and a new one should be made. Words that parents hold stay as they are.
"""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from stories import keys, readers, rotations, sealing
from stories.actions.granting import give_key, trusted_reader
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader
from stories.vault import envelope
from stories.vault.shards import PathMissing, Slot, SlotErased, SlotMissing

NEW_KEYS = "stories.new_keys"
SUSPECT = "stories.suspect"


def suspect(*, who: UnlockedReader) -> None:
    """Asks for new keys for everything that exists now, whoever or whatever is suspected."""
    trusted_reader(who)
    log(instance=who.reader, action=SUSPECT, user=who.user, title=who.user.get_username())


def suspected_since() -> datetime | None:
    """When somebody last said that something may have leaked. Staff said so; a time is allowed."""
    return (
        ModelLogEntry.objects.filter(action=SUSPECT).order_by("-timestamp").values_list("timestamp", flat=True).first()
    )


def waiting_for_new_keys():
    """Contributions that have not got new keys since the last suspicion."""
    since = suspected_since()
    if since is None:
        return Contribution.objects.none()
    done = ModelLogEntry.objects.filter(action=NEW_KEYS, timestamp__gt=since).values_list("object_id", flat=True)
    return Contribution.objects.present().exclude(pk__in=list(done))


def rotate_waiting(*, who: UnlockedReader, at_most: int) -> int:
    """New keys for some of those that wait and that this reader can open; returns how many are left to them.

    What cannot be read any more, since its slot was erased, is passed over.
    """
    rotations.finish()
    waiting = waiting_for_new_keys().filter(grants__holder=who.reader.key_id).order_by("pk")
    found = list(waiting.values_list("pk", flat=True))
    for pk in found[:at_most]:
        contribution = Contribution.objects.present().filter(pk=pk).first()
        if contribution:
            rotate(contribution=contribution, who=who)
    return max(0, len(found) - at_most)


def rotate(*, contribution: Contribution, who: UnlockedReader) -> None:
    """New keys for one contribution, for everybody who holds it now and is still on the signed list.

    Cut short anywhere, it leaves the contribution whole under its old keys or under its new ones; running it
    again, or the daily work, erases the slot that is not used (stories.rotations). Raises `sealing.NoGrant` when
    `who` cannot open it, and `NotAllowedNow` when a slot path is missing or the parent's key is not the one that
    was sealed with their words.
    """
    trusted = trusted_reader(who)
    rotations.finish()
    shard = envelope.new_shard()
    try:
        slot = keys.slots().claim(shard)
    except PathMissing as refusal:
        raise NotAllowedNow(str(refusal)) from refusal
    with ExitStack() as until_settled:
        try:
            note = _rotate(contribution, slot, shard, trusted, who, until_settled)
        except BaseException:
            _erase_unused(contribution, slot)
            raise
        note.settle()


def _rotate(contribution, slot: Slot, shard: bytes, trusted, who, until_settled: ExitStack) -> rotations.Note:
    with rotations.durably(), transaction.atomic(durable=True):
        contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
        opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
        old = Slot(contribution.slot, bytes(contribution.tag))
        holders = _holders(opened, trusted)
        note = until_settled.enter_context(rotations.noted(contribution.pk, old, slot))
        renewed = Opened(contribution, envelope.new_half())
        _seal_anew(contribution, opened, envelope.dek(renewed.half, shard))
        contribution.slot, contribution.tag = slot.index, slot.tag
        contribution.save(update_fields=["slot", "tag"])
        contribution.grants.all().delete()
        for holder, public in sorted(holders.items()):
            give_key(renewed, holder=holder, public=public)
        log(instance=contribution, action=NEW_KEYS, user=who.user, title=contribution.code)
    return note


def _holders(opened: Opened, trusted: readers.Trusted) -> dict[str, bytes]:
    """Who gets the new half: never by a public key that only a table names."""
    contribution = opened.contribution
    try:
        sealed_key = opened.read("body").get(sealing.PARENT_KEY)
    except (SlotErased, SlotMissing, envelope.Refused) as refusal:
        raise NotAllowedNow(f"{contribution.code} cannot be read any more, so it cannot get new keys.") from refusal
    if sealed_key != bytes(contribution.public_key).hex():
        raise NotAllowedNow(
            f"The parent’s key of {contribution.code} is not the one that came with their words. "
            "Somebody may have changed the database; tell whoever runs it. Nothing was done."
        )
    held = set(contribution.grants.values_list("holder", flat=True))
    keep = {name: public for name, public in trusted.readers.items() if name in held}
    return {sealing.PARENT: bytes(contribution.public_key), sealing.RECOVERY: trusted.recovery_public, **keep}


def _seal_anew(contribution: Contribution, opened: Opened, dek: bytes) -> None:
    for record in contribution.records.order_by("pk"):
        record.sealed = opened.sealed_under(dek, record)
        record.size = len(record.sealed)
        record.save(update_fields=["sealed", "size"])


def _erase_unused(contribution: Contribution, slot: Slot) -> None:
    """After a failure. If the rows were committed all the same, they name the slot and it stays."""
    place = Contribution.objects.filter(pk=contribution.pk).values_list("slot", "tag").first()
    if place is None or Slot(place[0], bytes(place[1])) != slot:
        keys.erase_slot(slot)
