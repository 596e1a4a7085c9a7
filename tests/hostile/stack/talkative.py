"""The site's settings with one careless addition: a middleware that writes down every request as it came.

It is what the canary's positive control runs under; `publication/settings.py` has nothing of the kind.
"""

import sys

from publication.settings import *  # noqa: F403
from publication.settings import MIDDLEWARE


class Notebook:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        headers = "".join(f"{name}: {value}\n" for name, value in request.headers.items())
        told = f"{request.method} {request.get_full_path()}\n{headers}".encode() + request.body + b"\n"
        sys.stderr.buffer.write(told)
        sys.stderr.buffer.flush()
        return self.get_response(request)


MIDDLEWARE = ["tests.hostile.stack.talkative.Notebook", *MIDDLEWARE]
