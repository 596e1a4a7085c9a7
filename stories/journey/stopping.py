"""Stop: a no to every use outside the house, at once."""

from datetime import date

from django.http import HttpResponse
from django.utils.timezone import localdate

from stories import actions
from stories.actions import Visit
from stories.journey.calendar import edition_for, effect_of_stopping
from stories.journey.front import page, show
from stories.journey.where import newest_shown, still_out


def stop(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    return show(request, visit, "stop", effect=effect(visit, localdate()))


def stopped(request, visit: Visit, data) -> HttpResponse:
    actions.stop(visit=visit, uses=None, today=localdate())
    return page(request, visit, note="stopped")


def effect(visit: Visit, today: date) -> tuple[str, ...]:
    """What a stop would reach today; where words of hers are out, with the dates of the booklet that they are in."""
    out, shown = bool(still_out(visit, today=today)), newest_shown(visit)
    return effect_of_stopping(shown or edition_for(today), today, out=out, released=shown is not None)
