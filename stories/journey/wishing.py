"""What she told us beside the uses and may change: what becomes of her words if she never comes back, and contact."""

from datetime import date

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from consent import rules
from consent.dials import Dial
from stories import actions
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.question_forms import CONTACT, contact_of
from stories.journey.returning import TYPED, WishesForm
from stories.journey.where import newest_shown, still_out

WRITTEN_BESIDE_A_NO = _("You wrote how to reach you, but no is marked. Mark yes, or empty the boxes.")


def wishes(request, visit: Visit, data=None, *, typed=None, form=None) -> HttpResponse:
    """What she said is marked, and how she may be reached is there to be changed: it is her own page."""
    history = visit.agreement.history()
    standing = {dial.value: rules.dial(history, dial) for dial in (Dial.SILENCE, Dial.CONTACT)}
    reached = {f"{CONTACT}{name}": words for name, words in (visit.opened.read("contact") or {}).items()}
    return show(
        request,
        visit,
        "wishes",
        form=form or WishesForm(initial=standing | reached | (typed or {})),
        over=over(visit, localdate()),
    )


def wished(request, visit: Visit, data) -> HttpResponse:
    """Records only what differs. How she may be reached is sealed; where she says no to it, what we had goes."""
    form = WishesForm(read(data, TYPED))
    if form.is_valid() and written_beside_a_no(visit, form.cleaned_data):
        form.add_error(f"{CONTACT}how", WRITTEN_BESIDE_A_NO)
    if not form.is_valid():
        return wishes(request, visit, form=form)
    changed = actions.set_wishes(
        visit=visit,
        dials={name: form.cleaned_data[name] for name in (Dial.SILENCE, Dial.CONTACT)},
        contact=contact_of(form.cleaned_data),
        today=localdate(),
    )
    return page(request, visit, note="wished" if changed else "same")


def written_beside_a_no(visit: Visit, answers: dict) -> bool:
    """Whether she writes how to reach her and leaves her old no marked: she must not believe that we have it.

    Where she takes back a yes, what stood there may stand there still; it goes.
    """
    written = any(answers[f"{CONTACT}{name}"].strip() for name in ("how", "when", "words"))
    said_yes = rules.dial(visit.agreement.history(), Dial.CONTACT) == "sealed"
    return written and answers["contact"] != "sealed" and not said_yes


def over(visit: Visit, today: date) -> dict | None:
    """The booklet in which words of hers were put out, once its 30 April is past: then this answer alone decides
    whether they are on our site, and a change reaches them today. None before that day and after the last one.
    """
    edition = newest_shown(visit)
    if edition is None or not edition.facts.lapses_on < today <= edition.stays_until:
        return None
    return {"title": edition.title, "out": edition.title in still_out(visit, today=today)}
