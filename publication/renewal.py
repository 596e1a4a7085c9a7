"""Whether a release that readers get must be made anew."""

import datetime

from consent.uses import Use
from publication import gate
from publication.formats.files import DOWNLOADS, MAY_BE_MISSING, PRINT_FILES
from publication.models import Release


def needs_renewal(release: Release, *, day: datetime.date) -> bool:
    """Whether it holds a text that may not be used on this day, or lacks a file that readers are offered."""
    if not all(gate.may_use_all(release, use=use, day=day) for use in (Use.ONLINE, Use.PRINT, Use.SOCIAL)):
        return True
    offered = set(DOWNLOADS) - MAY_BE_MISSING
    if release.stories.in_files_of(Use.PRINT).exists():
        offered |= set(PRINT_FILES)
    made = set(release.files.exclude(name__startswith="web/").values_list("name", flat=True))
    kept = {name for name in made if (release.folder / name).exists()}
    return kept != made | offered
