"""The booklet as editors assemble it: a Wagtail page that holds staff's own words and the ids of approved texts."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from consent.models import Edition
from publication.choosers import version_chooser
from publication.serving.booklet import BookletServing
from stories.models import StoryVersion

FRONT_KINDS = [
    ("foreword", _("Foreword")),
    ("dedication", _("Dedication")),
    ("preface", _("Preface")),
    ("note", _("Note")),
    ("acknowledgements", _("Thanks")),
]


class FrontBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=FRONT_KINDS, default="foreword", label=_("Kind"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(
        rows=8,
        label=_("Text"),
        help_text=_("Your own words. A blank line begins a new paragraph. *Stars* lean a word."),
    )
    signature = blocks.CharBlock(required=False, max_length=120, label=_("Signed"))

    class Meta:
        icon = "openquote"
        label = _("Front matter")


class PartBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title of the part"))
    intro = blocks.TextBlock(required=False, rows=3, label=_("A few words before it"))
    stories = blocks.ListBlock(
        version_chooser.get_block_class(name="StoryVersionBlock", module_path="publication.choosers")(),
        label=_("Stories"),
        help_text=_("Only texts that a parent has approved can be chosen. Drag them into the order of reading."),
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Part")


class BookletBody(blocks.StreamBlock):
    front = FrontBlock()
    part = PartBlock()


def version_ids(body) -> list[int]:
    """The ids of the story versions in a body, in reading order; vanished stories (None) are passed over."""
    return [
        version.pk
        for block in body
        if block.block_type == "part"
        for version in block.value["stories"]
        if version is not None
    ]


class BookletPage(BookletServing, Page):
    """A year's booklet. The page is the editors' plan; what readers get is its newest `Release`."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="booklet")
    subtitle = models.CharField(max_length=200, blank=True)
    summary = models.CharField(
        _("one sentence about it"), max_length=300, blank=True, help_text=_("Shown on the home page beside the cover.")
    )
    body = StreamField(BookletBody(), blank=True)
    imprint = models.TextField(
        blank=True,
        help_text=_("Who made it, how the words were gathered, how to write to you. A blank line parts paragraphs."),
    )

    parent_page_types = ["publication.BookletIndexPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("edition"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("imprint"),
    ]
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], _("Address"))]

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


def rebuild_entries(page: BookletPage) -> None:
    """Makes the entries the union of what the live page, the newest draft and scheduled drafts hold."""
    held = set(version_ids(page.body))
    revisions = Revision.objects.for_instance(page)
    wanted = revisions.filter(models.Q(approved_go_live_at__isnull=False) | models.Q(pk=page.latest_revision_id))
    for revision in wanted:
        held |= set(version_ids(revision.as_object().body))
    held &= set(StoryVersion.objects.filter(pk__in=held).values_list("pk", flat=True))
    page.entries.exclude(version__in=held).delete()
    present = set(page.entries.values_list("version_id", flat=True))
    BookletEntry.objects.bulk_create([BookletEntry(page=page, version_id=pk) for pk in sorted(held - present)])
