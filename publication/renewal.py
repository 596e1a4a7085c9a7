"""Whether a release that readers get must be made anew."""

import datetime

from consent.uses import Use
from publication import gate
from publication.formats.files import DOWNLOADS
from publication.models import Release


def needs_renewal(release: Release, *, day: datetime.date) -> bool:
    """Whether it holds a text that may not be used on this day, or lacks a file that readers are offered."""
    if not gate.may_use_all(release, use=Use.ONLINE, day=day):
        return True
    kept = {file.name for file in release.files.filter(name__in=DOWNLOADS) if (release.folder / file.name).exists()}
    return kept != set(DOWNLOADS)
