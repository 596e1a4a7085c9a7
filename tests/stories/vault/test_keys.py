"""Which files this installation's vault uses, and that none is replaced in silence."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from stories import keys
from stories.vault import unlock, words
from stories.vault.readers import NotTrusted
from stories.vault.shards import PathMissing, SlotErased
from stories.vault.tokens import TokenRefused
from stories.vault.volatile import NotPrivate


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SLOT_FILES = (tmp_path / "slots" / "first", tmp_path / "mirror" / "second")
    settings.SITE_SALT_FILE = tmp_path / "site.salt"
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    settings.VOLATILE_DIR = tmp_path / "volatile"
    return tmp_path


def test_a_new_installation_gets_its_files_once(home):
    keys.create_files()
    salt, slots = keys.site_salt(), (home / "slots" / "first").read_bytes()
    keys.create_files()
    assert keys.site_salt() == salt and len(salt) == 16
    assert (home / "slots" / "first").read_bytes() == slots


def test_a_lost_salt_is_named_and_never_made_anew():
    keys.create_files()
    os.unlink(keys.settings.SITE_SALT_FILE)
    for act in (keys.site_salt, keys.create_files):
        with pytest.raises(ImproperlyConfigured, match="site.salt"):
            act()


def test_a_salt_of_another_length_is_refused(home):
    (home / "site.salt").write_bytes(b"short")
    with pytest.raises(ImproperlyConfigured):
        keys.site_salt()


def test_a_lost_mirror_is_named():
    keys.create_files()
    os.unlink(keys.settings.SLOT_FILES[1])
    with pytest.raises(PathMissing, match="second"):
        keys.ledger_keys.create()
    with pytest.raises(PathMissing, match="second"):
        keys.create_files()


def test_ledger_keys_are_made_read_and_erased():
    keys.create_files()
    slot, tag, key = keys.ledger_keys.create()
    assert keys.ledger_keys.read(slot, tag) == keys.ledger_keys.read(slot, memoryview(tag)) == key
    keys.ledger_keys.erase(slot, tag)
    with pytest.raises(SlotErased):
        keys.ledger_keys.read(slot, tag)


def test_the_slot_file_follows_the_settings(settings, tmp_path):
    keys.create_files()
    first = keys.slots()
    assert keys.slots() is first
    settings.SLOT_FILES = (tmp_path / "x", tmp_path / "y")
    assert keys.slots().paths == settings.SLOT_FILES


def test_return_words_are_derived_with_this_sites_salt():
    keys.create_files()
    indices = words.make()
    expected = words.derive(indices, salt=keys.site_salt(), kib=8, passes=1)
    assert keys.derive(indices) == expected


def test_a_readers_seed_is_wrapped_at_the_settings_cost(settings):
    phrase = unlock.make_phrase()
    wrapped = keys.wrap(bytes(32), phrase)
    assert keys.unwrap(wrapped, phrase) == bytes(32)
    settings.READER_ARGON2_KIB = 64
    assert keys.unwrap(wrapped, phrase) == bytes(32)


def test_without_a_pin_no_reader_list_is_trusted():
    with pytest.raises(NotTrusted):
        keys.reader_pin()


def test_tokens_and_open_vaults_end_with_a_restart(home):
    token = keys.tokens().make("page", b"payload", 1000.0)
    assert keys.tokens().read("page", token, 1000.0, 60) == b"payload"
    cookie = keys.unlocks().open("s", "u", "1", bytes(32), 1000.0)
    keys.once().keep(b"nonce", b"answer")
    keys.empty_volatile()
    assert os.listdir(home / "volatile") == []
    with pytest.raises(TokenRefused):
        keys.tokens().read("page", token, 1000.0, 60)
    assert keys.unlocks().seed(cookie, "s", "u", "1", 1000.0) is None
    assert keys.once().first(b"nonce") is None


def test_a_volatile_folder_that_others_may_enter_is_refused(home):
    (home / "volatile").mkdir()
    (home / "volatile").chmod(0o777)
    for act in (keys.tokens, keys.unlocks, keys.once, keys.empty_volatile):
        with pytest.raises(NotPrivate):
            act()
