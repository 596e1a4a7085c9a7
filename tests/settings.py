"""The site's own settings, in a temporary home, with quick key derivations.

Each test process has a home of its own, removed at its end. A child process that a test starts (the release
builder, say) finds the same home through the environment instead of making another.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Side-by-side test processes inherit the first one's environment, so each looks under its own name.
HOME_VARIABLE = "PARENT_PRESS_TEST_HOME_" + os.environ.get("PYTEST_XDIST_WORKER", "main").upper()
# What a developer may have set for a site of their own must not reach the tests.
OF_A_SITE = (
    *(
        "DEBUG",
        "DEMONSTRATION",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "PORT",
        "HSTS_SECONDS",
        "LOG_LEVEL",
        "EMAIL_BACKEND",
        "EXIT_URL",
    ),
    *("DB_FILE", "SLOT_FILE", "SLOT_MIRROR", "SITE_SALT_FILE", "READER_PIN_FILE", "RELEASES_DIR", "MEDIA_ROOT"),
)

if HOME_VARIABLE not in os.environ:
    HOME = Path(tempfile.mkdtemp(prefix="parent-press-tests-"))
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
    for name in OF_A_SITE:
        os.environ.pop(name, None)
    os.environ.update(
        {
            HOME_VARIABLE: str(HOME),
            "DATA_DIR": str(HOME / "data"),
            "VOLATILE_DIR": str(HOME / "volatile"),
            "STATIC_ROOT": str(HOME / "static"),
            "SECRET_KEY": "tests only",
            "READER_ARGON2_KIB": "8",
            "READER_ARGON2_PASSES": "1",
            "RETURN_ARGON2_KIB": "8",
            "RETURN_ARGON2_PASSES": "1",
        }
    )
HOME = Path(os.environ[HOME_VARIABLE])

from publication.settings import *  # noqa: E402, F403
from publication.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# The tests' own `flush`, which gives the database back as the migrations left it (tests/management).
INSTALLED_APPS = ["tests", *INSTALLED_APPS]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, since the live server's threads and child processes open it too.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # an idle connection would keep the test database from being dropped
RELEASE_BUILDER = "publication.actions.starting.here"
# One process is a thousand parents here, and none of them takes three seconds. The tests of floods set their own.
SENDS_PER_HOUR = RETURNS_PER_HOUR = GUESSES_PER_HOUR = SECONDS_BEFORE_SENDING = 0
