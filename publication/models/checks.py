"""That the checks were asked again of a booklet: by whom, on which day, about which texts."""

from django.conf import settings
from django.db import models

from publication.models.booklets import BookletPage
from stories.models import StoryVersion


class CheckedAgain(models.Model):
    """Somebody at the desk has asked the checks again about these texts, and nothing stood against them.

    It allows nothing: families' answers, holds and take-downs count as ever. The texts are those of the plan, whatever
    their families say that day; else two such rows of one week would tell on which day somebody stopped. A deleted
    text leaves every row, so that none remembers it.
    """

    page = models.ForeignKey(BookletPage, on_delete=models.CASCADE, related_name="checked_again")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField()
    versions = models.ManyToManyField(StoryVersion, related_name="+")

    class Meta:
        ordering = ["-asked_on", "-pk"]

    def __str__(self):
        return f"checks of {self.page_id} asked again"
