"""Where a server enters. Refuses to start on a home of the other kind (publication/marks.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "publication.settings")

application = get_wsgi_application()

from publication.marks import refuse_wrong_home  # noqa: E402  (needs the apps that the line above loads)

refuse_wrong_home()
