import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent import lapsing
from consent.rules import EditionFacts


class EditionQuerySet(models.QuerySet):
    def taking_stories(self, day: datetime.date):
        """Editions whose call is open on a day."""
        return self.filter(call_opens__lte=day, call_closes__gte=day)

    def not_over(self, day: datetime.date):
        """Editions whose consent has not lapsed yet: the ones that can still be agreed to."""
        year = day.year if day <= EditionFacts(day.year).lapses_on else day.year + 1
        return self.filter(year__gte=year)

    def current(self, day: datetime.date):
        """The edition that a parent who comes today is asked about, or None."""
        return self.taking_stories(day).order_by("year").first() or self.not_over(day).order_by("year").first()

    def asking_anew(self, day: datetime.date):
        """The edition about which families of earlier ones are asked on a day, or None."""
        found = self.filter(year=lapsing.year_asked_about(day) or 0, do_not_open=False)
        return found.filter(content_lock__gte=day).first()


class Edition(models.Model):
    """A year's booklet as a calendar. It lives here so that the journey and the rule know the real dates."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        validators=[MinValueValidator(2019), MaxValueValidator(2999)],
        help_text=_(
            "The year of the CSE Awareness Day on which the booklet opens. Families agree to one year at a time."
        ),
    )
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What the year's booklet is called, as families will read it.")
    )
    call_opens = models.DateField(
        _("stories welcome from"), help_text=_("From this day the share page says that the booklet takes stories.")
    )
    call_closes = models.DateField(
        _("stories welcome until"),
        help_text=_("The last day for this year's booklet. Stories sent later wait for the next one."),
    )
    content_lock = models.DateField(
        _("words are settled on"),
        help_text=_("Families can approve or change the final words until this day. They are told this date."),
    )
    print_order = models.DateField(
        _("goes to the printer on"),
        help_text=_(
            "Until this day a stopped story can be taken out of the printed booklet. Families are told this date."
        ),
    )
    opens_at = models.DateTimeField(
        _("opens at"), help_text=_("The moment the booklet can be read by everybody, in United Kingdom time.")
    )
    do_not_open = models.BooleanField(
        _("do not open"),
        default=False,
        help_text=_("Stops the whole booklet from opening. One story is stopped on its own page, not here."),
    )
    do_not_open_reason = models.TextField(
        _("why it must not open"), blank=True, help_text=_("Who decided it and why. No names of families.")
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self):
        return f"{self.year}: {self.title}"

    @property
    def facts(self) -> EditionFacts:
        """What the rule needs to know of an edition."""
        return EditionFacts(self.year)

    @property
    def lapses_on(self) -> datetime.date:
        """The last day on which consent for this edition allows something new."""
        return self.facts.lapses_on

    @property
    def stays_until(self) -> datetime.date:
        """The last day on which a released story may stay when its family chose that it stays."""
        return self.facts.stays_until

    @property
    def asks_anew_from(self) -> datetime.date:
        """The first day on which families of earlier editions are asked about this one."""
        return lapsing.first_day_to_ask(self.facts)

    @property
    def asks_anew_until(self) -> datetime.date:
        """The last such day: never later than the words are settled."""
        return min(lapsing.last_day_to_ask(self.facts), self.content_lock)

    @property
    def is_used(self) -> bool:
        """Whether anything, in any room of the house, speaks of this edition already."""
        relations = [field for field in self._meta.get_fields(include_hidden=True) if field.one_to_many]
        return bool(self.pk) and any(
            relation.related_model._base_manager.filter(**{relation.field.name: self}).exists()
            for relation in relations
        )

    def settled_against(self) -> set[str]:
        """What nobody may do to it any more (permissions.UntilSettled)."""
        return {"delete"} if self.is_used else set()

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether its moment has come; a "do not open" keeps it shut."""
        return now >= self.opens_at and not self.do_not_open

    def clean(self):
        """Refuses a calendar that runs backwards: the dates are promises to families."""
        if None in (self.year, self.call_opens, self.call_closes, self.content_lock, self.print_order, self.opens_at):
            return
        steps = [
            ("call_opens", self.call_opens),
            ("call_closes", self.call_closes),
            ("content_lock", self.content_lock),
            ("print_order", self.print_order),
            ("opens_at", timezone.localdate(self.opens_at)),
        ]
        errors = {}
        if self.is_used and type(self).objects.filter(pk=self.pk).exclude(year=self.year).exists():
            errors["year"] = _("Families have been asked about this year. Make another edition for another year.")
        for (before, first), (after, second) in zip(steps, steps[1:], strict=False):
            if second < first:
                errors[after] = _("This is before “%(before)s” (%(date)s). Choose a later date.") % {
                    "before": self._meta.get_field(before).verbose_name,
                    "date": first.isoformat(),
                }
        opens = timezone.localdate(self.opens_at)
        if not errors and (opens.year != self.year or opens > self.lapses_on):
            errors["opens_at"] = _("Choose a day in %(year)s, not later than 30 April: consent ends then.") % {
                "year": self.year
            }
        if self.do_not_open and not self.do_not_open_reason.strip():
            errors["do_not_open_reason"] = _("Say why the booklet must not open, so that the next person knows.")
        if errors:
            raise ValidationError(errors)
