"""Delete: asks for the return words once more, then leaves nothing. There is no way back."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from consent.weeks import monday_of, week_of
from stories import actions
from stories.actions import Visit
from stories.journey.front import show
from stories.journey.knocking import NOT_FOUND, recognise
from stories.journey.returning import WordsForm
from stories.journey.where import still_out
from stories.models import Contribution
from stories.models.deletion import draw_number

logger = logging.getLogger(__name__)


def ask_delete(request, visit: Visit, data=None, *, typed=None, form=None) -> HttpResponse:
    context = {"form": form or WordsForm(), "out": still_out(visit, today=localdate())}
    return show(request, visit, "delete", **context)


def delete(request, shown: Visit, data) -> HttpResponse:
    """Deletes what the typed words open, if it is also what this page was about."""
    visit, form = recognise(data)
    if visit is None or visit.contribution != shown.contribution:
        if not form.errors:
            form.add_error("words", NOT_FOUND)
        return ask_delete(request, shown, form=form)
    number = draw_number()
    unfinished = not erased(visit, number)
    context = {"unfinished": unfinished, "number": number, "day": monday_of(week_of(localdate()))}
    return render(request, "stories/journey/private/deleted.html", context)


def erased(visit: Visit, number: str) -> bool:
    """Deletes; False when it has begun and some of it is left, which `manage.py daily` then finishes.

    From the first step on her words open nothing, so she cannot press again: she must be told what is true and
    not that a page is broken. A deletion that could not even begin raises, and she can try again.
    """
    try:
        actions.erase(contribution=visit.contribution, today=localdate(), number=number)
    except Exception:
        if Contribution.objects.present().filter(pk=visit.contribution.pk).exists():
            raise
        logger.exception("A deletion is not finished; it will be tried again.")
        return False
    return True
