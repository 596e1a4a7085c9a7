"""The site's own settings; only what a rehearsal must change: it waits for builds, nobody signs in from outside, and
all parents send within a minute."""

from publication.settings import *  # noqa: F403
from publication.settings import DATA_DIR, LOGGING, STORAGES

ALLOWED_HOSTS = ["testserver"]
RELEASE_BUILDER = "publication.actions.starting.here"
# A rehearsal is a flood.
SENDS_PER_HOUR = RETURNS_PER_HOUR = SECONDS_BEFORE_SENDING = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# What a site of ours hands to the journal, or keeps in memory, lies in files here: so that it can be searched.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR.parent / "cache"),
    }
}
LOGGING["handlers"]["file"] = LOGGING["handlers"]["console"] | {
    "class": "logging.FileHandler",
    "filename": str(DATA_DIR.parent / "log" / "site.log"),
    "level": "INFO",
}
LOGGING["handlers"]["file"].pop("stream")
LOGGING["handlers"]["console"]["level"] = "CRITICAL"
for logger in (LOGGING["root"], LOGGING["loggers"]["django"]):
    logger |= {"handlers": ["console", "file"], "level": "INFO"}
