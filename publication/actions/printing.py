"""A proof that was seen, and the order to print it. Staff's acts: written down with who and when."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from publication import rechecking
from publication.actions.freezing import NotNow
from publication.models import Build, Proof, Release
from publication.models.proofs import may_be_ordered_on
from publication.renewal import needs_renewal


@transaction.atomic
def sign_proof(*, release: Release, user, day: datetime.date) -> Proof:
    """Records that `user` has seen the proof of this release. Raises `NotNow` when it is not the one to print."""
    Build.objects.lock(release.edition)
    release.refresh_from_db()
    _require_the_one_to_print(release, day)
    proof, made = Proof.objects.get_or_create(release=release, defaults={"seen_by": user, "seen_on": day})
    if not made:
        raise NotNow(_("The proof of release %s has been signed already. The next step is its order.") % release.name)
    log(instance=release.page, action="publication.proof", user=user, data={"release": release.name})
    return proof


@transaction.atomic
def order_print(*, release: Release, user, day: datetime.date) -> Proof:
    """Records that the print was ordered. Raises `NotNow` without a signed proof, while families can still leave, and
    until the checks were asked again about every text in it.

    It says nothing to anybody: a publisher gives the files to the printer, and writes that down as a sending.
    """
    Build.objects.lock(release.edition)
    release.refresh_from_db()
    _require_the_one_to_print(release, day)
    proof = Proof.objects.select_for_update().filter(release=release).first()
    if proof is None:
        raise NotNow(_("Nobody has signed the proof of release %s yet. Look at it first.") % release.name)
    if proof.ordered_on:
        raise NotNow(
            _("The print of release %s has been ordered already. Write down whom you sent it to.") % release.name
        )
    if not may_be_ordered_on(release.edition, day):
        raise NotNow(
            _("Families were told that they can leave the print until %s. Order it on that day or later.")
            % release.edition.print_order.strftime("%-d %B %Y")
        )
    if not rechecking.may_be_printed(release):
        raise NotNow(
            _(
                "The checks have not been asked again about every story in release %s."
                " Ask them under “Holds and checks”, then order it."
            )
            % release.name
        )
    proof.ordered_by, proof.ordered_on = user, day
    proof.save(update_fields=["ordered_by", "ordered_on"])
    log(instance=release.page, action="publication.order_print", user=user, data={"release": release.name})
    return proof


def _require_the_one_to_print(release: Release, day: datetime.date) -> None:
    if release.edition.do_not_open:
        raise NotNow(
            _(
                "A publisher has said that this edition must not open, so nothing of it is printed."
                " Ask them; the booklet's page lets it open again."
            )
        )
    if release.state != Release.State.READY:
        raise NotNow(_("Release %s is not the newest one that was built. Look at the list below.") % release.name)
    if not release.files.filter(name__startswith="print/").exists():
        raise NotNow(
            _(
                "Release %s has no files for a printer, since no family allows print."
                " Ask them from their stories' pages, then build the next release."
            )
            % release.name
        )
    if needs_renewal(release, day=day):
        raise NotNow(
            _("A story in release %s may no longer be used. Wait for the release that replaces it.") % release.name
        )
