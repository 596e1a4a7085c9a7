"""Re-issues a release when something in it may no longer be shown."""

import datetime
import logging
import time

from django.db import transaction

from consent.models import Edition
from publication.actions import one_builder, workshop
from publication.actions.freezing import new_release
from publication.actions.starting import request_build
from publication.models import Build, Release
from publication.renewal import needs_renewal
from stories.actions import finish_if_cut_short
from stories.models import StoryVersion

logger = logging.getLogger(__name__)

# Seconds between two looks of one process whether a release that readers ask for is being built.
PAUSE = 30
_next_look: dict[int, float] = {}


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


def take_up(edition: Edition, *, day: datetime.date) -> None:
    """For a reader who was told "being renewed": if whoever should be renewing it has died, this begins it again.

    A build that failed is left to the desk, which says what to mend. Nothing that goes wrong here reaches the reader.
    """
    if _looked_just_now(edition):
        return
    finish_if_cut_short(today=day)
    newest = Release.objects.of(edition).newest_first().first()
    if newest is None or newest.state == Release.State.FAILED:
        return
    try:
        _renewed(edition, day, tidy=True)
    except Exception:
        logger.exception("A release could not be renewed; it will be tried again.")


def _looked_just_now(edition: Edition) -> bool:
    """So that many readers begin one build in a while and not one each, should builders die as they start; and try one
    deletion that cannot be finished now and then, and not each for themselves."""
    now = time.monotonic()
    if now < _next_look.get(edition.year, now):
        return True
    _next_look[edition.year] = now + PAUSE
    return False


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
