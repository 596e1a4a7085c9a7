from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.uses import LABELS


def staff(**kwargs):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        **kwargs,
    )


class OpenQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_week="")


class Hold(models.Model):
    """A reason not to use a story yet. Parents' answers and staff open holds; staff release them."""

    class Kind(models.TextChoices):
        SAFEGUARDING = "safeguarding", _("Safeguarding")
        COURT = "court", _("Courts and police")
        NATIONS = "nations", _("Law of Northern Ireland or Scotland")
        DEFAMATION = "defamation", _("Defamation")
        CHILD = "child", _("The child's own view")
        OBJECTION = "objection", _("Somebody objects")
        OTHER = "other", _("Something else")

    agreement = models.ForeignKey("consent.Agreement", related_name="holds", on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("What must be settled first. No names and nothing from the story.")
    )
    week = models.CharField(_("since week"), max_length=8, editable=False)
    # Empty when an answer of the parent opened it.
    opened_by = staff()
    # Its line in the no-list, which outlives this row.
    mark = models.CharField(max_length=32, blank=True, editable=False)
    closed_week = models.CharField(_("released in week"), max_length=8, blank=True, editable=False)
    closed_by = staff()

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")

    def __str__(self):
        return f"{self.get_kind_display()} ({self.agreement})"

    @property
    def is_open(self) -> bool:
        return not self.closed_week


class TakeDown(models.Model):
    """A story taken off the site at once by one member of staff. Putting it back needs two."""

    class Reason(models.TextChoices):
        FAMILY = "family", _("The family asked")
        RECOGNISED = "recognised", _("Somebody could be recognised")
        DANGER = "danger", _("Somebody could be in danger")
        COURT = "court", _("Police or a court")
        MISTAKE = "mistake", _("A mistake of ours")
        OTHER = "other", _("Something else")

    agreement = models.ForeignKey("consent.Agreement", related_name="take_downs", on_delete=models.PROTECT)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    week = models.CharField(_("since week"), max_length=8, editable=False)
    by = staff()
    # Its line in the no-list, which outlives this row.
    mark = models.CharField(max_length=32, blank=True, editable=False)
    # Who has asked that it be put back; somebody else must agree.
    back_asked_by = staff()
    closed_week = models.CharField(_("put back in week"), max_length=8, blank=True, editable=False)
    closed_by = staff()
    closed_second = staff()

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")

    def __str__(self):
        return f"{self.get_reason_display()} ({self.agreement})"

    @property
    def is_open(self) -> bool:
        return not self.closed_week


class Shown(models.Model):
    """A release has shown this text. After consent lapsed, only what was shown may stay.

    `sequence` is the chain's head at that moment: a no with a higher number came after.
    """

    agreement = models.ForeignKey("consent.Agreement", related_name="shown", on_delete=models.PROTECT)
    digest_tag = models.CharField(max_length=64)
    use = models.CharField(max_length=12, choices=LABELS.items())
    edition = models.ForeignKey("consent.Edition", related_name="+", on_delete=models.PROTECT)
    release = models.CharField(max_length=20)
    sequence = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("shown text")
        verbose_name_plural = _("shown texts")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "digest_tag", "use", "edition", "release"], name="consent_shown_once"
            )
        ]

    def __str__(self):
        return f"{self.use} in {self.release} ({self.agreement})"
