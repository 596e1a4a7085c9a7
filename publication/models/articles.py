"""Articles: what staff, researchers and parents write about the booklets and the work."""

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from publication.blocks import PageBody
from publication.cards import card_of
from publication.citations import Numbering
from publication.models.pages import PROMOTE


class ArticleIndexPage(Page):
    """All articles, newest first."""

    introduction = models.TextField(blank=True)

    parent_page_types = ["publication.HomePage"]
    subpage_types = ["publication.ArticlePage"]
    template = "publication/article_index.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = PROMOTE

    class Meta:
        verbose_name = "list of articles"

    def get_context(self, request, *args, **kwargs):
        articles = ArticlePage.objects.child_of(self).live().order_by("-date", "-pk").prefetch_related("authors")
        return {**super().get_context(request, *args, **kwargs), "articles": articles}


class ArticlePage(Page):
    """An article with its authors, references, booklet and neighbours."""

    standfirst = models.TextField(blank=True, help_text="What the article is about, in one or two sentences.")
    date = models.DateField("date of the article")
    first_published = models.CharField(max_length=160, blank=True, help_text="Where it stood first, if not here.")
    first_published_url = models.URLField(blank=True)
    body = StreamField(PageBody())
    booklet = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The booklet it speaks of."
    )

    parent_page_types = ["publication.ArticleIndexPage"]
    subpage_types = []
    template = "publication/article.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        InlinePanel("authors", heading="Who wrote it", label="Author"),
        FieldPanel("date"),
        FieldPanel("body"),
        InlinePanel("references", heading="References", label="Reference"),
        PageChooserPanel("booklet"),
        InlinePanel("links", heading="Read also", label="Article"),
        MultiFieldPanel([FieldPanel("first_published"), FieldPanel("first_published_url")], "First published"),
    ]
    promote_panels = PROMOTE

    class Meta:
        verbose_name = "article"

    def get_context(self, request, *args, **kwargs):
        references = list(self.references.all())
        return {
            **super().get_context(request, *args, **kwargs),
            # One object through the whole page: it numbers each citation, so that references can lead back.
            "numbering": Numbering(len(references)),
            "references": references,
            "authors": list(self.authors.all()),
            "read_also": [link.article for link in self.links.select_related("article") if link.article.live],
            "booklet_card": card_of(self.booklet, today=timezone.localdate()),
        }


class ArticleAuthor(Orderable):
    """A name as it should be printed, with the role in which it writes."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, blank=True, help_text="Such as: Head of Research, or: a parent")

    panels = [FieldPanel("name"), FieldPanel("role")]


class ArticleReference(Orderable):
    """One source. Its number is its place in the list; [1] in the text leads to the first."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="references")
    text = models.TextField(help_text="Author (year) Title. Publisher.")
    url = models.URLField(blank=True)

    panels = [FieldPanel("text"), FieldPanel("url")]


class ArticleLink(Orderable):
    article_page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="links")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("article")]
