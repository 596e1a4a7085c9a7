"""The exact words, and for each use they are meant for: yes, no, or a change first."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import notices
from consent.uses import Answer, Use
from stories import actions
from stories import render as rendering
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.pictures import picture_in_page
from stories.journey.returning import CHANGE, TYPED, ApproveForm
from stories.journey.where import waiting


def approve(request, visit: Visit, data=None, *, typed=None, form=None, changed=False) -> HttpResponse:
    """The exact words, and for each use they are meant for: yes, no, or a change first."""
    proposal = waiting(visit, today=localdate())
    if proposal is None:
        return page(request, visit, note="nothing" if not changed else "changed")
    typed = typed or {}
    if typed.get("digest", proposal.digest) != proposal.digest:
        # A yes to other words must not stand ready under these; what she wanted changed is still hers to send.
        changed, typed = True, {"change": typed.get("change", "")}
    uses = tuple(map(Use, proposal.uses))
    tree = proposal.story_tree()
    context = {
        "proposal": proposal,
        "title": tree.title,
        "credit": tree.credit,
        "html": rendering.html(tree, picture_url=picture_in_page, heading_level=3),
        "form": form or ApproveForm(initial=typed, uses=uses, notice=notices.current()),
        "changed": changed,
        "edition": proposal.edition,
    }
    return show(request, visit, "approve", **context)


def approved(request, visit: Visit, data) -> HttpResponse:
    """Records the answer to the words that this page showed; if others are asked about by now, shows those."""
    today = localdate()
    proposal = waiting(visit, today=today)
    if proposal is None or data.get("digest", "") != proposal.digest:
        return approve(request, visit, typed={"digest": "", **read(data, TYPED)}, changed=True)
    form = ApproveForm(read(data, TYPED), uses=tuple(map(Use, proposal.uses)), notice=notices.current())
    if not form.is_valid():
        return approve(request, visit, form=form)
    said = form.said()
    try:
        actions.answer_proposal(
            visit=visit,
            proposal=proposal,
            digest=data["digest"],
            uses={use: word == Answer.YES for use, word in said.items()},
            change=form.cleaned_data["change"],
            today=today,
        )
    except actions.WordsHaveChanged:
        return approve(request, visit, typed=read(data, TYPED), changed=True)
    return page(request, visit, note="change" if CHANGE in said.values() else "answered")
