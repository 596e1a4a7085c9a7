"""The button “Save and come back later”, and the pages that follow it. Nothing typed is lost, whatever happens.

The first press gives return words. A page on which she goes on carries a token, and the button then saves into the
same place. Where the token leads nowhere any more, she is asked for her words, with all her answers carried along.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stories import actions
from stories.actions import Visit
from stories.journey import floods, keeping, pressing, steps, writing
from stories.journey.answers import read
from stories.journey.knocking import recognise
from stories.journey.returning import WordsForm
from stories.journey.steps import NAMED, Answers, Step
from stories.vault import words

SENT = _("These words open a story that you have sent. To keep this page too, save it under new words.")


def is_asked(data: QueryDict) -> bool:
    """Whether a post of the way in is about saving. “Back” on the page that says “too much just now” is not."""
    return data.get("at") in PAGES or ("save" in data and "back" not in data and steps.may_be_saved(data.get("at", "")))


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    return PAGES.get(data["at"], save)(request, data)


def save(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """The button on a page of the way in. What stands there is saved as it is, answered or not."""
    if not data.get(keeping.TOKEN):
        return _first(request, data)
    at = _page(data)
    try:
        visit = keeping.save_into(
            token=data[keeping.TOKEN], answers=read(data, steps.FIELDS), at=at.name, today=localdate()
        )
    except actions.DraftGone:
        return ask_where(request, data)
    except actions.CannotSealNow:
        return _same(request, data, {"saving": "cannot"}, status=503)
    return _saved_again(request, data, visit)


def _first(request, data, *, asked_where: bool = False) -> HttpResponse:
    """Saves under new words and shows them."""
    held = _carried(data)
    # Asked where to save, she has been asked once already: how old the page is was the reason.
    if (once_more := floods.objection(held)) and not (asked_where and once_more == "old"):
        return _same(request, data, {"saving": once_more}, answers=floods.asked_again(held))
    answers, today = read(data, steps.FIELDS), localdate()
    try:
        kept = keeping.save_once(
            nonce=data.get(keeping.NONCE, ""),
            answers=answers,
            at=_page(data).name,
            today=today,
            admit=lambda: floods.admit(request, "send"),
        )
    except pressing.PageTooOld:
        return ask_where(request, data) if asked_where else _same(request, data, {"saving": "old"})
    except (pressing.AlreadySent, actions.DraftGone):
        return ask_where(request, data)
    except actions.CannotSealNow:
        return _same(request, data, {"saving": "cannot"}, status=503)
    visit = actions.draft_of_token(token=kept.token, today=today)
    context = _along(data) | {
        "at": "saved",
        "words": words.as_words(kept.indices).split(),
        "digits": words.as_digits(kept.indices),
        "until": keeping.last_day(visit) if visit else None,
        "draft": kept.token,
        "nonce": data.get(keeping.NONCE, ""),
    }
    return render(request, "stories/journey/saved.html", context)


def after_saving(request, data) -> HttpResponse:
    """“I have written them down” ends here; “Carry on writing” goes back to the page where she was."""
    if "carry" in data:
        return _same(request, data, {"draft": data.get(keeping.TOKEN, "")})
    keeping.written_down(data.get(keeping.NONCE, ""))
    return render(request, "stories/journey/done.html")


def ask_where(request, data, *, form: WordsForm | None = None, status: int = 200, cannot: bool = False) -> HttpResponse:
    """The page cannot tell any more where it was saved: into the place that her words open, or under new words?"""
    context = _along(data) | {
        "at": "save_where",
        "form": form or WordsForm(),
        "errors": bool(form and form.errors),
        "nonce": keeping.new_nonce(),
        "cannot": cannot,
    }
    return render(request, "stories/journey/save_where.html", context, status=status)


def where_to(request, data) -> HttpResponse:
    """The answer to that question."""
    if "back" in data:
        return _same(request, data)
    if "anew" in data:
        return _first(request, data, asked_where=True)
    visit, form = _recognise(request, data)
    if isinstance(visit, Visit):
        form.add_error("words", SENT)
    if form.errors:
        return ask_where(request, data, form=form)
    try:
        answers = read(data, steps.FIELDS)
        visit = keeping.save_again(visit=visit, answers=answers, at=_page(data).name, today=localdate())
    except actions.DraftGone:
        return ask_where(request, data)
    except actions.CannotSealNow:
        return ask_where(request, data, form=form, status=503, cannot=True)
    return _saved_again(request, data, visit)


def _saved_again(request, data, visit) -> HttpResponse:
    """The page she was on, as it was, and a line that says until when it is kept."""
    shown = {"saving": "saved", "until": keeping.last_day(visit), "draft": actions.draft_token(visit)}
    return _same(request, data, shown)


def _recognise(request, data):
    look = partial(actions.come_back_to_any, today=localdate())
    return recognise(data, look=look, admit=lambda: floods.admit(request, "return"))


def _page(data) -> Step:
    """The page of the way in that a post is about: its own, or the one that it was saved from."""
    return NAMED.get(data.get("step") or data.get("at", ""), steps.FIRST)


def _carried(data) -> Answers:
    return read(data, steps.FIELDS + floods.FIELDS)


def _along(data) -> dict:
    """What a page between two pages of the way in carries: all answers, and where she was."""
    hidden = _carried(data) | {"step": _page(data).name}
    if "changing" in data:
        hidden["changing"] = "1"
    return {"hidden": hidden}


def _same(request, data, more: dict | None = None, *, answers: Answers | None = None, status=200) -> HttpResponse:
    """The page she was on, with everything on it."""
    held, changing = answers or _carried(data), "changing" in data
    return writing.show(request, _page(data), held, changing=changing, more=more, status=status)


PAGES = {"saved": after_saving, "save_where": where_to}
