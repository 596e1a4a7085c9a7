"""What a parent sent, sealed. In clear stands only what the design's section 6 lists; a test holds it to that."""

import secrets

from django.db import models

from consent.models import Agreement
from stories.querysets import ContributionQuerySet
from stories.states import DESK_LABELS, KIND_LABELS, SEVERITY_LABELS, Severity, State


def random_id() -> str:
    """32 hex digits: ids never follow the order of arrival."""
    return secrets.token_hex(16)


class Contribution(models.Model):
    """One sending. No revisions, no search, no reference index, no form state: each would be a copy."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    lookup = models.CharField(max_length=64, unique=True, editable=False)
    public_key = models.BinaryField(max_length=32)
    slot = models.PositiveIntegerField()
    tag = models.BinaryField(max_length=16)
    state = models.CharField(max_length=16, choices=[(s, DESK_LABELS[s]) for s in State], default=State.RECEIVED)
    week = models.CharField(max_length=8)
    expires = models.CharField(max_length=8)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="contribution")
    kind = models.CharField(max_length=8, choices=list(KIND_LABELS.items()), blank=True)
    severity = models.CharField(max_length=8, choices=list(SEVERITY_LABELS.items()), default=Severity.UNRATED)
    urgent = models.BooleanField(default=False)

    objects = ContributionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["week", "id"]
        permissions = [("open_contribution", "Can open contributions with their own vault key")]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """What logs, messages and lists call it; says nothing about who or when."""
        return f"C-{self.id[:6].upper()}"


class Record(models.Model):
    """One sealed part of a contribution: body, answers, working copy, message."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "kind", "version"], name="one_record_a_version")]

    def __str__(self):
        return f"{self.contribution_id[:6].upper()} {self.kind} {self.version}"


class Grant(models.Model):
    """The contribution's half key, sealed to one holder: the parent, a reader, or the recovery key."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="grants")
    holder = models.CharField(max_length=32)
    sealed = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "holder"], name="one_grant_a_holder")]

    def __str__(self):
        return f"{self.contribution_id[:6].upper()} for {self.holder}"
