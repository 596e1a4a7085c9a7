"""What was sent to a printer or a partner, and that they were told of its end."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from publication.actions.freezing import NotNow
from publication.models import HandedOut, Release


@transaction.atomic
def hand_out(*, release: Release, to: str, files: list[str], sent_on: datetime.date, user) -> HandedOut:
    """Writes down that files of a release were sent to somebody. Raises `NotNow` for one that was never built."""
    if release.state not in (Release.State.READY, Release.State.SUPERSEDED):
        raise NotNow(
            _("Release %s was never built, so nothing of it can have been sent. Choose one that was.") % release.name
        )
    made = HandedOut.objects.create(release=release, to=to, files=", ".join(files), sent_on=sent_on, sent_by=user)
    _log(made, "publication.hand_out", user)
    return made


@transaction.atomic
def mend_sending(*, sending: HandedOut, to: str, files: list[str], sent_on: datetime.date, user) -> HandedOut:
    """Corrects what was written down of a sending. Raises `NotNow` once somebody was told on the strength of it."""
    row = _open(sending)
    row.to, row.files, row.sent_on = to, ", ".join(files), sent_on
    row.save(update_fields=["to", "files", "sent_on"])
    _log(row, "publication.mend_sending", user)
    return row


@transaction.atomic
def drop_sending(*, sending: HandedOut, user) -> None:
    """Takes a sending away that was written down by mistake. Raises `NotNow` once somebody was told."""
    row = _open(sending)
    _log(row, "publication.drop_sending", user)
    row.delete()


@transaction.atomic
def told(*, sending: HandedOut, how: str, user, day: datetime.date) -> HandedOut:
    """Closes what is to be told: somebody was told not to use the files any more. Raises `NotNow` the second time."""
    row = _locked(sending)
    if row.told_on:
        raise NotNow(_("It was written down already that %s has been told. Nothing more is to be done.") % row.to)
    row.told_on, row.told_by, row.told_how = day, user, how
    row.save(update_fields=["told_on", "told_by", "told_how"])
    _log(row, "publication.told", user)
    return row


def _open(sending: HandedOut) -> HandedOut:
    row = _locked(sending)
    if row.told_on:
        raise NotNow(
            _("%s has been told about this sending, so it stays as it is. Write down another one beside it.") % row.to
        )
    return row


def _locked(sending: HandedOut) -> HandedOut:
    """The row as it is now. Raises `NotNow` when a colleague has taken it away meanwhile."""
    rows = HandedOut.objects.select_for_update().select_related("release__page", "release__edition")
    row = rows.filter(pk=sending.pk).first()
    if row is None:
        raise NotNow(_("A colleague has taken this sending away meanwhile. Look at the list again."))
    return row


def _log(sending: HandedOut, action: str, user) -> None:
    """By its number, since a name that was written down by mistake must not stay in the log."""
    release = sending.release
    log(instance=release.page, action=action, user=user, data={"release": release.name, "sending": sending.pk})
