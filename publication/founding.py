"""This file knows how a real site gets its first people and its first reader list.

Passwords and phrases are made by machine and returned once. The reader list is signed on another machine, by the
recovery key, so founding has two halves with a walk between them; each can be asked for again and goes on where it was.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from stories import keys, readers
from stories.models import Reader, ReaderListDocument
from stories.roles import ADMINISTRATORS, EDITORS, TRIAGE
from stories.vault import readers as lists
from stories.vault import recovery, unlock

READERS = (TRIAGE, EDITORS)


@dataclass(frozen=True)
class Welcome:
    """What a person must be handed, once: nothing here is kept anywhere."""

    name: str
    password: str
    phrase: str = ""


def has_administrator() -> bool:
    return get_user_model().objects.filter(is_superuser=True).exists()


def has_readers() -> bool:
    return Reader.objects.exists()


def is_founded() -> bool:
    return ReaderListDocument.objects.exists()


@transaction.atomic
def welcome_administrator(name: str) -> Welcome:
    """The first account. It may change accounts and settings, and opens nothing sealed."""
    user, password = _account(name, ADMINISTRATORS)
    user.is_superuser = user.is_staff = True
    user.save()
    return Welcome(name, password)


@transaction.atomic
def welcome_readers(names: list[str]) -> list[Welcome]:
    """Accounts and keys of all first readers, or of none. They open nothing until a signed list names them."""
    keys.create_files()
    found = []
    for name in names:
        user, password = _account(name, *READERS)
        enrolled = readers.make_reader(user=user)
        found.append(Welcome(name, password, enrolled.phrase))
    return found


def line_to_sign() -> str:
    """What the offline machine is asked to sign: the first readers' public halves."""
    rows = Reader.objects.order_by("key_id")
    return recovery.ask_line(
        tuple(lists.Entry(row.key_id, bytes(row.public_key), bytes(row.signing_key)) for row in rows)
    )


def found(*, public_line: str, signed_line: str) -> None:
    """Stores and pins the signed list. Raises recovery.WrongLine or readers.NotTrusted when a line is not the one."""
    public, signing_public = recovery.read_public_line(public_line)
    document = recovery.read_signed_line(signed_line)
    ours = {(row.key_id, bytes(row.public_key)) for row in Reader.objects.all()}
    if {(entry.name, entry.public) for entry in document.entries} != ours:
        raise lists.NotTrusted("The signed list names other readers than this site has. Sign the line shown here.")
    readers.found(document=document, recovery_public=public, recovery_signing_public=signing_public)


def _account(name: str, *groups: str):
    """A user in those groups, and a password of six words to be changed after the first visit."""
    password = unlock.make_phrase()
    user = get_user_model().objects.create_user(name, password=password)
    user.groups.set(Group.objects.get(name=group) for group in groups)
    return user, password
