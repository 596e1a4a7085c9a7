"""Where each quotation of a story may be used, as the parent answered it, and every reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent import ledger, rules
from consent.models import Edition
from consent.reasons import Reason
from consent.uses import LABELS, Use
from stories.models import AskedSpan, Proposal, Span, Story
from stories.tree import StoryTree

# What the rule says of words that no answer has come for.
UNANSWERED = {"not_approved", "other_words", "other_edition"}
NO_ANSWER_YET = _("The parent has not answered about this quotation yet. Until they say yes, it is not used.")


@dataclass(frozen=True)
class Places:
    """Uses that a quotation was asked about, of which the rule says the same today: that it may go out, or why not."""

    labels: str
    allowed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Quoted:
    """A quotation; `code` is empty until the parent has approved it and the text was signed off."""

    code: str
    tree: StoryTree
    places: tuple[Places, ...]
    # Set where quotations of many stories stand together.
    story: Story | None = None

    @property
    def approved(self) -> bool:
        """Whether the rule lets it out today in any place that the parent was asked about."""
        return any(place.allowed for place in self.places)

    @property
    def url(self) -> str:
        return reverse(Story.snippet_viewset.get_url_name("edit"), args=[self.story.pk])


def quoted(proposal: Proposal | None, *, today: date) -> tuple[Quoted, ...]:
    """The quotations that were asked about beside a text, in the order in which they were picked."""
    if proposal is None or not proposal.spans:
        return ()
    codes = dict(proposal.made_spans.values_list("digest", "code"))
    history, edition = proposal.agreement.history(), proposal.edition
    return tuple(
        Quoted(codes.get(span.digest, ""), span.story_tree(), _places(span, edition, history, today))
        for span in proposal.asked_spans()
    )


def of_spans(spans: Sequence[Span], *, today: date) -> tuple[Quoted, ...]:
    """Approved quotations of any stories."""
    histories = ledger.histories({span.agreement for span in spans})
    return tuple(
        Quoted(
            span.code,
            span.story_tree(),
            _places(span, span.edition, histories[span.agreement_id], today),
            span.story,
        )
        for span in spans
    )


def _places(span: AskedSpan | Span, edition: Edition, history: rules.History, today: date) -> tuple[Places, ...]:
    asked = {"tag": span.tag, "edition": edition.facts, "day": today}
    found: dict[tuple, list[str]] = {}
    for use in span.uses:
        verdict = rules.may_use(history, use=Use(use), **asked)
        says = verdict.allowed, tuple(dict.fromkeys(map(_said, verdict.reasons)))
        found.setdefault(says, []).append(str(LABELS[Use(use)]))
    return tuple(Places("; ".join(labels), *says) for says, labels in found.items())


def _said(reason: Reason) -> str:
    return str(NO_ANSWER_YET) if reason.code in UNANSWERED else reason.sentence
