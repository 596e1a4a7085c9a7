"""Pictures of parents' stories: the bytes for a build, and an address that asks the gate."""

import hashlib
from collections.abc import Callable
from contextlib import suppress

from stories import tree
from stories.models import Picture


def story_picture_url(page) -> Callable[[str], str]:
    """The address of a story's picture below its booklet; served only while a story that shows it is served."""
    base = page.get_url() or ""
    return lambda sha256: f"{base}pictures/{sha256[:32]}/"


def picture_bytes(trees) -> dict[str, bytes]:
    """The stored bytes of every picture in some trees, by SHA-256. A missing one is simply not there."""
    wanted = {picture.sha256 for one in trees for picture in tree.pictures(one)}
    found = {}
    for picture in Picture.objects.filter(sha256__in=wanted):
        if body := approved_bytes(picture):
            found[picture.sha256] = body
    return found


def approved_bytes(picture: Picture) -> bytes | None:
    """The file's bytes, if they are the ones whose SHA-256 stands in the text that was approved."""
    with suppress(FileNotFoundError), picture.file.open("rb") as stream:
        body = stream.read()
        if hashlib.sha256(body).hexdigest() == picture.sha256:
            return body
    return None
