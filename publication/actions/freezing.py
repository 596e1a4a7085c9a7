"""Freezes the editors' plan as the next numbered release."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consent import ledger
from publication.actions import one_builder
from publication.composing import freeze_plan
from publication.models import BookletPage, Build, Release


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
    last = Release.objects.of(page.edition).order_by("-number").values_list("number", flat=True).first() or 0
    return Release.objects.create(
        page=page,
        edition=page.edition,
        number=last + 1,
        frozen=plan,
        frozen_by=user,
        ledger_head=str(ledger.head()),
    )
