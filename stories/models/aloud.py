"""That the final words were read aloud to a parent. What was answered lies in the ledger, between two of its rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.story import Proposal


class ReadAloud(models.Model):
    """One reading with a yes in it: who noted it, and what a second person made of it. Its time is a week.

    It is not confirmed either when the parent has answered the same question herself before anybody else did.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not confirmed")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="readings_aloud")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    week = models.CharField(max_length=8)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=models.Q(state="waiting"), name="one_reading_waits_for_a_second_person"
            )
        ]

    def __str__(self):
        return f"reading aloud {self.pk} of {self.proposal}"

    def holds(self, sequence: int) -> bool:
        """Whether this decision of the ledger was noted in it."""
        return self.first <= sequence <= self.last
