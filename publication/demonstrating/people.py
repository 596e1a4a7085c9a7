"""This file knows how the demonstration's people come in: accounts, keys, and the list that names the readers."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from publication import demonstration
from publication.founding import is_founded
from stories import keys, readers
from stories.models import Reader
from stories.roles import ADMINISTRATORS
from stories.vault import readers as lists
from stories.vault.envelope import Identity


def load() -> None:
    """Adds whoever is missing. An account that is there is left as its visitor made it."""
    keys.create_files()
    for login in demonstration.LOGINS:
        if not get_user_model().objects.filter(username=login.name).exists():
            account(login)
    if not is_founded():
        found()


def account(login: demonstration.Login) -> None:
    user = get_user_model().objects.create_user(login.name, password=demonstration.PASSWORD)
    user.first_name, _, user.last_name = login.full_name.partition(" ")
    user.is_superuser = user.is_staff = ADMINISTRATORS in login.groups
    user.save()
    user.groups.set(Group.objects.get(name=group) for group in login.groups)
    if login.phrase:
        readers.make_reader(user=user, phrase=login.phrase)


def found() -> None:
    """The first list, signed by the demonstration's published recovery key."""
    recovery = Identity.from_seed(demonstration.RECOVERY_SEED)
    entries = [
        lists.Entry(row.key_id, bytes(row.public_key), bytes(row.signing_key))
        for row in Reader.objects.order_by("user__username")
    ]
    readers.found(
        document=lists.first(recovery, tuple(entries)),
        recovery_public=recovery.public,
        recovery_signing_public=recovery.signing_public,
    )
