"""The exact words, and for each use they are meant for: yes, no, or a change first."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import notices, rules
from consent.dials import STAY, Dial
from consent.uses import QUOTING, Answer, Use
from stories import actions
from stories import render as rendering
from stories.actions import Visit
from stories.actions.quoting import said_to
from stories.journey.answers import read
from stories.journey.calendar import before_a_yes
from stories.journey.front import page, show
from stories.journey.pictures import picture_in_page
from stories.journey.quotations import beside
from stories.journey.quoted import decided, named
from stories.journey.returning import CHANGE, TYPED, ApproveForm
from stories.journey.where import waiting
from stories.models import Proposal


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
        "dates": before_a_yes(
            proposal.edition,
            localdate(),
            uses=uses,
            stay=rules.dial(visit.agreement.history(), Dial.SILENCE) == STAY,
        ),
    }
    context["quotations"] = beside(spans, context["form"])
    return show(request, visit, "approve", **context)


def approved(request, visit: Visit, data) -> HttpResponse:
    """Records the answer to the words that this page showed; if others are asked about by now, shows those."""
    today = localdate()
    proposal = _shown(visit, data)
    if proposal is None:
        return approve(request, visit, typed={"digest": "", **read(data, TYPED)}, changed=True)
    spans = proposal.asked_spans()
    uses = tuple(map(Use, proposal.uses))
    form = ApproveForm(read(data, TYPED), uses=uses, quotations=len(spans), notice=notices.current())
    if not form.is_valid():
        return approve(request, visit, form=form)
    said, quoted = form.said(), decided(spans, form.said_to_quotations())
    change = form.cleaned_data["change"]
    about = {"visit": visit, "proposal": proposal, "digest": data["digest"], "change": change, "today": today}
    try:
        if waiting(visit, today=today) != proposal:
            return _late(request, said, quoted, **about)
        yes = {use: word == Answer.YES for use, word in said.items()}
        actions.answer_proposal(uses=yes, quotations=quoted, **about)
    except actions.WordsHaveChanged:
        return approve(request, visit, typed=read(data, TYPED), changed=True)
    return page(request, visit, note="change" if CHANGE in said.values() else "answered")


def _shown(visit: Visit, data) -> Proposal | None:
    """The question that the page showed, if it has not been taken back; it may have been answered meanwhile."""
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False, digest=data.get("digest", ""))
    found = asked.newest_first().select_related("edition", "agreement").first()
    return found if found and data.get("quoted", "") == named(found.asked_spans()) and found.is_exact() else None


def _late(request, said: dict[Use, str], quoted: dict[str, bool], *, visit: Visit, proposal: Proposal, **about):
    """Answered meanwhile: each no still counts, a yes does not. Who presses twice is told what she was told before."""
    spans, history = proposal.asked_spans(), visit.agreement.history()
    stands = actions.newest_to(proposal, history)
    agreed = {use for use, word in said.items() if word == Answer.YES}
    wanted = [span for span in spans if quoted.get(span.digest)]
    ended = actions.refuse_words(
        visit=visit,
        proposal=proposal,
        uses=said.keys() - agreed,
        quotations={span.digest for span in spans} - {span.digest for span in wanted},
        **about,
    )
    same = all(stands.get(use) == Answer.YES for use in agreed) and all(
        said_to(span, proposal.edition, history) == Answer.YES for span in wanted
    )
    if ended:
        return page(request, visit, note="chosen" if same else "only_no")
    if not same:
        return page(request, visit, note="already")
    return page(request, visit, note="change" if CHANGE in said.values() else "answered")
