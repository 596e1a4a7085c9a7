"""What the whole site says about itself: its names, its menus and whom one can ring."""

import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from stories.cleaning import clean_html

telephone = RegexValidator(
    r"^\+?[0-9][0-9 ()]*$", "Write the number with digits and spaces only, as somebody would dial it."
)


@register_setting(icon="home", order=100)
class SiteIdentity(BaseGenericSetting):
    """Names, logo and foot of the site; one row."""

    site_name = models.CharField(max_length=60, default="Parent Press", help_text="In the head of every page.")
    charity_name = models.CharField(max_length=120, blank=True, help_text="Who publishes: the charity's whole name.")
    strapline = models.CharField(max_length=90, blank=True, help_text="A few words below the name.")
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Without a logo the mended thread stands beside the name.",
    )
    footer = RichTextField(blank=True, features=["bold", "italic", "link"])
    newsletter_label = models.CharField(max_length=60, default="Newsletter")
    newsletter_url = models.URLField(blank=True, help_text="The page of your newsletter's provider. Only a link.")
    duty_email = models.EmailField(
        blank=True, help_text="Who is told of an objection or of something urgent. Not shown on the site."
    )

    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("site_name", "charity_name", "strapline", "logo")], "Names"),
        MultiFieldPanel([FieldPanel(name) for name in ("footer", "newsletter_label", "newsletter_url")], "Foot"),
        FieldPanel("duty_email"),
    ]

    class Meta:
        verbose_name = "names and foot of the site"

    def save(self, *args, **kwargs):
        self.footer = clean_html(self.footer)
        super().save(*args, **kwargs)


class MenuItem(Orderable):
    """One entry of a menu: always a page of ours, so that no menu ever leads to nowhere."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=40, blank=True, help_text="Only if it should differ from the page's title.")

    panels = [PageChooserPanel("page"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        abstract = True


class PrimaryItem(MenuItem):
    menus = ParentalKey("publication.Menus", on_delete=models.CASCADE, related_name="primary_items")


class FooterItem(MenuItem):
    menus = ParentalKey("publication.Menus", on_delete=models.CASCADE, related_name="footer_items")


@register_setting(icon="list-ul", order=110)
class Menus(ClusterableModel, BaseGenericSetting):
    """The two menus; one row."""

    panels = [
        InlinePanel("primary_items", heading="In the head", label="Page", max_num=6),
        InlinePanel("footer_items", heading="In the foot", label="Page", max_num=12),
    ]

    class Meta:
        verbose_name = "menus"
        verbose_name_plural = "menus"


# Numbers and hours change; a line that nobody has tried for half a year may lead a parent to nowhere.
TRIED_AGAIN_AFTER = datetime.timedelta(days=183)


class HelpLineQuerySet(models.QuerySet):
    def to_be_tried_again(self, today: datetime.date):
        """Those that nobody here has rung for half a year. They stay on every page: a doubtful number beats none."""
        return self.filter(verified_on__lt=today - TRIED_AGAIN_AFTER)


class HelpLine(models.Model):
    """Somebody a reader can ring or write to, with the day on which we last tried it ourselves."""

    class ForWhom(models.TextChoices):
        EVERYBODY = "everybody", "everybody"
        PARENTS = "parents", "parents and carers"
        CHILDREN = "children", "children and young people"

    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True, validators=[telephone])
    says = models.CharField(
        "what it says", max_length=200, blank=True, help_text="Hours, cost and what it is for, in one sentence."
    )
    url = models.URLField("web page", blank=True)
    for_whom = models.CharField(max_length=12, choices=ForWhom.choices, default=ForWhom.EVERYBODY)
    verified_on = models.DateField(help_text="The day somebody here last rang the number and read the page.")
    sort_order = models.IntegerField(default=0, editable=False)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.name

    def must_be_tried_again(self, today: datetime.date) -> bool:
        return self.verified_on < today - TRIED_AGAIN_AFTER
