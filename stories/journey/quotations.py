"""Quotations: passages of her words that would stand alone, each shown apart and answered by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from consent.uses import Answer
from stories import actions
from stories import render as rendering
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.pictures import picture_in_page
from stories.journey.quoted import Answered, may_change, named, places
from stories.journey.returning import TYPED, ApproveForm, QuotationsForm
from stories.models import AskedSpan
from stories.tree import StoryTree


@dataclass(frozen=True)
class Quotation:
    """One passage on a page of hers: its words, where they would stand, and the question about it."""

    tree: StoryTree
    places: tuple[str, ...]
    field: BoundField
    # Where she comes back to it: for which booklet, what she said, and where the rule lets it out today.
    answered: Answered | None = None

    @property
    def html(self) -> SafeString:
        return rendering.html(self.tree, picture_url=picture_in_page)


def beside(
    spans: Sequence[AskedSpan], form: ApproveForm | QuotationsForm, before: Sequence[Answered] | None = None
) -> list[Quotation]:
    """The passages of a page with the questions of its form, and what became of each `before`."""
    rows = zip(spans, form.quotations, before or [None] * len(spans), strict=True)
    return [Quotation(span.story_tree(), places(span.uses), form[name], one) for span, name, one in rows]


def quotations(request, visit: Visit, data=None, *, typed=None, form=None, changed=False) -> HttpResponse:
    """Her quotations, each with what she said; a no ends one at once, and nothing else."""
    found = may_change(visit, today=localdate())
    if not found:
        return page(request, visit, note="nothing")
    spans = [one.span for one in found]
    if (typed or {}).get("quoted", named(spans)) != named(spans):
        changed, typed = True, {}
    if form is None:
        form = QuotationsForm(quotations=len(found))
        marked = zip(form.quotations, found, strict=True)
        form.initial = {name: one.said for name, one in marked if one.said} | (typed or {})
    rows = beside(spans, form, found)
    return show(
        request,
        visit,
        "quotations",
        form=form,
        quotations=rows,
        quoted=named(spans),
        stood=str(visit.agreement.length),
        changed=changed,
    )


def requoted(request, visit: Visit, data) -> HttpResponse:
    """Records only what differs, so that a second press changes nothing."""
    today = localdate()
    found = may_change(visit, today=today)
    if not found or data.get("quoted", "") != named([one.span for one in found]):
        return quotations(request, visit, changed=True)
    form = QuotationsForm(read(data, TYPED), quotations=len(found))
    if not form.is_valid():
        return quotations(request, visit, form=form)
    said = [(one, form.cleaned_data[name]) for one, name in zip(found, form.quotations, strict=True)]
    new = [(one, word == Answer.YES) for one, word in said if word and word != one.said]
    # A browser may send an old page again: a yes on it is older than what she has said since, a stop too.
    old = data.get("stood", "") != str(visit.agreement.length)
    counts = [(one, yes) for one, yes in new if not (yes and old)]
    for one, yes in counts:
        actions.answer_quotation(visit=visit, span=one.span, edition=one.edition, yes=yes, today=today)
    if counts != new:
        return quotations(request, visit, changed=True)
    return page(request, visit, note="chosen" if new else "same")
