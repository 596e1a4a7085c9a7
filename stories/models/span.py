"""A span: a passage of a story that stands alone as a quotation, and is asked about and approved as its own text."""

from dataclasses import dataclass

from django.db import models

from consent.models import Agreement, Edition
from consent.uses import Use
from stories import tree
from stories.models.frozen import ExactWords, Immutable
from stories.querysets import SpanQuerySet
from stories.tree import StoryTree


@dataclass(frozen=True, eq=False)
class AskedSpan(ExactWords):
    """A passage as it lies in a `Proposal`, put before the parent for these uses."""

    agreement: Agreement
    tree: dict
    digest: str
    tag: str
    uses: tuple[Use, ...]

    @classmethod
    def of(cls, proposal, data: dict) -> "AskedSpan":
        uses = tuple(map(Use, data["uses"]))
        return cls(proposal.agreement, data["tree"], data["digest"], data["tag"], uses)

    def story_tree(self) -> StoryTree:
        return tree.from_data(self.tree)


class Span(ExactWords, Immutable):
    """An approved quotation, for ever as the parent saw it; made only from an approved `Proposal`, at its sign-off.

    Whether it may be used for something is asked of the rule each time, with its own digest: by `may_use` for one, by
    `Span.objects.allowed` for many. `uses` are those that the parent was asked about.
    """

    code = models.CharField(max_length=12, unique=True, editable=False)
    story = models.ForeignKey("stories.Story", on_delete=models.PROTECT, related_name="spans")
    proposal = models.ForeignKey("stories.Proposal", on_delete=models.PROTECT, related_name="made_spans")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="spans")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="spans")
    tree = models.JSONField()
    digest = models.CharField(max_length=64)
    tag = models.CharField(max_length=64)
    uses = models.JSONField()

    objects = SpanQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["proposal", "digest"], name="one_span_a_passage")]

    def __str__(self):
        return self.code

    def story_tree(self) -> StoryTree:
        return tree.from_data(self.tree)

    def may_use(self, use: Use, *, day):
        """The rule's verdict about exactly these words, in the edition they were approved for."""
        return self.agreement.may_use(use, digest=self.digest, edition=self.edition, day=day)
