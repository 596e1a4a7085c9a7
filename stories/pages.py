"""SharePage: the public page that invites parents in, and opens the journey by a post to its own address."""

from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from consent.models import Edition
from stories.cleaning import clean_html


class SharePage(Page):
    """Two doors: to write, and to come back. Editors choose these words; what is asked behind them is not theirs."""

    lead = models.TextField(
        blank=True,
        default="You can tell your story here. No name, no account. You stay in charge of it.",
        help_text="One or two plain sentences, set larger.",
    )
    introduction = RichTextField(
        blank=True,
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link"],
        help_text="What a parent may want to know before starting. Short words, short sentences.",
    )
    write_title = models.CharField(max_length=40, default="Tell your story")
    write_text = models.CharField(
        max_length=200,
        blank=True,
        default="It takes as long as you like. We keep nothing until you press save or send.",
    )
    return_title = models.CharField(max_length=40, default="Come back to your story")
    return_text = models.CharField(
        max_length=200,
        blank=True,
        default="With your seven return words you can read the final words, say yes or no, stop, or delete.",
    )

    max_count = 1
    subpage_types = []
    template = "stories/share_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("write_title"), FieldPanel("write_text")], "First door"),
        MultiFieldPanel([FieldPanel("return_title"), FieldPanel("return_text")], "Second door"),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("slug", "seo_title", "search_description")], "For search")
    ]

    class Meta:
        verbose_name = "share page"

    def get_context(self, request, *args, **kwargs):
        """Adds the booklet that takes stories now, or the next one; its dates are edited with the edition."""
        today = localdate()
        edition = Edition.objects.current(today)
        call = edition is not None and edition.call_opens <= today <= edition.call_closes
        return super().get_context(request, *args, **kwargs) | {"edition": edition, "call_is_open": call}

    def introduction_html(self) -> SafeString:
        """Cleaned at each showing, so that drafts and old revisions pass the same door."""
        return mark_safe(expand_db_html(clean_html(self.introduction)))  # noqa: S308  cleaned in this very call
