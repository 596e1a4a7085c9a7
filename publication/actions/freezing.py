"""Freezes the editors' plan as the next numbered release."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent import ledger
from consent.models import Edition
from publication.actions import one_builder
from publication.composing import freeze_plan
from publication.models import BookletPage, Build, Release

HUNDRED = 100


class NotNow(Exception):
    """Nothing was frozen; the message says why, and what to do."""


@transaction.atomic
def freeze(*, page: BookletPage, user) -> Release:
    """The next release of the page's edition, waiting to be built. What the gate refuses is left out by the build.

    Raises `NotNow` while another release is being built. One whose build has stopped is replaced by this.
    """
    Build.objects.lock(page.edition)
    waiting = Release.objects.of(page.edition).waiting()
    if waiting.exists() and one_builder.at_work(page.edition.year):
        raise NotNow(_("A release is being built already. Wait until it is ready, then freeze again."))
    waiting.update(state=Release.State.SUPERSEDED)
    release = new_release(page, freeze_plan(page.draft()), user=user)
    log(instance=page, action="publication.freeze", user=user, data={"release": release.name})
    return release


def new_release(page: BookletPage, plan: dict, *, user) -> Release:
    """A pending release under the next number of its edition; the caller holds the edition's build row."""
    free = Build.objects.values_list("numbers_from", flat=True).get(edition=page.edition)
    return Release.objects.create(
        page=page,
        edition=page.edition,
        number=max(last_number(page.edition) + 1, free),
        frozen=plan,
        frozen_by=user,
        ledger_head=str(ledger.head()),
    )


def last_number(edition: Edition) -> int:
    """The highest number of the edition's releases, 0 before there is one."""
    return Release.objects.of(edition).aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def leave_numbers_free(*, edition: Edition) -> None:
    """After a restore: releases go on at the next hundred.

    This database does not know how many were published since its backup, and a number must never stand on two
    different booklets. A hundred are more than there are noes between two backups.
    """
    build = Build.objects.lock(edition)
    build.numbers_from = (last_number(edition) // HUNDRED + 1) * HUNDRED + 1
    build.save(update_fields=["numbers_from"])
