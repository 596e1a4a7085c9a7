"""This file knows whether a home (database and key files) is a demonstration's or a real site's.

The demonstration's words and phrases are published, so real stories must never be sealed to its keys, and its
keys must never be carried into a real site. Each of its folders holds a file called DEMONSTRATION, its secret
key begins with that word, and its database holds a row. Looked at by a system check at each command and by
publication/wsgi.py at each start.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from publication.listening import strangers, too_open
from publication.models import Installation

FILE = "DEMONSTRATION"
KEY_BEGINS = "demonstration-"
SAYS = "The keys in this folder are a demonstration's, and everybody knows them. Never use them for real stories.\n"


def key_files() -> tuple[Path, ...]:
    return (*settings.SLOT_FILES, settings.SITE_SALT_FILE, settings.READER_PIN_FILE)


def mark() -> None:
    """Marks this home as a demonstration's. Can be repeated."""
    for folder in {settings.DATA_DIR, *(file.parent for file in key_files())}:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / FILE).write_text(SAYS)
    Installation.objects.get_or_create(pk=Installation.ONLY, defaults={"kind": Installation.DEMONSTRATION})


def marked_files() -> list[str]:
    """The demonstration's key files that these settings lead to."""
    found = [str(file) for file in key_files() if (file.parent / FILE).exists()]
    if settings.SECRET_KEY.startswith(KEY_BEGINS):
        found.append("the secret key")
    return found


def unmarked_files() -> list[str]:
    """Key files which exist, and which no demonstration made."""
    return [str(file) for file in key_files() if file.exists() and not (file.parent / FILE).exists()]


def database_kind() -> str:
    """ "demonstration", "site", or nothing while the database is empty, not yet made or out of reach."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return ""  # asking would create the file
    try:
        if Installation.objects.filter(kind=Installation.DEMONSTRATION).exists():
            return Installation.DEMONSTRATION
        return "site" if get_user_model().objects.exists() else ""
    except DatabaseError:
        return ""


def faults() -> list[str]:
    """Sentences that say why this mode and this home do not belong together."""
    if settings.DEMONSTRATION:
        found = [too_open(strangers(allowed_hosts=settings.ALLOWED_HOSTS, site_url=settings.SITE_URL))]
        if files := unmarked_files():
            found.append(
                f"These keys are a real site's, and the demonstration would publish them: {', '.join(files)}. "
                "Give the demonstration a folder of its own with DATA_DIR."
            )
        if database_kind() == "site":
            found.append("This database is a real site's. Give the demonstration a folder of its own with DATA_DIR.")
        return [sentence for sentence in found if sentence]
    found = []
    if files := marked_files():
        found.append(
            f"Everybody knows these keys; a demonstration made them: {', '.join(files)}. "
            "Make new ones with `make setup` in a new DATA_DIR, or start the demonstration with `make run`."
        )
    if database_kind() == Installation.DEMONSTRATION:
        found.append(
            "This database is a demonstration's, and everybody knows its passwords. "
            "Make a new one with `make setup`, or start the demonstration with `make run`."
        )
    return found


@checks.register(checks.Tags.security)
def right_home(app_configs, **kwargs) -> list[checks.Error]:
    return [checks.Error(sentence, id="publication.E001") for sentence in faults()]


def refuse_wrong_home() -> None:
    """For a server's start, where Django runs no checks. Raises ImproperlyConfigured with every fault."""
    if found := faults():
        raise ImproperlyConfigured(" ".join(found))
