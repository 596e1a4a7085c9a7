"""Pictures of a text that is not public yet, for the private page: inside the page, so that they need no address."""

import base64

from stories.models import Picture

# What stories.imaging writes.
KINDS = {"png": "image/png", "jpg": "image/jpeg"}


def picture_in_page(sha256: str) -> str:
    """The re-encoded bytes as a data address; an empty one when the picture is gone, and its description stays."""
    picture = Picture.objects.filter(sha256=sha256).first()
    if picture is None:
        return "data:,"
    with picture.file.open("rb") as stored:
        data = stored.read()
    kind = KINDS[picture.file.name.rpartition(".")[2]]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
