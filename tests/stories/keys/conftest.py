"""The desk of two readers, with a third account in Triage that has no key yet."""

import pytest

from stories import keys, roles
from stories.models import Reader
from stories.unlocking import UnlockedReader
from stories.vault.envelope import Identity
from tests.clock import an_autumn_day
from tests.stories.desk.conftest import Staff, desk, staff

__all__ = ["an_autumn_day", "desk"]


def vault_of(person: Staff) -> UnlockedReader:
    """Somebody at their desk with the vault open, as the verbs see them."""
    reader = Reader.objects.get(user=person.user)
    seed = keys.unwrap(bytes(reader.wrapped_seed), person.phrase)
    return UnlockedReader(reader.user, reader, Identity.from_seed(seed))


def phrase_on(page) -> str:
    """The phrase as it stands on the page, and only there."""
    return page.content.decode().split('translate="no">')[1].split("<")[0]


def key_of(person: Staff) -> str:
    return Reader.objects.get(user=person.user).key_id


@pytest.fixture
def cleo(desk):
    return staff("cleo", roles.TRIAGE)
