"""What was written to us without a page of one's own: a complaint, a request, an objection. Sealed to the readers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.weeks import week_of
from stories.models.contribution import random_id


class EnquiryQuerySet(models.QuerySet):
    def present(self, today):
        return self.filter(expires__gte=week_of(today))

    def expired(self, today):
        """Those whose last week has passed, answered or not."""
        return self.filter(expires__lt=week_of(today))

    def waiting(self):
        return self.filter(answered_week="")

    def in_turn(self):
        """What waits before what is answered, objections first, then the oldest week."""
        objection = models.When(kind=Enquiry.Kind.OBJECTION, then=0)
        first = models.Case(objection, default=1, output_field=models.IntegerField())
        return self.annotate(first=first).order_by("answered_week", "first", "week", "id")


class Enquiry(models.Model):
    """One letter to the house. It belongs to no contribution and to no account; what it says is sealed."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("A complaint")
        RIGHTS = "rights", _("A question or request about personal data")
        OBJECTION = "objection", _("An objection to a story")
        OTHER = "other", _("Something else")

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    slot = models.PositiveIntegerField()
    tag = models.BinaryField(max_length=16)
    week = models.CharField(_("week"), max_length=8)
    expires = models.CharField(_("kept until week"), max_length=8)
    answered_week = models.CharField(_("answered in week"), max_length=8, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    objects = EnquiryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["week", "id"]
        default_permissions = ()
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """What lists, logs and holds call it; says nothing about who or what."""
        return f"E-{self.id[:6].upper()}"


class EnquiryGrant(models.Model):
    """The enquiry's half key, sealed to one reader or to the recovery key."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="grants")
    holder = models.CharField(max_length=32)
    sealed = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enquiry", "holder"], name="one_enquiry_grant_a_holder")]

    def __str__(self):
        return f"{self.enquiry_id[:6].upper()} for {self.holder}"
