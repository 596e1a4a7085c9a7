"""Re-issues a release when something in it may no longer be shown."""

import datetime

from django.db import transaction

from consent.models import Edition
from publication.actions import one_builder, workshop
from publication.actions.freezing import new_release
from publication.actions.starting import request_build
from publication.models import Build, Release
from publication.renewal import needs_renewal
from stories.models import StoryVersion


@transaction.atomic
def reissue(*, release: Release, day: datetime.date, user=None) -> Release:
    """The next release from the same plan; the build leaves out what the gate refuses.

    One waiting release an edition is enough: when there is one it is returned, since its build asks the gate
    when it runs and again before it publishes. Never blocked by any other check.
    """
    Build.objects.lock(release.edition)
    waiting = Release.objects.of(release.edition).waiting().first()
    if waiting is None:
        waiting = new_release(release.page, release.frozen, user=user)
    request_build(waiting, day=day)
    return waiting


def reissue_for(agreement, *, day: datetime.date) -> list[Release]:
    """Re-issues every current release that holds a text of this agreement which the gate now refuses."""
    editions = Edition.objects.filter(pk__in=StoryVersion.objects.filter(agreement=agreement).values("edition"))
    return [made for edition in editions.order_by("year") if (made := _renewed(edition, day))]


def renew_all(day: datetime.date) -> list[Release]:
    """Re-issues whatever needs it on this day, and deletes what crashes have left. For the daily run; can be repeated.

    It finds what no signal told: texts that have lapsed, and builds that never began or did not end.
    """
    editions = Edition.objects.filter(pk__in=Release.objects.values("edition")).order_by("year")
    return [made for edition in editions if (made := _renewed(edition, day, tidy=True))]


@transaction.atomic
def _renewed(edition: Edition, day: datetime.date, *, tidy: bool = False) -> Release | None:
    # The lock first: a release that is being published right now is then seen as published.
    Build.objects.lock(edition)
    releases = Release.objects.of(edition).select_related("edition", "page")
    idle = not one_builder.at_work(edition.year)
    if tidy:
        workshop.sweep(edition)
        if idle:
            workshop.clear(edition)
    current = releases.ready().first()
    if current and needs_renewal(current, day=day):
        return reissue(release=current, day=day)
    if tidy and idle and (waiting := releases.waiting().first()):
        request_build(waiting, day=day)
        return waiting
    return None
