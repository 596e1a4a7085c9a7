"""A reader gives a colleague the key to one contribution, or takes it back."""

from django.db import transaction
from wagtail.log_actions import log

from stories import readers, sealing
from stories.models import Contribution, Grant, Reader
from stories.sealing import PARENT, RECOVERY, Opened
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader
from stories.vault import envelope
from stories.vault.readers import NotTrusted


def trusted_reader(who: UnlockedReader) -> readers.Trusted:
    """The signed list, if it names this reader with this key; raises `NotAllowedNow` otherwise.

    A row in a table makes nobody a reader.
    """
    try:
        trusted = readers.trusted()
    except NotTrusted as refusal:
        raise NotAllowedNow(f"The list of readers cannot be trusted now: {refusal}") from refusal
    if trusted.readers.get(who.reader.key_id) != who.identity.public:
        raise NotAllowedNow("Your key is not on the signed list of readers. Ask a colleague who is to enrol you.")
    return trusted


@transaction.atomic
def grant_contribution(*, contribution: Contribution, reader: Reader, who: UnlockedReader) -> None:
    """The half key, sealed to the public key that the signed list names, whatever the reader's row says.

    Raises `sealing.NoGrant` when `who` cannot open it, `NotAllowedNow` when the colleague is not on the list.
    """
    trusted = trusted_reader(who)
    contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    if reader.key_id not in trusted.readers:
        raise NotAllowedNow("This person is not on the list of readers. Enrol them under Keys first.")
    give_key(opened, holder=reader.key_id, public=trusted.readers[reader.key_id])
    _log("stories.grant", contribution, reader, who)


@transaction.atomic
def take_back(*, contribution: Contribution, reader: Reader, who: UnlockedReader) -> None:
    """Deletes a colleague's grant, or one's own. Raises `NotAllowedNow` rather than leave it to no reader at all."""
    trusted = trusted_reader(who)
    contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
    sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    if reader.key_id in (PARENT, RECOVERY):
        raise NotAllowedNow("What the parent and the recovery sheets hold is not taken back. Choose a reader.")
    others = contribution.grants.filter(holder__in=set(trusted.readers) - {reader.key_id})
    if not others.exists():
        raise NotAllowedNow("Nobody else could open it then. Give it to another reader first.")
    contribution.grants.filter(holder=reader.key_id).delete()
    _log("stories.take_back", contribution, reader, who)


def give_key(opened: Opened, *, holder: str, public: bytes) -> None:
    """One holder's grant, in the place of an older one."""
    contribution = opened.contribution
    sealed = envelope.grant(public, id=bytes.fromhex(contribution.id), half=opened.half)
    contribution.grants.filter(holder=holder).delete()
    Grant.objects.create(contribution=contribution, holder=holder, sealed=sealed)


def _log(action: str, contribution: Contribution, reader: Reader, who: UnlockedReader) -> None:
    data = {"reader": reader.user.get_username()}
    log(instance=contribution, action=action, user=who.user, title=contribution.code, data=data)
