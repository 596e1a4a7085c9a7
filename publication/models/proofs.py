"""The proof of a release: who saw it, and that it went to the printer."""

import datetime

from django.conf import settings
from django.db import models

from publication.models.releases import Release


class Proof(models.Model):
    """A publisher has seen the printed pages of one release. An order stands on this row, so there is none without."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="proof")
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_on = models.DateField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_on = models.DateField(null=True)

    def __str__(self):
        return f"proof of {self.release_id}"


def may_be_ordered_on(edition, day: datetime.date) -> bool:
    """Families were told that they can leave the print until this day, so nobody orders before it."""
    return day >= edition.print_order
