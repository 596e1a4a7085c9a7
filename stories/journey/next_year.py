"""Once a year: may the same words be in the next booklet too? Yes, a change first, or stop; silence is no."""

from datetime import date

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import notices
from consent.lapsing import untils
from consent.uses import LABELS, QUOTING
from stories import actions
from stories import render as rendering
from stories.actions import Renewal, Visit
from stories.journey.answers import read
from stories.journey.choosing import choices
from stories.journey.front import page, show
from stories.journey.pictures import picture_in_page
from stories.journey.returning import TYPED, AgainForm
from stories.journey.stopping import effect, stopped
from stories.journey.wording import question


def next_year(request, visit: Visit, data=None, *, typed=None, form=None, changed=False) -> HttpResponse:
    """The exact words, where they would be used, the booklet's dates, and three answers with none marked."""
    today = localdate()
    renewal = actions.renewal_for(visit.contribution, today=today)
    if renewal is None:
        return page(request, visit, note="changed" if changed else "nothing")
    typed = typed or {}
    if typed.get("asked", renewal.name) != renewal.name:
        # A yes to something else must not stand ready under this.
        changed, typed = True, {}
    tree = renewal.version.story_tree()
    context = {
        "renewal": renewal,
        "places": [(LABELS[use], *question(use, notices.current())) for use in renewal.uses],
        "quotes": bool(renewal.version.proposal.spans) or not QUOTING.isdisjoint(renewal.uses),
        "html": rendering.html(tree, picture_url=picture_in_page, heading_level=3),
        "tree": tree,
        "stays": stays(visit, renewal, today),
        "effect": effect(visit, today),
        "form": form or AgainForm(initial=typed),
        "changed": changed,
    }
    return show(request, visit, "next_year", **context)


def answered(request, visit: Visit, data) -> HttpResponse:
    """Records a yes to just what this page showed. A stop needs no page to be right: it counts whatever was shown."""
    typed = read(data, TYPED)
    form = AgainForm(typed)
    if not form.is_valid():
        return next_year(request, visit, typed=typed, form=form)
    match form.cleaned_data["again"]:
        case "stop":
            return stopped(request, visit, data)
        case "change":
            return choices(request, visit)
    try:
        actions.renew(visit=visit, name=typed.get("asked", ""), today=localdate())
    except actions.WordsHaveChanged:
        renewed = actions.renewed_for(visit.contribution, today=localdate())
        if renewed is None or renewed.name != typed.get("asked"):
            return next_year(request, visit, changed=True)
        # She has pressed twice: the first press said so already.
    return page(request, visit, note="again")


def stays(visit: Visit, renewal: Renewal, today: date) -> date | None:
    """Until when these words stay where an earlier booklet shows them; None when they are shown nowhere now."""
    found = untils(visit.agreement.history(), day=today)
    return max((one.last_day for one in found if one.stays and one.tag == renewal.version.tag), default=None)
