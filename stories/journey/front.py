"""The private page itself: where the story is, what waits, and one card for each thing that she can do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from consent import notices
from consent.uses import Answer
from stories import actions, sent_pictures, thread
from stories.actions import Visit
from stories.journey.forms import ASKED
from stories.journey.noted import noted_for
from stories.journey.quoted import may_change
from stories.journey.weeks import beginning_of
from stories.journey.where import waiting, where
from stories.models import Contribution
from stories.states import State


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
        "renewal": actions.renewal_for(visit.contribution, today=today),
        "renewed": actions.renewed_for(visit.contribution, today=today),
        "noted": noted_for(visit),
        "asked_again": notices.asks_again(visit.agreement) is not None,
        "said_last": thread.newest(visit.contribution)[1],
        "all_stopped": all(visit.agreement.standing(use) == Answer.NO for use in ASKED),
        "has_quotations": bool(may_change(visit, today=today)),
        "has_pictures": sent_pictures.count(visit.contribution) > 0,
        "may_add_pictures": visit.contribution.state != State.CLEARED,
        "kept_until": beginning_of(visit.contribution.expires) if may_expire(visit.contribution) else "",
        "note": note,
    }
    return show(request, visit, "page", **context)


def may_expire(contribution: Contribution) -> bool:
    """Whether it is deleted at the end of its last week: it is, unless a story was made of it."""
    return contribution.state != State.CLEARED
