"""Booklets from before this site, such as the one of 2019: a finished file, offered as it is or not at all.

No family's answer is known here, so the rule cannot decide. A publisher does, and writes down why; anybody at the desk
ends it at once. The decision belongs to the bytes that were decided about.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "earlier"


class EarlierBookletQuerySet(models.QuerySet):
    def once_offered(self):
        """Those about which a publisher has decided, taken back since or not."""
        return self.exclude(decided_week="")

    def offered(self):
        """Those of them that nobody has taken back."""
        return self.once_offered().filter(taken_back_week="")


class EarlierBooklet(models.Model):
    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(1989), MaxValueValidator(2999)]
    )
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(
        _("about it"),
        max_length=2000,
        help_text=_("What readers should know: who made it and for whom, in your words."),
    )
    file = models.FileField(upload_to=FOLDER)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    reason = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_week = models.CharField(max_length=8, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_week = models.CharField(max_length=8, blank=True)

    objects = EarlierBookletQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-year"]
        verbose_name = _("earlier booklet")
        verbose_name_plural = _("earlier booklets")

    def __str__(self):
        return f"{self.year}: {self.title}"

    @property
    def is_offered(self) -> bool:
        return bool(self.decided_week) and not self.taken_back_week
