"""Child processes that work on this test's own database, vault and releases."""

import os

from django.conf import settings
from django.db import connection


def environment(**changes) -> dict[str, str]:
    """What a child of this test must find in its environment."""
    named = str(connection.settings_dict["NAME"])
    database = {"DB_FILE": named} if connection.vendor == "sqlite" else {"DB_NAME": named}
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "RELEASES_DIR": str(settings.RELEASES_DIR),
        **database,
        **changes,
    }
