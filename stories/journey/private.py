"""The way back: return words open a private page, and a sealed token in a hidden field keeps it open for 15 minutes."""

import logging
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from consent import notices
from consent.actions import answer as record_answer
from consent.errors import AgreementEnded
from consent.uses import Answer, Use
from stories import actions
from stories import render as rendering
from stories.actions import Visit
from stories.journey.answers import read, tidy
from stories.journey.calendar import edition_for, effect_of_stopping
from stories.journey.forms import ASKED, name_of
from stories.journey.pictures import picture_in_page
from stories.journey.returning import CHANGE, TYPED, ApproveForm, ChoicesForm, WordsForm
from stories.journey.where import released, still_out, waiting, where
from stories.models import Contribution
from stories.vault.envelope import Refused
from stories.vault.shards import SlotErased, SlotMissing

logger = logging.getLogger(__name__)

NOT_FOUND = _(
    "We cannot open a page with these words. Look at each one again. If a story was deleted, its words open nothing."
)


# A story deleted from another phone while its page is open: the words then open nothing, as everywhere.
GONE = (AgreementEnded, Refused, SlotErased, SlotMissing)


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """One page of the way back."""
    try:
        return _answer(request, data)
    except GONE:
        return ask(request, data)


def _answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    at, go = data.get("at", ""), data.get("go", "")
    if at == "delete" and not go:
        return delete(request, data)
    if at in PAGES:
        visit = actions.revisit(token=data.get("token", ""))
        if visit is None:
            return ask(request, data, resume=go if go in PAGES else at, expired=True)
        if go in PAGES:
            return PAGES[go](request, visit)
        return SUBMITTED.get(at, page)(request, visit, data)
    if at == "return":
        return let_in(request, data)
    return ask(request, data)


def ask(request, data, *, form=None, resume="", expired=False) -> HttpResponse:
    """The one field. Whatever was typed on a page whose token ran out goes along and comes back."""
    context = {
        "door": "return",
        "at": "return",
        "form": form or WordsForm(),
        "resume": resume,
        "expired": expired,
        "hidden": read(data, TYPED),
        "errors": bool(form and form.errors),
    }
    return render(request, "stories/journey/return.html", context)


def let_in(request, data) -> HttpResponse:
    """Opens the private page, or the page that had run out of time. One answer for all words that open nothing."""
    resume = data.get("resume", "")
    visit, form = recognise(data)
    if visit is None:
        return ask(request, data, form=form, resume=resume if resume in PAGES else "")
    if resume in PAGES:
        return PAGES[resume](request, visit, typed=read(data, TYPED))
    return page(request, visit)


def recognise(data) -> tuple[Visit | None, WordsForm]:
    """The visit that the typed words open, and the form that says what is wrong with them."""
    form = WordsForm({"words": tidy(data.get("words", ""))})
    visit = actions.come_back(indices=form.cleaned_data["words"]) if form.is_valid() else None
    if visit is None and form.is_valid():
        form.add_error("words", NOT_FOUND)
    return visit, form


def show(request, visit: Visit, name: str, **context) -> HttpResponse:
    """A private page, with a fresh token."""
    context |= {"door": "return", "at": name, "token": actions.token_for(visit)}
    context["errors"] = bool(getattr(context.get("form"), "errors", None))
    return render(request, f"stories/journey/private/{name}.html", context)


def page(request, visit: Visit, data=None, *, typed=None, note="") -> HttpResponse:
    today = localdate()
    context = {
        "where": where(visit, today=today),
        "waiting": waiting(visit, today=today),
        "sent": visit.opened.read("body"),
        "all_stopped": all(visit.agreement.standing(use) == Answer.NO for use in ASKED),
        "note": note,
    }
    return show(request, visit, "page", **context)


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


def choices(request, visit: Visit, data=None, *, typed=None, form=None) -> HttpResponse:
    """Every use with the answer that stands; each can be changed."""
    today = localdate()
    standing = {name_of(use): visit.agreement.standing(use) for use in ASKED}
    form = form or ChoicesForm(initial=standing | (typed or {}), notice=notices.current())
    return show(request, visit, "choices", form=form, effect=effect(visit, today))


def chosen(request, visit: Visit, data) -> HttpResponse:
    """Records only what differs, so that a page sent twice changes nothing twice."""
    form = ChoicesForm(read(data, TYPED), notice=notices.current())
    if not form.is_valid():
        return choices(request, visit, form=form)
    today = localdate()
    wanted = {use: Answer(form.cleaned_data[name_of(use)]) for use in ASKED}
    new = {use: said for use, said in wanted.items() if said != visit.agreement.standing(use)}
    if refused := {use for use, said in new.items() if said == Answer.NO}:
        actions.stop(visit=visit, uses=refused, today=today)
    for use, said in new.items():
        if said != Answer.NO:
            record_answer(agreement=visit.agreement, use=use, answer=said, notice=notices.current(), today=today)
    return page(request, visit, note="chosen" if new else "same")


def stop(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    return show(request, visit, "stop", effect=effect(visit, localdate()))


def effect(visit: Visit, today: date) -> tuple[str, ...]:
    """What a stop would reach today."""
    out, once = bool(still_out(visit, today=today)), bool(released(visit))
    return effect_of_stopping(edition_for(today), today, out=out, released=once)


def stopped(request, visit: Visit, data) -> HttpResponse:
    actions.stop(visit=visit, uses=None, today=localdate())
    return page(request, visit, note="stopped")


def ask_delete(request, visit: Visit, data=None, *, typed=None, form=None) -> HttpResponse:
    context = {"form": form or WordsForm(), "out": still_out(visit, today=localdate())}
    return show(request, visit, "delete", **context)


def delete(request, data) -> HttpResponse:
    """Deletes what the typed words open, if it is also what this page was about. There is no way back."""
    shown = actions.revisit(token=data.get("token", ""))
    if shown is None:
        return ask(request, data, resume="delete", expired=True)
    visit, form = recognise(data)
    if visit is None or visit.contribution != shown.contribution:
        if not form.errors:
            form.add_error("words", NOT_FOUND)
        return ask_delete(request, shown, form=form)
    return render(request, "stories/journey/private/deleted.html", {"unfinished": not erased(visit)})


def erased(visit: Visit) -> bool:
    """Deletes; False when it has begun and some of it is left, which `manage.py daily` then finishes.

    From the first step on her words open nothing, so she cannot press again: she must be told what is true and
    not that a page is broken. A deletion that could not even begin raises, and she can try again.
    """
    try:
        actions.erase(contribution=visit.contribution, today=localdate())
    except Exception:
        if Contribution.objects.present().filter(pk=visit.contribution.pk).exists():
            raise
        logger.exception("A deletion is not finished; it will be tried again.")
        return False
    return True


PAGES = {"page": page, "approve": approve, "choices": choices, "stop": stop, "delete": ask_delete}
SUBMITTED = {"approve": approved, "choices": chosen, "stop": stopped}
