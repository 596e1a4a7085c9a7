"""What one of the admin's own pages cannot read is a bad request: Wagtail trusts that its forms come back as it made
them, and falls over a number that is none. Its fault is logged with its place; the browser hears that something in the
request was wrong.

Only for the desk, only for a request that carries something, and only where a line of Wagtail's, and none of ours, was
the last before Django or Python refused: every other fault stays what it is.
"""

import logging
import traceback

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DataError
from django.urls import NoReverseMatch

from publication.errors import bad_request
from publication.headers import is_desk

logger = logging.getLogger(__name__)

CANNOT_BE_READ = (ArithmeticError, AttributeError, DataError, LookupError, NoReverseMatch, TypeError, ValueError)
ROOMS = tuple(str(settings.BASE_DIR / room) + "/" for room in ("consent", "stories", "publication"))
WAGTAILS = ("wagtail", "modelsearch", "modelcluster")
# What a web server in front takes for an address (8 KiB); SQLite refuses to look for much more.
LONGEST_QUERY = 8000


class UnreadableMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_desk(request.path) and len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request, error):
        carries = request.META.get("QUERY_STRING") or request.method not in ("GET", "HEAD")
        if is_desk(request.path) and carries and isinstance(error, CANNOT_BE_READ) and _is_wagtails(error):
            logger.error("A page of the admin could not read what was sent to it.", exc_info=error)
            # Whoever listens for faults hears of this one too: in a test that did not send it on purpose it is raised.
            got_request_exception.send(sender=type(self), request=request)
            return bad_request(request, error)
        return None


def _is_wagtails(error: BaseException) -> bool:
    """Whether, from where it was raised outwards, a line of Wagtail's comes before one of this project's."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(ROOMS):
            return False
        if any(f"/{name}/" in frame.filename for name in WAGTAILS):
            return True
    return False
