"""The booklet as editors assemble it: a Wagtail page that holds staff's own words and the ids of approved texts."""

import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, Revision
from wagtail.query import PageQuerySet

from consent.models import Agreement, Edition
from publication.booklet_form import BookletForm
from publication.booklet_permissions import BookletPermissions
from publication.formats.edition import COVERS
from publication.plan import BookletBody, span_ids, version_ids
from publication.serving.booklet import BookletServing
from stories.models import Span, StoryVersion

COVER_LABELS = [
    (COVERS[0], _("Cloth: threads over the whole width, the title below")),
    (COVERS[1], _("Horizon: the title above, threads low on the page")),
    (COVERS[2], _("Spine: threads on end at the left")),
]


class BookletQuerySet(PageQuerySet):
    def closed(self, now: datetime.datetime):
        """Those that nobody outside may know of: before their second, or told not to open."""
        return self.exclude(edition__opens_at__lte=now, edition__do_not_open=False)


class BookletPage(BookletServing, Page):
    """A year's booklet. The page is the editors' plan; what readers get is its newest `Release`."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="booklet")
    subtitle = models.CharField(max_length=200, blank=True)
    cover = models.CharField(
        _("cover"),
        max_length=8,
        choices=COVER_LABELS,
        default=COVERS[0],
        help_text=_("One thread for each story, each mended once. Every release draws its own."),
    )
    summary = models.CharField(
        _("one sentence about it"), max_length=300, blank=True, help_text=_("Shown on the home page beside the cover.")
    )
    body = StreamField(BookletBody(), blank=True)
    imprint = models.TextField(
        blank=True,
        help_text=_("Who made it, how the words were gathered, how to write to you. A blank line parts paragraphs."),
    )

    objects = PageManager.from_queryset(BookletQuerySet)()

    base_form_class = BookletForm
    parent_page_types = ["publication.BookletIndexPage"]
    subpage_types = []
    content_panels = [
        # Only for publishers, once the words are settled; at the head, since nothing is saved without it.
        FieldPanel("why_now", disable_comments=True),
        TitleFieldPanel("title", help_text=_("What the booklet is called, as it stands on its cover.")),
        FieldPanel("subtitle"),
        FieldPanel("edition"),
        FieldPanel("cover"),
        FieldPanel("summary"),
        FieldPanel(
            "body",
            heading=_("What stands in it, in the order of reading"),
            help_text=_("Press + and choose: front matter, such as a foreword of yours, or a part with stories in it."),
        ),
        FieldPanel("imprint"),
        # Here and not on a tab of its own: nobody would see there what is wrong with it.
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_("The last part of its web address. Left empty, it is the year."),
        ),
    ]
    promote_panels = []

    class Meta:
        verbose_name = _("booklet")

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        rebuild_entries(self)

    @transaction.atomic
    def save_revision(self, *args, **kwargs):
        revision = super().save_revision(*args, **kwargs)
        rebuild_entries(self)
        return revision

    def permissions_for_user(self, user):
        return BookletPermissions(user, self)

    def draft(self) -> "BookletPage":
        """The page as editors last saved it."""
        return self.get_latest_revision_as_object()


class BookletEntry(models.Model):
    """A story version that some state of a booklet holds. Derived; its foreign key is what stops a deletion by hand."""

    page = models.ForeignKey(BookletPage, on_delete=models.CASCADE, related_name="entries")
    version = models.ForeignKey(StoryVersion, on_delete=models.PROTECT, related_name="booklet_entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "version"], name="one_entry_a_version")]

    def __str__(self):
        return f"{self.version} in {self.page_id}"


class BookletSpan(models.Model):
    """A quotation that some state of a booklet holds; derived, and protecting, as an entry is."""

    page = models.ForeignKey(BookletPage, on_delete=models.CASCADE, related_name="quotations")
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="booklet_spans")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "span"], name="one_row_a_span")]

    def __str__(self):
        return f"{self.span} in {self.page_id}"


@transaction.atomic
def rebuild_entries(page: BookletPage) -> None:
    """Makes the entries the union of what the live page, the newest draft and scheduled drafts hold.

    Read from the database, since `page` may be the live page or a draft of it. A text whose family is
    leaving gets no entry: an editor who saves at that moment must not hold up the deletion.
    """
    live = BookletPage.objects.get(pk=page.pk)
    drafts = Revision.objects.for_instance(live).filter(
        models.Q(approved_go_live_at__isnull=False) | models.Q(pk=live.latest_revision_id)
    )
    bodies = [live.body, *(revision.as_object().body for revision in drafts)]
    for rows, name, texts, ids in (
        (BookletEntry, "version", StoryVersion, version_ids),
        (BookletSpan, "span", Span, span_ids),
    ):
        wanted = texts.objects.filter(pk__in={pk for body in bodies for pk in ids(body)})
        # Locked: a deletion that begins at this moment comes before this, or finds the entries and takes them out.
        staying = Agreement.objects.live().filter(pk__in=wanted.values("agreement")).order_by("pk")
        staying = list(staying.select_for_update(no_key=True))
        held = set(wanted.filter(agreement__in=staying).values_list("pk", flat=True))
        ours = rows.objects.filter(page=live)
        ours.exclude(**{f"{name}__in": held}).delete()
        missing = held - set(ours.values_list(f"{name}_id", flat=True))
        rows.objects.bulk_create([rows(page=live, **{f"{name}_id": pk}) for pk in sorted(missing)])
