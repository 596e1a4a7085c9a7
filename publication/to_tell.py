"""Whom somebody must tell that files they were sent are replaced, or must not be used any more.

Asked each time and kept nowhere: a row made when a family says no would tell when it did. It says the same
whatever the reason, so nobody learns from it that a family has left, or which story is gone.
"""

import datetime
from dataclasses import dataclass

from publication.models import BookletPage, HandedOut, Release
from publication.renewal import needs_renewal


@dataclass(frozen=True)
class ToTell:
    """One sending to speak of. `replaced_by` is the release to send instead, or None while it is not built yet."""

    sending: HandedOut
    replaced_by: Release | None


def to_tell(page: BookletPage | None = None, *, day: datetime.date) -> list[ToTell]:
    """Every sending, of one booklet or of all, whose release is no longer the one to use, and nobody was told yet."""
    open_ones = HandedOut.objects.not_told().select_related("release__edition", "release__page")
    if page:
        open_ones = open_ones.filter(release__page=page)
    current: dict[int, tuple[Release | None, bool]] = {}
    found = []
    for sending in open_ones:
        release = sending.release
        if release.edition_id not in current:
            newest = Release.objects.of(release.edition).ready().select_related("edition", "page").first()
            current[release.edition_id] = (newest, newest is not None and not needs_renewal(newest, day=day))
        newest, is_whole = current[release.edition_id]
        if newest == release and is_whole:
            continue
        found.append(ToTell(sending, newest if newest != release and is_whole else None))
    return found
