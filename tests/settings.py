"""The site's own settings, in a temporary home, with quick key derivations."""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="parent-press-tests-"))
os.environ.update(
    {
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
for name in ("DEBUG", "DEMONSTRATION", "ALLOWED_HOSTS", "SITE_URL", "DB_FILE", "SLOT_FILE", "SLOT_MIRROR"):
    os.environ.pop(name, None)

from publication.settings import *  # noqa: E402, F403
from publication.settings import DATABASES, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
