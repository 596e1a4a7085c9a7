"""New keys after a suspicion: a new half and a new shard, the records sealed anew, the old slot erased.

Whoever kept a grant, a half or a copy of the database from before opens nothing with it afterwards; so backups
from before open nothing either, and a new one should be made. Words that parents hold stay as they are.
"""

from contextlib import suppress
from datetime import datetime

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from stories import rotations, sealing
from stories.actions.granting import trusted_reader
from stories.actions.rekeying import rekey
from stories.actions.rekeying_enquiries import rekey_enquiry
from stories.models import Contribution, Enquiry
from stories.unlocking import UnlockedReader
from stories.vault.envelope import Refused
from stories.vault.shards import SlotErased, SlotMissing

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


def enquiries_waiting_for_new_keys():
    """Enquiries that have not got new keys since the last suspicion."""
    since = suspected_since()
    if since is None:
        return Enquiry.objects.none()
    done = ModelLogEntry.objects.filter(action=NEW_KEYS, timestamp__gt=since).values_list("object_id", flat=True)
    return Enquiry.objects.exclude(pk__in=list(done))


def rotate_waiting(*, who: UnlockedReader, at_most: int) -> int:
    """New keys for some of those that wait and that this reader can open, enquiries last; returns how many are left.

    What cannot be read any more, since its slot was erased, is passed over.
    """
    rotations.finish()
    waiting = waiting_for_new_keys().filter(grants__holder=who.reader.key_id).order_by("pk")
    found = list(waiting.values_list("pk", flat=True))
    for pk in found[:at_most]:
        contribution = Contribution.objects.present().filter(pk=pk).first()
        if contribution:
            rotate(contribution=contribution, who=who)
    letters = list(enquiries_waiting_for_new_keys().filter(grants__holder=who.reader.key_id).order_by("pk"))
    room = max(0, at_most - len(found))
    for enquiry in letters[:room]:
        # A letter that was answered and deleted meanwhile, or that no key opens any more, is passed over.
        with suppress(Enquiry.DoesNotExist, Refused, SlotErased, SlotMissing):
            rekey_enquiry(enquiry=enquiry, who=who, noted_as=NEW_KEYS)
    return max(0, len(found) - at_most) + max(0, len(letters) - room)


def rotate(*, contribution: Contribution, who: UnlockedReader) -> None:
    """New keys for one contribution, for everybody who holds it now and is still on the signed list.

    Cut short anywhere, running it again or the daily work finishes it. Raises `sealing.NoGrant` when `who` cannot
    open it, and `NotAllowedNow` as `rekeying.rekey` does.
    """
    rekey(
        contribution,
        trusted=trusted_reader(who),
        opening=lambda found: sealing.open_with_identity(found, who.reader.key_id, who.identity),
        noting=lambda found: log(instance=found, action=NEW_KEYS, user=who.user, title=found.code),
    )
