"""Readers come, lose their phrase, are locked, and go. Each change of the list is signed by a reader at the desk.

What a superuser can do without a key is see the list and lock somebody: nothing that says no may wait for a key.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from stories import readers, roles, sealing
from stories.actions.granting import give_key, trusted_reader
from stories.models import Contribution, Grant, Reader
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader, close_everywhere
from stories.vault.readers import NotTrusted


@dataclass(frozen=True)
class Enrolled:
    """`phrase` exists nowhere else. `given` and `missing` count the contributions that it opens again, and does not."""

    reader: Reader
    phrase: str = field(repr=False)
    given: int = 0
    missing: int = 0


def enrol_reader(*, user, who: UnlockedReader) -> Enrolled:
    """A key for a colleague of the triage role, on the next signed list.

    It opens what is sent from now on; older contributions are granted one by one. Raises `NotAllowedNow` for
    oneself, for an account without the role, and for somebody who is on the list.
    """
    _refuse_oneself(user, who)
    if not roles.holds(user, roles.TRIAGE):
        raise NotAllowedNow("This account is not in Triage. An administrator adds it there first.")
    drawn = readers.draw()
    with transaction.atomic():
        readers.take_turn()
        trusted = trusted_reader(who)
        reader = Reader.objects.filter(user=user).first()
        if reader and reader.key_id in trusted.readers:
            raise NotAllowedNow("This person is on the list already. If the phrase is lost, give them a new one.")
        made = readers.make_reader(user=user, drawn=drawn)
        Grant.objects.filter(holder=made.reader.key_id).delete()
        _signed(readers.admit, entry=made.entry, by=who.identity)
        _log("stories.enrol_reader", made.reader, who.user)
    return Enrolled(made.reader, made.phrase)


def renew_reader(*, reader: Reader, who: UnlockedReader) -> Enrolled:
    """New keys and a new phrase for a colleague who has lost theirs; the old ones open and receive nothing.

    What they could open is granted anew as far as `who` can open it. Raises `NotAllowedNow` for oneself and
    for somebody who is not on the list.
    """
    _refuse_oneself(reader.user, who)
    drawn = readers.draw()
    with transaction.atomic():
        readers.take_turn()
        _refuse_unlisted(reader, trusted_reader(who))
        made = readers.make_reader(user=reader.user, drawn=drawn)
        _signed(readers.exchange, entry=made.entry, by=who.identity)
        given, missing = _grant_again(made.reader, drawn.identity.public, who)
        _log("stories.renew_reader", made.reader, who.user)
    close_everywhere(reader.user)
    return Enrolled(made.reader, made.phrase, given, missing)


def lock_everywhere(*, reader: Reader, user) -> None:
    """Closes every open vault of this person at once. They can unlock again with their phrase.

    Raises `NotAllowedNow` unless `user` is a reader or looks after accounts.
    """
    if not roles.may_see_keys(user):
        raise NotAllowedNow("Only readers and administrators can lock a colleague’s vault. Ask one of them now.")
    with transaction.atomic():
        Reader.objects.filter(pk=reader.pk).update(epoch=F("epoch") + 1)
        _log("stories.lock_reader", reader, user)
    close_everywhere(reader.user)


def remove_reader(*, reader: Reader, who: UnlockedReader, suspicion: bool = False) -> None:
    """Takes a colleague off the list: their grants, their wrapped key and their triage role go, their vault closes.

    `suspicion` asks for new keys for everything (stories.actions.rotating), as a copy of what they held may exist.
    May be repeated. Raises `NotAllowedNow` for oneself, so that the list never becomes empty.
    """
    _refuse_oneself(reader.user, who)
    with transaction.atomic():
        readers.take_turn()
        if reader.key_id in trusted_reader(who).readers:
            _signed(readers.dismiss, name=reader.key_id, by=who.identity)
        Grant.objects.filter(holder=reader.key_id).delete()
        Reader.objects.filter(pk=reader.pk).update(wrapped_seed=b"", epoch=F("epoch") + 1)
        reader.user.groups.remove(*Group.objects.filter(name=roles.TRIAGE))
        _log("stories.remove_reader", reader, who.user)
        if suspicion:
            _log("stories.suspect", reader, who.user)
    close_everywhere(reader.user)


def remove_key(*, key_id: str, who: UnlockedReader) -> None:
    """Takes a key off the list whose account was deleted, with its grants. Raises `NotAllowedNow` for a reader's."""
    with transaction.atomic():
        readers.take_turn()
        trusted = trusted_reader(who)
        if key_id not in trusted.readers or Reader.objects.filter(key_id=key_id).exists():
            raise NotAllowedNow(
                "This key belongs to a colleague, or is not on the list any more. Look at the list under Keys again."
            )
        _signed(readers.dismiss, name=key_id, by=who.identity)
        Grant.objects.filter(holder=key_id).delete()
        log(instance=who.reader, action="stories.remove_key", user=who.user, title=key_id[:8])


def _grant_again(reader: Reader, public: bytes, who: UnlockedReader) -> tuple[int, int]:
    held = Contribution.objects.present().filter(grants__holder=reader.key_id)
    found = list(held.select_for_update(of=("self",)))
    Grant.objects.filter(holder=reader.key_id).delete()
    given = 0
    for contribution in found:
        try:
            opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
        except sealing.NoGrant:
            continue
        give_key(opened, holder=reader.key_id, public=public)
        given += 1
    return given, len(found) - given


def _refuse_oneself(user, who: UnlockedReader) -> None:
    if user.pk == who.user.pk:
        raise NotAllowedNow("Nobody does this for themselves. Ask a colleague who can open the vault.")


def _refuse_unlisted(reader: Reader, trusted: readers.Trusted) -> None:
    if reader.key_id not in trusted.readers:
        raise NotAllowedNow("This person is not on the list of readers. Enrol them first.")


def _signed(change, **about) -> None:
    try:
        change(**about)
    except NotTrusted as refusal:
        raise NotAllowedNow(f"The list of readers was not changed: {refusal}") from refusal


def _log(action: str, reader: Reader, user) -> None:
    log(instance=reader, action=action, user=user, title=reader.user.get_username())
