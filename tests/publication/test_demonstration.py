"""The demonstration's constants can be typed, and a home that holds them cannot become a real site."""

import io

import pytest
from django.contrib.auth import authenticate, get_user_model, password_validation
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from publication import demonstration, marks, places
from publication.models import Installation
from stories import keys, readers
from stories.models import Reader, ReaderListDocument
from stories.vault import words

PHRASES = [login.phrase for login in demonstration.LOGINS if login.phrase]
RETURN_WORDS = [parent.words for parent in demonstration.RETURN_WORDS]


@pytest.fixture
def home(settings, tmp_path):
    """A home of its own, with key files in it."""
    settings.DATA_DIR = tmp_path
    settings.SLOT_FILES = (tmp_path / "slots" / "first", tmp_path / "mirror" / "second")
    settings.SITE_SALT_FILE = tmp_path / "site.salt"
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for file in marks.key_files():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"a key")
    return tmp_path


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_unlock_phrase_has_six_words_of_the_list(phrase):
    assert len(phrase.split()) == 6 and set(phrase.split()) <= set(words.LIST)


@pytest.mark.parametrize("said", RETURN_WORDS)
def test_every_return_words_can_be_typed_back(said):
    assert words.as_words(words.parse(said)).replace("-", " ") == said


def test_the_password_would_pass_our_own_rules():
    password_validation.validate_password(demonstration.PASSWORD)


@pytest.mark.django_db
def test_what_is_printed_holds_everything_that_must_be_typed(settings):
    settings.DEMONSTRATION = True
    told = places.told()
    for typed in (demonstration.PASSWORD, *PHRASES, *RETURN_WORDS, *(login.name for login in demonstration.LOGINS)):
        assert typed in told


@pytest.mark.django_db
def test_a_real_site_prints_no_word_of_the_demonstration():
    assert demonstration.PASSWORD not in places.told()


@pytest.mark.django_db
def test_a_marked_home_is_refused_outside_the_demonstration(home, settings):
    assert marks.faults() == []
    marks.mark()
    assert "readers.pin" in marks.faults()[0] and "make setup" in marks.faults()[0]
    with pytest.raises(ImproperlyConfigured):
        marks.refuse_wrong_home()
    settings.DEMONSTRATION = True
    assert marks.faults() == []


@pytest.mark.django_db
def test_a_marked_database_alone_is_refused(home):
    Installation.objects.create(pk=Installation.ONLY, kind=Installation.DEMONSTRATION)
    assert ["database" in fault for fault in marks.faults()] == [True]


def test_one_copied_key_file_is_refused(home, settings):
    (settings.SLOT_FILES[1].parent / marks.FILE).write_text("")
    assert str(settings.SLOT_FILES[1]) in " ".join(marks.marked_files())


def test_a_copied_secret_key_is_refused(home, settings):
    settings.SECRET_KEY = marks.KEY_BEGINS + "xyz"
    assert marks.marked_files() == ["the secret key"]


@pytest.mark.django_db
def test_the_demonstration_refuses_a_real_sites_keys_and_database(home, settings):
    settings.DEMONSTRATION = True
    get_user_model().objects.create_user("someone")
    keys, database = marks.faults()
    assert "site.salt" in keys and "DATA_DIR" in keys and "database" in database


@pytest.mark.django_db
def test_the_demonstration_refuses_to_answer_to_other_machines(home, settings):
    marks.mark()
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["press.example"]
    assert "ALLOWED_HOSTS" in marks.faults()[0]


@pytest.mark.django_db
def test_marking_again_changes_nothing(home):
    marks.mark()
    marks.mark()
    assert Installation.objects.count() == 1


@pytest.mark.django_db
def test_loading_it_twice_keeps_what_is_there(home, settings):
    for file in marks.key_files():
        file.unlink()
    settings.DEMONSTRATION = True
    call_command("demo", stdout=io.StringIO())
    get_user_model().objects.filter(username="wren").update(first_name="Robin")
    before = [list(model.objects.order_by("pk").values()) for model in (get_user_model(), Reader, ReaderListDocument)]
    call_command("demo", stdout=io.StringIO())
    after = [list(model.objects.order_by("pk").values()) for model in (get_user_model(), Reader, ReaderListDocument)]
    assert after == before and marks.faults() == []


@pytest.mark.django_db
def test_its_people_can_sign_in_and_unlock(home, settings):
    for file in marks.key_files():
        file.unlink()
    settings.DEMONSTRATION = True
    call_command("demo", stdout=io.StringIO())
    for login in demonstration.LOGINS:
        user = authenticate(username=login.name, password=demonstration.PASSWORD)
        assert {group.name for group in user.groups.all()} == set(login.groups)
        if login.phrase:
            assert len(keys.unwrap(bytes(user.vault_reader.wrapped_seed), login.phrase)) == 32
    assert len(readers.trusted().readers) == len(PHRASES)


def test_it_is_never_loaded_into_a_real_site():
    with pytest.raises(CommandError, match="make run"):
        call_command("demo")
