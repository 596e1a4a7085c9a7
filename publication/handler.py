"""Reads requests as UTF-8, whatever character set their sender names: no page of ours asks for another.

Django believes the header, and reads the query with it while the request is being made, where no page for errors can
help: "charset=hex" there ended in the server's own 500.
"""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    def _set_content_type_params(self, meta):
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Request
