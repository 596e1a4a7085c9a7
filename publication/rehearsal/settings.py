"""The site's own settings; only what a rehearsal must change: it waits for builds, nobody signs in from outside, and
all parents send within a minute."""

from publication.settings import *  # noqa: F403
from publication.settings import STORAGES

ALLOWED_HOSTS = ["testserver"]
RELEASE_BUILDER = "publication.actions.starting.here"
# A rehearsal is a flood.
SENDS_PER_HOUR = RETURNS_PER_HOUR = SECONDS_BEFORE_SENDING = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
