"""The site's own settings; only what a rehearsal must change: it waits for builds, and nobody signs in from outside."""

from publication.settings import *  # noqa: F403
from publication.settings import STORAGES

ALLOWED_HOSTS = ["testserver"]
RELEASE_BUILDER = "publication.actions.starting.here"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
