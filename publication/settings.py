"""Every setting of the site, in one file, read from the environment. Safe by default.

Variables and their defaults are listed in docs/operations.md. Nothing here knows a secret:
`make run` and `make setup` keep the secret key in a file under DATA_DIR that only the owner can read.
"""

import hashlib
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from publication.environment import choice, flag, folder, listing, number, text

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = flag("DEBUG", default=False)
# Demonstration mode loads invented stories with published keys; it may listen on loopback only.
DEMONSTRATION = flag("DEMONSTRATION", default=False)

# Where everything that must outlive a restart is kept: never the same place for what is invented and what is real.
DATA_DIR = folder("DATA_DIR", BASE_DIR / "var" / ("demonstration" if DEMONSTRATION else "site"))
# The two copies of the slot file should lie on different disks (docs/operations.md).
SLOT_FILES = (
    folder("SLOT_FILE", DATA_DIR / "slots" / "first.slots"),
    folder("SLOT_MIRROR", DATA_DIR / "slots-mirror" / "second.slots"),
)
NO_LIST_FILES = (SLOT_FILES[0].with_name("no-list"), SLOT_FILES[1].with_name("no-list"))
SITE_SALT_FILE = folder("SITE_SALT_FILE", DATA_DIR / "site.salt")
READER_PIN_FILE = folder("READER_PIN_FILE", DATA_DIR / "readers.pin")
RELEASES_DIR = folder("RELEASES_DIR", DATA_DIR / "releases")
# Keys of open vaults live here and must die with the machine: a tmpfs folder.
VOLATILE_DIR = folder(
    "VOLATILE_DIR",
    Path("/dev/shm")  # noqa: S108 - memory, made 0700 and emptied at each start by the vault
    / f"parent-press-{os.getuid()}-{hashlib.sha256(str(DATA_DIR).encode()).hexdigest()[:12]}",
)


def secret_key() -> str:
    """The key from SECRET_KEY, or from the file that the set-up wrote."""
    if key := text("SECRET_KEY"):
        return key
    file = DATA_DIR / "secret.key"
    if file.exists():
        return file.read_text().strip()
    if DEBUG:
        return "a key for building and checking only; nothing is signed with it"
    raise ImproperlyConfigured(
        "There is no secret key. Run `make setup` (or `make run` for the demonstration), or set SECRET_KEY."
    )


SECRET_KEY = secret_key()
PORT = number("PORT", 8000, at_least=1)
ALLOWED_HOSTS = listing("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_URL = text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "publication",
    "stories",
    "consent",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "publication.headers.SafeHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "publication.unreadable.UnreadableMiddleware",
]

ROOT_URLCONF = "publication.urls"
WSGI_APPLICATION = "publication.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "publication.chrome.context",
            ],
        },
    }
]

# SQLite beside the code's data by default; PostgreSQL by DATABASE=postgresql and the DB_ variables.
DATABASE = choice("DATABASE", "sqlite", {"sqlite", "postgresql"})
if DATABASE == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": text("DB_NAME", "parent_press"),
            "USER": text("DB_USER"),
            "PASSWORD": text("DB_PASSWORD"),
            "HOST": text("DB_HOST"),
            "PORT": text("DB_PORT"),
            "CONN_MAX_AGE": 60,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder("DB_FILE", DATA_DIR / "db.sqlite3"),
            "OPTIONS": {
                # Immediate: a writer waits its turn at once instead of failing at its first write.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # secure_delete overwrites freed pages with zeros, so that erased rows leave no bytes.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    " PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000;"
                ),
            },
        }
    }

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-desk" if HTTPS else "desk"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "publication.errors.form_too_old"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0 if not HTTPS else number("HSTS_SECONDS", 31_536_000)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = folder("MEDIA_ROOT", DATA_DIR / "media")
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Bodies never touch a disk: only the memory handler, and limits raised to match (or Django would
# drop larger files silently).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", "parent-press@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

WAGTAIL_SITE_NAME = "Parent Press"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "stories.tasks.finish"
# One door for passwords, where guesses are counted; and none that is shared by many, which nobody counts.
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_USER_LOGIN_FORM = "stories.desk.signing_in.LoginForm"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILIMAGES_IMAGE_MODEL = "stories.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "stories.picture_form.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
WAGTAILEMBEDS_FINDERS = []
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]},
    }
}
TAGGIT_CASE_INSENSITIVE = True

# The rule's keys live in the vault, which consent may not import; it asks this object for them.
CONSENT_KEYS = "stories.keys.ledger_keys"

# Memory and passes of the key derivations. Only the tests and the rehearsal lower the first two.
READER_ARGON2_KIB = number("READER_ARGON2_KIB", 256 * 1024, at_least=8)
READER_ARGON2_PASSES = number("READER_ARGON2_PASSES", 3, at_least=1)
RETURN_ARGON2_KIB = number("RETURN_ARGON2_KIB", 19 * 1024, at_least=8)
RETURN_ARGON2_PASSES = number("RETURN_ARGON2_PASSES", 2, at_least=1)

# How many derivations of return words run at once, over all workers: so many for sending, and as many for returning.
DERIVATIONS_AT_ONCE = number("DERIVATIONS_AT_ONCE", 2, at_least=1)
# Floods (stories/journey/floods.py): so many at once, and as many again over an hour. 0 sets no limit.
SENDS_PER_HOUR = number("SENDS_PER_HOUR", 240)
SENDS_PER_SOURCE = number("SENDS_PER_SOURCE", 30)
RETURNS_PER_HOUR = number("RETURNS_PER_HOUR", 36_000)
RETURNS_PER_SOURCE = number("RETURNS_PER_SOURCE", 120)
PICTURES_PER_HOUR = number("PICTURES_PER_HOUR", 240)
PICTURES_PER_SOURCE = number("PICTURES_PER_SOURCE", 30)
GUESSES_PER_HOUR = number("GUESSES_PER_HOUR", 20)
# Who sends sooner than this after the first page is asked once more.
SECONDS_BEFORE_SENDING = number("SECONDS_BEFORE_SENDING", 3)
# The header in which the web server in front names who asks; without one, nobody is told apart by address.
SOURCE_HEADER = text("SOURCE_HEADER")

# Where "leave this page" leads: a place that anybody may have been looking at.
EXIT_URL = text("EXIT_URL", "https://www.bbc.co.uk/weather")

# Class and place of an error, never its values: no address, no words, no agent (DESIGN section 11).
DEFAULT_EXCEPTION_REPORTER = "publication.errors.PlaceOnlyReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "filters": {"place_only": {"()": "publication.errors.PlaceOnlyFilter"}},
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "filters": ["place_only"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING"), "propagate": False},
        # Pillow tells what stands in a picture's metadata, in sentences that the filter cannot empty.
        "PIL": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "wagtailadmin.W003",
    "security.W002",  # frames are refused by publication.headers, page by page
    "security.W005",  # the charity's other names are not ours to bind to TLS
    "security.W008",  # plain HTTP is turned to TLS by the web server in front
    "security.W021",  # nor is the browsers' preload list ours to enter
]

# How releases are built: in a detached child process, unless a rehearsal or a test wants to wait for it.
RELEASE_BUILDER = "publication.actions.starting.in_a_child"
