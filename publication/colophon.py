"""What the public is told of a release: its digest, and in which weeks the booklet was made and made again."""

from django.utils import timezone

from consent.weeks import monday_of, week_of
from publication.formats.web import Colophon, Issue
from publication.models import Release


def colophon(release: Release) -> Colophon:
    """For a release that was built. Those that were replaced before the opening are named to nobody."""
    built = Release.objects.of(release.edition).exclude(week="").filter(number__lte=release.number).order_by("number")
    opening = week_of(timezone.localdate(release.edition.opens_at))
    rows = list(built.values_list("number", "week"))
    read = [row for row, after in zip(rows, [*rows[1:], None], strict=False) if after is None or after[1] >= opening]
    return Colophon(
        digest=release.digest,
        issues=tuple(Issue(f"{release.edition.year}.{number}", monday_of(week)) for number, week in read),
    )
