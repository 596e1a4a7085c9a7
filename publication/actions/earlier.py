"""Bringing in an earlier booklet, deciding that it may be offered, and taking that back."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent.weeks import week_of
from publication.actions.freezing import NotNow
from publication.earlier_file import bare
from publication.models import EarlierBooklet


@transaction.atomic
def bring_in(*, year: int, title: str, about: str, data: bytes, user) -> EarlierBooklet:
    """Keeps the file without what hides in it. Nobody can read it yet. Raises `earlier_file.NotAFinishedBooklet`."""
    if EarlierBooklet.objects.filter(year=year).exists():
        raise NotNow(_("There is a booklet of %d already. Remove it first.") % year)
    kept = bare(data)
    made = EarlierBooklet(year=year, title=title, about=about, sha256=hashlib.sha256(kept).hexdigest(), size=len(kept))
    made.file.save(f"{year}.pdf", ContentFile(kept), save=False)
    try:
        made.save()
    except BaseException:
        made.file.delete(save=False)
        raise
    _note("bring_in", made, user)
    return made


@transaction.atomic
def offer(*, booklet: EarlierBooklet, reason: str, user, today: datetime.date) -> None:
    """A publisher decides that everybody may read it as it is, and why. Raises `NotNow` when it is offered already."""
    found = EarlierBooklet.objects.select_for_update().get(pk=booklet.pk)
    if found.is_offered:
        raise NotNow(_("It is offered already."))
    found.reason, found.decided_by, found.decided_week = reason, user, week_of(today)
    found.taken_back_by, found.taken_back_week = None, ""
    found.save()
    _note("offer", found, user, reason=reason)


@transaction.atomic
def take_back(*, booklet: EarlierBooklet, user, today: datetime.date) -> None:
    """From the next request on nobody can read it. Asks for no reason and no rank. Raises `NotNow` when it is down."""
    found = EarlierBooklet.objects.offered().filter(pk=booklet.pk)
    if not found.update(taken_back_by=user, taken_back_week=week_of(today)):
        raise NotNow(_("It is not offered: nobody can read it."))
    _note("take_back", booklet, user)


def remove(*, booklet: EarlierBooklet, user) -> None:
    """Deletes row and file of one that nobody can read. The log keeps that it was there. Raises `NotNow`."""
    if EarlierBooklet.objects.offered().filter(pk=booklet.pk).exists():
        raise NotNow(_("It is offered. Take it down first."))
    booklet.file.delete(save=False)
    with transaction.atomic():
        _note("remove", booklet, user)
        booklet.delete()


def _note(act: str, booklet: EarlierBooklet, user, **data) -> None:
    log(instance=booklet, action=f"publication.earlier_{act}", user=user, title=str(booklet.year), data=data)
