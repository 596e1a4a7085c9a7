"""The way back: return words open a private page, and a sealed token in a hidden field keeps it open for 15 minutes.

A table of contents: each page has a module of its own, and a line in `PAGES` (what shows it) and, if it asks
something, in `SUBMITTED` (what takes the answer).
"""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from consent.errors import AgreementEnded
from stories import actions
from stories.drafts import DraftVisit
from stories.journey import (
    approving,
    choosing,
    copying,
    deleting,
    floods,
    front,
    next_year,
    picturing,
    quotations,
    reading_again,
    receipts,
    renewing,
    saved_writing,
    stopping,
    talking,
    wishing,
)
from stories.journey.answers import read
from stories.journey.knocking import ask, recognise
from stories.journey.returning import TYPED
from stories.sealing import KeysChanged
from stories.vault.envelope import Refused
from stories.vault.shards import SlotErased, SlotMissing

SAVED_ONLY = _("These words open writing that you have saved, and not the page that you had open.")

# A story deleted from another phone while its page is open: the words then open nothing, as everywhere.
GONE = (AgreementEnded, Refused, SlotErased, SlotMissing)

PAGES = {
    "page": front.page,
    "approve": approving.approve,
    "next_year": next_year.next_year,
    "choices": choosing.choices,
    "wishes": wishing.wishes,
    "stop": stopping.stop,
    "delete": deleting.ask_delete,
    "messages": talking.messages,
    "pictures": picturing.pictures,
    "quotations": quotations.quotations,
    "receipt": receipts.receipt,
    "renew": renewing.renew,
    "renewing": renewing.written_down,
    "words": reading_again.words,
    "copy": copying.copy,
}
SUBMITTED = {
    "approve": approving.approved,
    "next_year": next_year.answered,
    "choices": choosing.chosen,
    "wishes": wishing.wished,
    "stop": stopping.stopped,
    "delete": deleting.delete,
    "messages": talking.written,
    "pictures": picturing.pictured,
    "quotations": quotations.requoted,
    "receipt": receipts.kept,
    "renew": renewing.drawn,
    "copy": copying.taken,
}


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """One page of the way back."""
    try:
        return _answer(request, data)
    except KeysChanged:  # At the desk, at this moment: her words open it as before.
        return ask(request, data, resume=data.get("at", ""), expired=True)
    except GONE:
        return ask(request, data)


def _answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    at, go = data.get("at", ""), data.get("go", "")
    if at == "renewing" and not go:
        return renewing.renewed(request, data)
    if at in PAGES:
        visit = actions.revisit(token=data.get("token", ""))
        if visit is None:
            deleted = at == "delete" and not go
            return ask(request, data, resume=go if go in PAGES else at, expired=True, perhaps_deleted=deleted)
        if go in PAGES:
            return PAGES[go](request, visit)
        return SUBMITTED.get(at, front.page)(request, visit, data)
    if at in saved_writing.PAGES:
        return saved_writing.answer(request, data)
    if at == "return":
        return let_in(request, data)
    return ask(request, data)


def let_in(request, data) -> HttpResponse:
    """Opens the private page, or the page that had run out of time. One answer for all words that open nothing."""
    resume = data.get("resume", "")
    look = partial(actions.come_back_to_any, today=localdate())
    visit, form = recognise(data, look=look, admit=lambda: floods.admit(request, "return"))
    if isinstance(visit, DraftVisit) and resume in PAGES:
        form.add_error("words", SAVED_ONLY)
    if form.errors:
        return ask(request, data, form=form, resume=resume if resume in PAGES else "")
    if isinstance(visit, DraftVisit):
        return saved_writing.welcome(request, visit)
    if resume in PAGES:
        return PAGES[resume](request, visit, typed=read(data, TYPED))
    return front.page(request, visit)
