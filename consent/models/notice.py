import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from consent.canonical import canonical
from consent.uses import Use
from consent.weeks import week_of


class NoticeInForce(Exception):
    """Somebody tried to change a notice that families may already have answered."""


class Format(models.TextChoices):
    STANDARD = "standard", _("Standard")
    EASY_READ = "easy_read", _("Easy Read")
    SPOKEN = "spoken", _("To be read aloud")


class NoticeQuerySet(models.QuerySet):
    def in_force(self):
        return self.exclude(in_force="")

    def newest_first(self):
        return self.order_by("-version")


class Notice(models.Model):
    """What families are asked, word for word. A decision names the notice that it answered.

    `body` holds, for each use, its question and its explanation. Once in force, neither the words
    nor the version can change: a change is a new version.
    """

    key = models.SlugField(_("key"), max_length=40, default="uses", help_text=_("Which set of questions this is."))
    version = models.PositiveIntegerField(_("version"), help_text=_("A new wording has the next number."))
    language = models.CharField(
        _("language"), max_length=20, default="en", help_text=_("The short code of the language, such as en or cy.")
    )
    format = models.CharField(_("form"), max_length=20, choices=Format.choices, default=Format.STANDARD)
    title = models.CharField(_("title"), max_length=200, help_text=_("What the page with these questions is called."))
    body = models.JSONField(_("words"), default=dict)
    material = models.BooleanField(
        _("changes what families agreed to"),
        default=False,
        help_text=_(
            "Tick this for a new use, a new recipient or a new risk: families are then asked again on their pages."
            " Leave it for plainer words that mean the same."
        ),
    )
    sha256 = models.CharField(max_length=64, editable=False)
    in_force = models.CharField(_("in force since"), max_length=8, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language", "format", "-version"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        permissions = [("put_in_force_notice", "Can put a notice in force")]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version", "language", "format"],
                name="consent_notice_version_once",
                violation_error_message=_("This version exists already. Give the new wording the next number."),
            )
        ]

    def __str__(self):
        return gettext("%(title)s (version %(version)s, %(language)s, %(form)s)") % {
            "title": self.title,
            "version": self.version,
            "language": self.language_name,
            "form": self.get_format_display(),
        }

    def save(self, *args, **kwargs):
        """Keeps the digest true; raises `NoticeInForce` for a notice in force, also if only since this one was read."""
        with transaction.atomic():
            self._refuse_once_in_force()
            self.sha256 = self.digest()
            super().save(*args, **kwargs)
        self._was_in_force = bool(self.in_force)

    def _refuse_once_in_force(self) -> None:
        kept = type(self)._base_manager.select_for_update().filter(pk=self.pk).values_list("in_force", flat=True)
        if getattr(self, "_was_in_force", False) or any(kept):
            raise NoticeInForce(f"{self} is in force and stays as it is. Write the next version instead.")

    def delete(self, *args, **kwargs):
        if self.in_force:
            raise NoticeInForce(f"{self} is in force and stays as it is. A newer version takes its place.")
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        notice = super().from_db(db, field_names, values)
        # Read now, since after `save` changed it in memory nobody could tell any more.
        notice._was_in_force = "in_force" in field_names and bool(notice.in_force)
        return notice

    @property
    def language_name(self) -> str:
        """As people say it, such as English; the code for one that Django does not know."""
        try:
            return gettext(get_language_info(self.language)["name"])
        except KeyError:
            return self.language

    def digest(self) -> str:
        """SHA-256 of every word that a family could see, and of which notice it is."""
        words = {name: getattr(self, name) for name in ("key", "version", "language", "format", "title", "body")}
        return hashlib.sha256(canonical(words)).hexdigest()

    def for_use(self, use: Use) -> tuple[str, str]:
        """The question and the explanation for a use; two empty texts for one this notice does not ask about."""
        words = self.body.get(use, {})
        return words.get("question", ""), words.get("explanation", "")

    def settled_against(self) -> set[str]:
        """What nobody may do to it any more (permissions.UntilSettled)."""
        return {"change", "delete"} if self.in_force else set()

    def missing(self) -> list[Use]:
        """The uses for which this notice has no question or no explanation yet."""
        return [use for use in Use if not all(part.strip() for part in self.for_use(use))]

    def put_in_force(self, today: datetime.date) -> None:
        """From now on families see it, and nobody changes it; raises `ValidationError` while words are missing."""
        if self.missing():
            raise ValidationError(
                _("Some questions have no words yet: %(uses)s. Write them first.") % {"uses": ", ".join(self.missing())}
            )
        self.in_force = week_of(today)
        self.save()
