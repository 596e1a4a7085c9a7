"""Where files of a release went: so that a printer or a partner hears of it when they must not be used any more."""

from django.conf import settings
from django.db import models

from publication.models.releases import Release


class HandedOutQuerySet(models.QuerySet):
    def not_told(self):
        return self.filter(told_on=None)


class HandedOut(models.Model):
    """One sending, written down by whoever sent it. Staff's own words: never a family, never a story.

    Whether somebody must be told is not kept here but asked (publication/to_tell.py), so that no row is written
    because of a family's answer.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="handed_out")
    to = models.CharField(max_length=160)
    files = models.CharField(max_length=300)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_how = models.CharField(max_length=300, blank=True)

    objects = HandedOutQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]

    def __str__(self):
        return f"{self.release} to {self.to}"
