"""Freezes the editors' plan as the next numbered release."""

from django.db import transaction
from wagtail.log_actions import log

from consent import ledger
from publication.composing import freeze_plan
from publication.models import BookletPage, Build, Release


@transaction.atomic
def freeze(*, page: BookletPage, user) -> Release:
    """The next release of the page's edition, waiting to be built. What the gate refuses is left out by the build."""
    Build.objects.get_or_create(edition=page.edition)
    Build.objects.select_for_update().get(edition=page.edition)
    release = new_release(page, freeze_plan(page), user=user)
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
