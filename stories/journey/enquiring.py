"""Writing to us without an account: a complaint or a request (“tell”), and an objection to a story (“object”).

One page each, at the constant address. Nothing is kept but what is sealed, and the answer is the same whatever was
named: nobody learns from it which codes there are, or whether a story waits to be released.
"""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate

from stories import actions, thread
from stories.journey import floods, pressing
from stories.journey.answers import read
from stories.journey.enquiry_forms import ObjectForm, TellForm
from stories.journey.knocking import recognise
from stories.journey.talking import TOO_MANY
from stories.sealing import KeysChanged
from stories.story_codes import code_in
from stories.vault.shards import SlotError
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

FORMS = {"tell": TellForm, "object": ObjectForm}
NONCE = "nonce"
NOT_KEPT = (actions.CannotSealNow, DatabaseError, KeysChanged, NotPrivate, OSError, SlotError)


class NotOurs(Exception):
    """The return words open nothing, or the thread is full; the form says which."""


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """The page, or what came of it. `at` is empty for somebody who has only come through the door."""
    door = data["door"]
    form_class = FORMS[door]
    typed = read(data, (*form_class.base_fields, *floods.FIELDS, NONCE))
    if data.get("at") != door:
        return _ask(request, door, form_class(), typed)
    form = form_class(typed)
    if not form.is_valid():
        return _ask(request, door, form, typed)
    if once_more := floods.objection(typed):
        return _ask(request, door, form, floods.asked_again(typed), note=once_more)

    def make() -> bytes:
        floods.admit(request, "send")
        return _sent(request, door, form)

    try:
        came = pressing.once_only(door, typed.get(NONCE, ""), make)
    except pressing.AlreadySent:
        came = b"before"
    except pressing.PageTooOld:
        return _ask(request, door, form, {**typed, NONCE: ""}, note="old")
    except NotOurs:
        return _ask(request, door, form, typed)
    except NOT_KEPT:
        logger.exception("A letter could not be sealed.")
        return _ask(request, door, form, typed, note="cannot")
    return render(request, "stories/journey/told.html", {"door": door, "came": came.decode()})


def _sent(request, door: str, form) -> bytes:
    """Keeps it, and says where the answer will be."""
    said, today = form.cleaned_data, localdate()
    if door == "object":
        kept = {name: said[name] for name in ("about", "which", "who", "text", "reply")}
        actions.object_to(**kept, code=code_in(said["which"]), today=today)
        return b"kept"
    if said["words"].strip():
        return _on_her_page(request, form, today)
    actions.enquire(kind=said["kind"], text=said["text"], reply=said["reply"], today=today)
    return b"answered" if said["reply"].strip() else b"kept"


def _on_her_page(request, form, today) -> bytes:
    """As a message on her own page, so that deleting her story deletes her complaint as well."""
    visit, knocked = recognise({"words": form.cleaned_data["words"]}, admit=lambda: floods.admit(request, "return"))
    if visit is None:
        for error in knocked.errors["words"]:
            form.add_error("words", error)
        raise NotOurs
    text = form.cleaned_data["text"]
    if reply := form.cleaned_data["reply"].strip():
        text = f"{text}\n\n{reply}"
    try:
        about = thread.COMPLAINT if form.cleaned_data["kind"] == "complaint" else ""
        actions.write_message(visit=visit, text=text, today=today, about=about)
    except actions.TooManyMessages:
        form.add_error("words", TOO_MANY)
        raise NotOurs from None
    return b"page"


def _ask(request, door: str, form, typed: dict[str, str], *, note: str = "") -> HttpResponse:
    held = floods.opened({name: value for name, value in typed.items() if name in floods.FIELDS})
    context = {
        "door": door,
        "at": door,
        "form": form,
        "errors": bool(form.errors),
        "hidden": {floods.OPENED: held.get(floods.OPENED, "")},
        "decoy": floods.DECOY,
        "nonce": typed.get(NONCE) or pressing.new_nonce(door),
        "note": note,
    }
    return render(request, f"stories/journey/{door}.html", context)
