"""New keys for one enquiry, as `rekeying` gives them to a contribution: new half, shard and slot, the old slot erased.

It has no parent and one record, so little of the other can be shared but the note that outlives a crash.
"""

from contextlib import ExitStack

from django.db import transaction
from wagtail.log_actions import log

from stories import enquiries, keys, rotations
from stories.actions.granting import trusted_reader
from stories.models import Enquiry
from stories.sealing import RECOVERY
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader
from stories.vault import envelope
from stories.vault.shards import PathMissing, Slot


def rekey_enquiry(*, enquiry: Enquiry, who: UnlockedReader, noted_as: str) -> None:
    """For every reader who holds it and is still on the signed list, and the recovery key.

    Cut short anywhere it is whole under its old keys or its new ones, and `rotations` erases the others. Raises
    `sealing.NoGrant`, what reading raises, and `NotAllowedNow` when a slot path is missing.
    """
    trusted = trusted_reader(who)
    rotations.finish()
    shard, half = envelope.new_shard(), envelope.new_half()
    try:
        slot = keys.slots().claim(shard)
    except PathMissing as refusal:
        raise NotAllowedNow(str(refusal)) from refusal
    with ExitStack() as until_settled:
        try:
            with rotations.durably(), transaction.atomic(durable=True):
                row = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
                said = enquiries.read(row, who=who)
                note = until_settled.enter_context(rotations.noted(row.pk, enquiries.slot_of(row), slot))
                held = set(row.grants.values_list("holder", flat=True))
                keep = {name: public for name, public in trusted.readers.items() if name in held}
                holders = {RECOVERY: trusted.recovery_public, **keep}
                enquiries.seal_anew(row, said, slot=slot, half=half, shard=shard, holders=holders)
                log(instance=row, action=noted_as, user=who.user, title=row.code)
        except BaseException:
            _erase_unused(enquiry, slot)
            raise
        note.settle()


def _erase_unused(enquiry: Enquiry, slot: Slot) -> None:
    """After a failure. If the row was committed all the same, it names the slot and it stays."""
    row = Enquiry.objects.filter(pk=enquiry.pk).first()
    if row is None or enquiries.slot_of(row) != slot:
        keys.erase_slot(slot)
