"""This file knows what kind of installation a database belongs to."""

from django.db import models


class Installation(models.Model):
    """One row, written by the demonstration only: a real site has none."""

    ONLY = 1
    DEMONSTRATION = "demonstration"

    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_installation")]

    def __str__(self) -> str:
        return self.kind
