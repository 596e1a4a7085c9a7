"""The numbers of deletions that parents asked for, in public. A number leads to nothing."""

import secrets

from django.db import models

# Without letters and digits that look like one another on paper.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def draw_number() -> str:
    """A new number, such as 7KQ2-M4XD-9TNB: by chance, so that it says nothing of what or when."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


class Deletion(models.Model):
    """That somebody pressed delete, in which week. The parent alone knows which number is hers."""

    number = models.CharField(primary_key=True, max_length=14, editable=False)
    week = models.CharField(max_length=8, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        # Inside a week by the number, so that the list tells no order.
        ordering = ["-week", "number"]
        default_permissions = ()

    def __str__(self):
        return self.number
