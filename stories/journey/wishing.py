"""What she told us beside the uses and may change: what becomes of her words if she never comes back, and contact."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import rules
from consent.dials import Dial
from stories import actions
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.question_forms import CONTACT, contact_of
from stories.journey.returning import TYPED, WishesForm


def wishes(request, visit: Visit, data=None, *, typed=None, form=None) -> HttpResponse:
    """What she said is marked, and how she may be reached is there to be changed: it is her own page."""
    history = visit.agreement.history()
    standing = {dial.value: rules.dial(history, dial) for dial in (Dial.SILENCE, Dial.CONTACT)}
    reached = {f"{CONTACT}{name}": words for name, words in (visit.opened.read("contact") or {}).items()}
    return show(request, visit, "wishes", form=form or WishesForm(initial=standing | reached | (typed or {})))


def wished(request, visit: Visit, data) -> HttpResponse:
    """Records only what differs. How she may be reached is sealed; where she says no to it, what we had goes."""
    form = WishesForm(read(data, TYPED))
    if not form.is_valid():
        return wishes(request, visit, form=form)
    changed = actions.set_wishes(
        visit=visit,
        dials={name: form.cleaned_data[name] for name in (Dial.SILENCE, Dial.CONTACT)},
        contact=contact_of(form.cleaned_data),
        today=localdate(),
    )
    return page(request, visit, note="wished" if changed else "same")
