"""The pages any site has: home, plain pages and the shelf of booklets."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from publication.blocks import PageBody
from publication.cards import card_of
from publication.models.earlier import EarlierBooklet

PROMOTE = [MultiFieldPanel([FieldPanel(name) for name in ("slug", "seo_title", "search_description")], "For search")]


class HomePage(Page):
    """The year's booklet, then two doors of equal weight, then help."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences. Shown beside the booklet, and alone until the first one opens."
    )
    read_title = models.CharField(max_length=40, default="Read their words")
    read_text = models.CharField(max_length=200, blank=True)
    read_page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Where readers go."
    )
    share_title = models.CharField(max_length=40, default="Share your story")
    share_text = models.CharField(max_length=200, blank=True)
    share_page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Where parents go."
    )
    body = StreamField(PageBody(), blank=True)

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "publication/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("read_title"), FieldPanel("read_text"), PageChooserPanel("read_page")], "First door"
        ),
        MultiFieldPanel(
            [FieldPanel("share_title"), FieldPanel("share_text"), PageChooserPanel("share_page")], "Second door"
        ),
        FieldPanel("body"),
    ]
    promote_panels = PROMOTE

    class Meta:
        verbose_name = "home page"

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "booklet": this_years(timezone.localdate())}


class StandardPage(Page):
    """A plain page: about, contact, privacy, cookies, accessibility, training."""

    introduction = models.TextField(blank=True, help_text="One or two sentences, set larger.")
    body = StreamField(PageBody(), blank=True)

    parent_page_types = ["publication.HomePage", "publication.StandardPage"]
    template = "publication/standard.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    promote_panels = PROMOTE

    class Meta:
        verbose_name = "page"

    def get_context(self, request, *args, **kwargs):
        below = self.get_children().live().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "pages_below": below}


class BookletIndexPage(Page):
    """The shelf: every booklet that readers may open, newest first."""

    introduction = models.TextField(blank=True)

    max_count = 1
    parent_page_types = ["publication.HomePage"]
    template = "publication/booklet_index.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = PROMOTE

    class Meta:
        verbose_name = "shelf of booklets"

    def booklets(self, today):
        """Cards of the booklets that may be shown today, newest first."""
        cards = (card_of(page, today=today) for page in self.get_children().live().specific())
        return sorted((card for card in cards if card), key=lambda card: card.year, reverse=True)

    def get_context(self, request, *args, **kwargs):
        found = self.booklets(timezone.localdate())
        earlier = EarlierBooklet.objects.offered()
        return {**super().get_context(request, *args, **kwargs), "booklets": found, "earlier": earlier}


def this_years(today):
    """The card of the newest booklet that readers may open, or None before there is one."""
    shelf = BookletIndexPage.objects.live().first()
    return next(iter(shelf.booklets(today)), None) if shelf else None
