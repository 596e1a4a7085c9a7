"""Seals and opens an enquiry: something written to us by somebody who has no page of their own here.

As a contribution, but with fewer holders: every reader on the signed list, and the recovery key. Nobody outside can
open it again, since nobody was given words for it.
"""

import json
from datetime import date, timedelta

from consent.weeks import week_of
from stories import keys, readers
from stories.models import Enquiry, EnquiryGrant
from stories.sealing import RECOVERY, NoGrant
from stories.unlocking import UnlockedReader
from stories.vault import envelope
from stories.vault.shards import Slot

# At most so long, answered or not; readers delete it sooner (docs/personal_data.md).
KEPT_FOR = timedelta(days=365)
PLACE = {"kind": "enquiry", "version": 1}


def seal(kind: str, data: dict, *, today: date) -> tuple[Enquiry, Slot]:
    """A new row with `data` sealed in it, and the slot of its key: whoever rolls the row back must erase the slot.

    Call it inside a transaction. Raises `vault.readers.NotTrusted` and `vault.shards.PathMissing`; then nothing is
    stored.
    """
    trusted = readers.trusted()
    shard, half = envelope.new_shard(), envelope.new_half()
    slot = keys.slots().claim(shard)
    try:
        made = Enquiry(kind=Enquiry.Kind(kind), week=week_of(today), expires=_until(today))
        holders = {RECOVERY: trusted.recovery_public, **trusted.readers}
        seal_anew(made, data, slot=slot, half=half, shard=shard, holders=holders)
    except BaseException:
        keys.erase_slot(slot)
        raise
    return made, slot


def seal_anew(
    enquiry: Enquiry, data: dict, *, slot: Slot, half: bytes, shard: bytes, holders: dict[str, bytes]
) -> None:
    """Saves the row with `data` under these keys, and gives the half to these holders alone."""
    place, plain = bytes.fromhex(enquiry.id), json.dumps(data, ensure_ascii=False).encode()
    enquiry.slot, enquiry.tag = slot.index, slot.tag
    enquiry.sealed = envelope.seal(envelope.dek(half, shard), plain, id=place, **PLACE)
    enquiry.size = len(enquiry.sealed)
    enquiry.save()
    enquiry.grants.all().delete()
    EnquiryGrant.objects.bulk_create(
        EnquiryGrant(enquiry=enquiry, holder=holder, sealed=envelope.grant(public, id=place, half=half))
        for holder, public in sorted(holders.items())
    )


def read(enquiry: Enquiry, *, who: UnlockedReader) -> dict:
    """What is sealed in it. Raises `NoGrant` for a reader who came later, and `envelope.Refused` for touched bytes."""
    grant = enquiry.grants.filter(holder=who.reader.key_id).first()
    if grant is None:
        raise NoGrant("This was written before you had your key. Ask a colleague who was a reader then to open it.")
    place = bytes.fromhex(enquiry.id)
    half = envelope.open_grant(who.identity, bytes(grant.sealed), id=place)
    dek = envelope.dek(half, keys.slots().read(slot_of(enquiry)))
    return json.loads(envelope.open_record(dek, bytes(enquiry.sealed), id=place, **PLACE))


def slot_of(enquiry: Enquiry) -> Slot:
    return Slot(enquiry.slot, bytes(enquiry.tag))


def _until(today: date) -> str:
    return week_of(today + KEPT_FOR)
