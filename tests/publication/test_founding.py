"""`make setup`: a real site gets its first people, and its readers' list is signed on another machine."""

import io
import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from publication import founding
from stories import keys, readers
from stories.models import Reader, ReaderListDocument
from stories.vault import readers as lists
from stories.vault import recovery
from stories.vault.envelope import Identity

OFFLINE = Identity.from_seed(bytes(range(32)))
PUBLIC = recovery.public_line(OFFLINE.public, OFFLINE.signing_public)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_site(settings, tmp_path, monkeypatch):
    """A home without keys, and nobody at the terminal."""
    settings.SLOT_FILES = (tmp_path / "slots" / "first", tmp_path / "mirror" / "second")
    settings.SITE_SALT_FILE = tmp_path / "site.salt"
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for variable in ("SETUP_ADMINISTRATOR", "SETUP_READERS", "SETUP_RECOVERY", "SETUP_SIGNED"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setenv("SETUP_ADMINISTRATOR", "ada")
    monkeypatch.setenv("SETUP_READERS", "rosa, idris")


def setup() -> str:
    said = io.StringIO()
    call_command("setup", stdout=said)
    return said.getvalue()


def signed(said: str) -> str:
    """What the offline machine answers to the line that was shown."""
    asked = re.search(r"--sign (\S+)", said).group(1)
    return recovery.signed_line(lists.first(OFFLINE, recovery.read_ask_line(asked)))


def test_a_site_is_founded_in_two_visits_with_a_walk_between(people, monkeypatch):
    said = setup()
    assert "Come back with `make setup`" in said and not founding.is_founded()
    monkeypatch.setenv("SETUP_RECOVERY", PUBLIC)
    monkeypatch.setenv("SETUP_SIGNED", signed(said))
    assert "The site is set up" in setup()
    assert set(readers.trusted().readers) == {row.key_id for row in Reader.objects.all()}
    assert readers.trusted().recovery_public == OFFLINE.public
    assert "make serve" in setup()


def test_an_empty_site_has_its_doors_and_no_invented_word(people, client):
    setup()
    setup()
    home = client.get("/")
    assert home.status_code == 200 and "/share/" in home.content.decode()
    assert client.get("/share/").status_code == client.get("/booklets/").status_code == 200
    assert "invented" not in home.content.decode()
    assert client.post("/words/", {"door": "write"}).status_code == 200


def test_what_is_handed_over_works_and_is_shown_once(people):
    said = setup()
    (name, password, phrase) = re.search(r"  (rosa)\n    password +(.+)\n    unlock phrase +(.+)\n", said).groups()
    rosa = authenticate(username=name, password=password)
    assert {group.name for group in rosa.groups.all()} == set(founding.READERS)
    assert len(keys.unwrap(bytes(rosa.vault_reader.wrapped_seed), phrase)) == 32
    again = setup()
    assert password not in again and phrase not in again


def test_the_administrator_opens_no_story(people):
    setup()
    ada = get_user_model().objects.get(username="ada")
    assert ada.is_superuser and not Reader.objects.filter(user=ada).exists()


def test_a_list_signed_by_another_key_is_refused(people, monkeypatch):
    said = setup()
    stranger = Identity.from_seed(bytes(32))
    asked = re.search(r"--sign (\S+)", said).group(1)
    monkeypatch.setenv("SETUP_RECOVERY", PUBLIC)
    monkeypatch.setenv("SETUP_SIGNED", recovery.signed_line(lists.first(stranger, recovery.read_ask_line(asked))))
    with pytest.raises(CommandError, match="Nothing was changed"):
        setup()
    assert not ReaderListDocument.objects.exists()


def test_a_signed_list_with_another_reader_on_it_is_refused(people, monkeypatch):
    said = setup()
    asked = recovery.read_ask_line(re.search(r"--sign (\S+)", said).group(1))
    stranger = Identity.from_seed(b"s" * 32)
    more = (*asked, lists.Entry("stranger", stranger.public, stranger.signing_public))
    monkeypatch.setenv("SETUP_RECOVERY", PUBLIC)
    monkeypatch.setenv("SETUP_SIGNED", recovery.signed_line(lists.first(OFFLINE, more)))
    with pytest.raises(CommandError, match="other readers"):
        setup()


def test_a_torn_line_is_refused(people, monkeypatch):
    said = setup()
    monkeypatch.setenv("SETUP_RECOVERY", PUBLIC[:-3])
    monkeypatch.setenv("SETUP_SIGNED", signed(said))
    with pytest.raises(CommandError, match="Nothing was changed"):
        setup()


def test_without_a_person_or_a_variable_the_missing_answer_is_named():
    with pytest.raises(CommandError, match="SETUP_ADMINISTRATOR"):
        setup()
    assert not founding.has_administrator()


@pytest.mark.parametrize(
    ("variable", "answer", "says"),
    [
        ("SETUP_ADMINISTRATOR", "two words", "cannot be a name"),
        ("SETUP_ADMINISTRATOR", "", "cannot be a name"),
        ("SETUP_READERS", " , ", "at least one reader"),
        ("SETUP_READERS", "rosa,rosa", "name of their own"),
        ("SETUP_READERS", "ada", "already"),
    ],
)
def test_a_bad_answer_is_named(people, monkeypatch, variable, answer, says):
    monkeypatch.setenv(variable, answer)
    with pytest.raises(CommandError, match=says):
        setup()
    assert not founding.has_readers()


def test_a_demonstration_is_not_set_up(settings):
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        setup()


def test_every_group_of_founding_and_demonstration_is_there():
    from publication import demonstration

    named = {founding.ADMINISTRATORS, *founding.READERS}
    named |= {group for login in demonstration.LOGINS for group in login.groups}
    assert named <= set(Group.objects.values_list("name", flat=True))
