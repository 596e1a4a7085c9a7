"""What a parent saved and has not sent: sealed to them alone, and gone after sixty days without them."""

from django.db import models

from stories.models.contribution import random_id
from stories.querysets import DraftQuerySet


class Draft(models.Model):
    """One unsent writing. Its only holder is the parent: no reader, no recovery sheet and no administrator opens it."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    lookup = models.CharField(max_length=64, unique=True, editable=False)
    slot = models.PositiveIntegerField()
    tag = models.BinaryField(max_length=16)
    expires = models.CharField(max_length=8)
    grant = models.BinaryField()
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    objects = DraftQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["expires", "id"]
        default_permissions = ()

    def __str__(self):
        return f"D-{self.id[:6].upper()}"
