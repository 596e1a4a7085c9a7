"""Cleared text: the story on the desk, the proposal shown to the parent, and the version she approved."""

from django.conf import settings
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from consent.models import Agreement, Edition
from stories import tree
from stories.blocks import StoryBody
from stories.models.asked_lock import AskedLock
from stories.models.contribution import Contribution
from stories.models.frozen import ExactWords, Immutable
from stories.models.span import AskedSpan
from stories.querysets import ProposalQuerySet, StoryQuerySet, StoryVersionQuerySet
from stories.states import KIND_LABELS
from stories.stream import tree_from_stream
from stories.tree import StoryTree


class Theme(TagBase):
    """A theme from the editors' fixed vocabulary; free tags would become a place where words rest for ever."""

    free_tagging = False

    class Meta:
        verbose_name = "theme"
        ordering = ["name"]


class ThemedStory(ItemBase):
    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed_stories")
    content_object = ParentalKey("stories.Story", on_delete=models.CASCADE, related_name="themed")


class Story(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """Cleared text being edited. Born by `actions.clear` only, when two people found no open candidate."""

    code = models.CharField(max_length=12, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="stories", editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="stories", editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="stories")
    kind = models.CharField(max_length=8, choices=list(KIND_LABELS.items()))
    title = models.CharField(max_length=200)
    credit = models.CharField(max_length=80, blank=True, help_text="As the parent asked to be described. Never a name.")
    language = models.CharField(max_length=12, default="en")
    body = StreamField(StoryBody())
    standfirst = models.CharField(
        max_length=300, blank=True, help_text="One or two sentences of yours above the story."
    )
    content_note = models.CharField(
        max_length=200, blank=True, help_text="What a reader may want to know first, in plain words."
    )
    themes = ClusterTaggableManager(through=ThemedStory, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["code"]

    def __str__(self):
        return self.code

    def get_lock(self):
        return AskedLock(self) if self.locked else super().get_lock()

    def tree(self) -> StoryTree:
        """The story as every form of it is made: title, credit line, language and nodes."""
        return tree_from_stream(self.body, title=self.title, credit=self.credit, language=self.language)

    @property
    def digest(self) -> str:
        return tree.digest(self.tree())

    def get_preview_template(self, request, mode_name):
        return "stories/story_preview.html"

    def get_preview_context(self, request, mode_name):
        return {"story": self, "tree": self.tree()}


class Proposal(ExactWords, models.Model):
    """The exact text and uses put before the parent. Whether it was answered is read from the ledger."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="proposals")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="proposals")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals")
    tree = models.JSONField()
    digest = models.CharField(max_length=64)
    tag = models.CharField(max_length=64)
    uses = models.JSONField()
    # Passages asked about beside it, each as its own text (`AskedSpan`).
    spans = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField()
    # The ledger's head when it was asked: an answer counts only if it came later.
    asked_after = models.PositiveBigIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"proposal {self.pk} of {self.story}"

    def is_exact(self) -> bool:
        return super().is_exact() and all(span.is_exact() for span in self.asked_spans())

    def story_tree(self) -> StoryTree:
        return tree.from_data(self.tree)

    def asked_spans(self) -> tuple[AskedSpan, ...]:
        """The quotations that were put before the parent beside the text, in its order of picking."""
        return tuple(AskedSpan.of(self, data) for data in self.spans)


class StoryVersion(ExactWords, Immutable):
    """An approved text, for ever as the parent saw it; made only from an approved `Proposal`."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="versions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="version")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    tree = models.JSONField()
    digest = models.CharField(max_length=64)
    tag = models.CharField(max_length=64)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = StoryVersionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["story__code", "-number"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="one_version_a_number")]

    def __str__(self):
        return f"{self.story} v{self.number}"

    def story_tree(self) -> StoryTree:
        return tree.from_data(self.tree)

    @property
    def title(self) -> str:
        return self.tree["title"]
