"""What of a booklet is settled with its families' words, and since when only a publisher changes it, saying why."""

import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from publication.frozen_plan import freeze_plan
from publication.models import BookletPage

CHANGED = "publication.change_settled"
# An answer comes after the opening, and a wrong number of a help line cannot wait for a publisher.
STAYS_OPEN = {"asks", "asks_intro", "help", "help_intro"}


def is_settled(page: BookletPage, *, day: datetime.date) -> bool:
    """Whether the day has passed until which families were told that they can settle their words."""
    return day > page.edition.content_lock


def contents(page: BookletPage) -> dict:
    """What readers would get of a page, but for what may be mended at any time. Two drafts are compared by it."""
    return {name: value for name, value in freeze_plan(page).items() if name not in STAYS_OPEN}


def since(page: BookletPage) -> str:
    """The beginning of each sentence that says it."""
    return _("The contents of this booklet are settled since %s: families were told so.") % date_format(
        page.edition.content_lock, "j F Y"
    )


def changes(page: BookletPage) -> QuerySet[PageLogEntry]:
    """Each change that was made all the same, newest first, with who made it and why (`data["reason"]`)."""
    return PageLogEntry.objects.filter(page=page.pk, action=CHANGED).select_related("user").order_by("-timestamp")
