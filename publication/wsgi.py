"""Where a server enters. Refuses to start on a home of the other kind (publication/marks.py)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "publication.settings")

django.setup()

# These need the apps that the line above loads.
from publication.handler import Handler  # noqa: E402
from publication.marks import refuse_wrong_home  # noqa: E402

application = Handler()

refuse_wrong_home()
