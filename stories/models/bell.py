"""A count that wakes staff, kept apart from every contribution: it says that something waits, never whose it is."""

from django.db import models


class Bell(models.Model):
    """How often something was said since staff were last told. The row holds no time and leads to no contribution."""

    name = models.CharField(primary_key=True, max_length=16)
    rung = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
