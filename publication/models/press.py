"""Private links by which the press may look at a booklet before it opens."""

import datetime
import hashlib

from django.conf import settings
from django.db import models

from publication.models.booklets import BookletPage


def hashed(token: str) -> str:
    """How a link is kept. It has 256 random bits, so a plain SHA-256 gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


class PressLinkQuerySet(models.QuerySet):
    def working(self, now: datetime.datetime):
        return self.filter(expires_at__gt=now, revoked_on=None)


class PressLink(models.Model):
    """One link for one person. The link itself is kept nowhere, only its SHA-256: who reads this row cannot use it."""

    page = models.ForeignKey(BookletPage, on_delete=models.CASCADE, related_name="press_links")
    for_whom = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    revoked_on = models.DateField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = PressLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"press link {self.pk}"

    def works(self, now: datetime.datetime) -> bool:
        return self.revoked_on is None and now < self.expires_at
