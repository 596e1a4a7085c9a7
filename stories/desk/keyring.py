"""Who can open what, made ready for the screen: the signed list, each reader on it, and each grant's last use.

Last uses come from the log of what staff did, never from a column: a parent's act leaves no date anywhere.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from stories import readers, roles
from stories.models import Contribution, Reader
from stories.sealing import PARENT, RECOVERY
from stories.vault.readers import NotTrusted

# What nobody does without opening a contribution with a key of their own.
NEEDS_A_KEY = ("open", "safeguard", "prepare", "send_back", "clear", "settle_hold", "grant", "take_back", "new_keys")
USES_OF_A_KEY = tuple(f"stories.{name}" for name in NEEDS_A_KEY)


@dataclass(frozen=True)
class Standing:
    """One key. `reader` is missing when its account was deleted; `since` when the list does not name it."""

    key_id: str
    reader: Reader | None
    since: int | None
    last_use: date | None

    @property
    def name(self) -> str:
        return name_of(self.reader)

    @property
    def says(self) -> str:
        if self.since is None:
            has_left = self.reader is not None and not self.reader.wrapped_seed
            return _("Has left the list") if has_left else _("Not on the signed list: receives and opens nothing")
        return _("On the list") if self.reader else _("On the list, but the account was deleted")


@dataclass(frozen=True)
class Keyring:
    """`why` says why the list cannot be trusted; then nothing new can be sealed and nobody can unlock."""

    standings: list[Standing]
    version: int | None
    why: str = ""


@dataclass(frozen=True)
class Held:
    """One grant of a contribution. `reader` is missing for the parent and the recovery sheets."""

    name: str
    reader: Reader | None = None
    last_use: date | None = None
    listed: bool = True


def keyring() -> Keyring:
    try:
        version, since = _since()
        why = ""
    except NotTrusted as refusal:
        version, since, why = None, {}, str(refusal)
    used = _last_uses(ModelLogEntry.objects.filter(action__in=USES_OF_A_KEY))
    rows = {reader.key_id: reader for reader in Reader.objects.select_related("user").order_by("user__username")}
    standings = [
        Standing(key_id, reader, since.get(key_id), used.get(reader.user_id)) for key_id, reader in rows.items()
    ]
    standings += [Standing(key_id, None, first, None) for key_id, first in since.items() if key_id not in rows]
    return Keyring(sorted(standings, key=lambda one: one.since is None), version, why)


def who_may_be_enrolled(by):
    """Accounts in Triage whose key is not on the list, without one's own."""
    listed = [one.reader.user_id for one in keyring().standings if one.since is not None and one.reader]
    users = get_user_model().objects.filter(is_active=True, groups__name=roles.TRIAGE)
    return users.exclude(pk__in=[*listed, by.pk]).order_by("last_name", "username")


def grants_of(contribution: Contribution) -> list[Held]:
    """Everybody who can open it: readers with their last use of it, then the parent and the recovery sheets."""
    used = _last_uses(ModelLogEntry.objects.for_instance(contribution).filter(action__in=USES_OF_A_KEY))
    holders = set(contribution.grants.values_list("holder", flat=True))
    rows = Reader.objects.select_related("user").filter(key_id__in=holders).order_by("user__username")
    listed = _listed()
    held = [Held(name_of(one), one, used.get(one.user_id), one.key_id in listed) for one in rows]
    fixed = {PARENT: _("The parent, by their return words"), RECOVERY: _("The recovery sheets")}
    nameless = holders - {one.key_id for one in rows} - set(fixed)
    held += [Held(_("A key whose account was deleted"), listed=False) for _key in nameless]
    return held + [Held(name) for holder, name in fixed.items() if holder in holders]


def who_may_be_granted(contribution: Contribution):
    """Readers on the list who cannot open it yet."""
    held = contribution.grants.values_list("holder", flat=True)
    listed = Reader.objects.filter(key_id__in=_listed()).exclude(key_id__in=list(held))
    return listed.select_related("user").order_by("user__username")


def name_of(reader: Reader | None) -> str:
    if reader is None:
        return _("Nobody any more")
    return reader.user.get_full_name() or reader.user.get_username()


def _listed() -> set[str]:
    try:
        return set(readers.trusted().readers)
    except NotTrusted:
        return set()


def _since() -> tuple[int, dict[str, int]]:
    """The newest version, and for each of its keys the version from which it has stood there without a break."""
    newest = readers.newest()
    since = {(one.name, one.public): newest.version for one in newest.entries}
    going = set(since)
    for document in reversed(readers.chain()[: newest.version]):
        going &= {(one.name, one.public) for one in document.entries}
        since |= dict.fromkeys(going, document.version)
    return newest.version, {name: version for (name, _public), version in since.items()}


def _last_uses(entries) -> dict[int, date]:
    used = entries.filter(user__isnull=False).order_by().values_list("user_id").annotate(Max("timestamp"))
    return {user: timezone.localtime(moment).date() for user, moment in used}
