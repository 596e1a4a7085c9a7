"""Takes the one file that a parent's page can send, in memory, and nothing else of any other.

Django's own memory handler drops a body that is larger than its limit without a word. This one takes part in every
body, keeps at most `MOST_BYTES` of one field, and remembers that there was more, so that a parent is told so. The
file's name and its type, as the browser says them, are kept by nobody.
"""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

FIELD = "picture"
MOST_BYTES = 10 * 1024 * 1024


class Upload(InMemoryUploadedFile):
    """A file in memory. `too_large` says that it had more bytes than we take; then it holds none."""

    def __init__(self, data: bytes, *, too_large: bool):
        super().__init__(io.BytesIO(data), FIELD, FIELD, "application/octet-stream", len(data), None)
        self.too_large = too_large


class OnePictureHandler(FileUploadHandler):
    """The first file of the field `picture`; what else a body brings is read past and forgotten."""

    def __init__(self, request=None):
        super().__init__(request)
        self.taken = False

    def new_file(self, field_name, *args, **kwargs):
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self.taken:
            raise SkipFile
        self.taken, self.too_large, self.held = True, False, bytearray()

    def receive_data_chunk(self, raw_data, start):
        if len(self.held) + len(raw_data) > MOST_BYTES:
            self.too_large, self.held = True, bytearray()
        if not self.too_large:
            self.held += raw_data

    def file_complete(self, file_size):
        return Upload(bytes(self.held), too_large=self.too_large)
