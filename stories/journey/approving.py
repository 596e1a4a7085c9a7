"""The exact words, and for each use they are meant for: yes, no, or a change first."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import notices
from consent.uses import QUOTING, Answer, Use
from stories import actions
from stories import render as rendering
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.pictures import picture_in_page
from stories.journey.quotations import beside
from stories.journey.quoted import decided, named
from stories.journey.returning import CHANGE, TYPED, ApproveForm
from stories.journey.where import waiting


def approve(request, visit: Visit, data=None, *, typed=None, form=None, changed=False) -> HttpResponse:
    """The exact words, and for each use they are meant for: yes, no, or a change first."""
    proposal = waiting(visit, today=localdate())
    if proposal is None:
        return page(request, visit, note="nothing" if not changed else "changed")
    typed = typed or {}
    spans = proposal.asked_spans()
    shown = {"digest": proposal.digest, "quoted": named(spans)}
    if any(typed.get(name, words) != words for name, words in shown.items()):
        # A yes to other words must not stand ready under these; what she wanted changed is still hers to send.
        changed, typed = True, {"change": typed.get("change", "")}
    uses = tuple(map(Use, proposal.uses))
    tree = proposal.story_tree()
    context = {
        "proposal": proposal,
        "title": tree.title,
        "credit": tree.credit,
        "html": rendering.html(tree, picture_url=picture_in_page, heading_level=3),
        "form": form or ApproveForm(initial=typed, uses=uses, quotations=len(spans), notice=notices.current()),
        "quoted": named(spans),
        "short_quotes": not QUOTING.isdisjoint(uses),
        "changed": changed,
        "edition": proposal.edition,
    }
    context["quotations"] = beside(spans, context["form"])
    return show(request, visit, "approve", **context)


def approved(request, visit: Visit, data) -> HttpResponse:
    """Records the answer to the words that this page showed; if others are asked about by now, shows those."""
    today = localdate()
    proposal = waiting(visit, today=today)
    spans = proposal.asked_spans() if proposal else ()
    if proposal is None or (data.get("digest", ""), data.get("quoted", "")) != (proposal.digest, named(spans)):
        return approve(request, visit, typed={"digest": "", **read(data, TYPED)}, changed=True)
    uses = tuple(map(Use, proposal.uses))
    form = ApproveForm(read(data, TYPED), uses=uses, quotations=len(spans), notice=notices.current())
    if not form.is_valid():
        return approve(request, visit, form=form)
    said = form.said()
    try:
        actions.answer_proposal(
            visit=visit,
            proposal=proposal,
            digest=data["digest"],
            uses={use: word == Answer.YES for use, word in said.items()},
            quotations=decided(spans, form.said_to_quotations()),
            change=form.cleaned_data["change"],
            today=today,
        )
    except actions.WordsHaveChanged:
        return approve(request, visit, typed=read(data, TYPED), changed=True)
    return page(request, visit, note="change" if CHANGE in said.values() else "answered")
