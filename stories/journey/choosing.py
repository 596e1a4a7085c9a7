"""Every use with the answer that stands; each can be changed."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent import notices
from consent.actions import answer as record_answer
from consent.uses import Answer
from stories import actions
from stories.actions import Visit
from stories.journey.answers import read
from stories.journey.forms import ASKED, name_of
from stories.journey.front import page, show
from stories.journey.returning import TYPED, ChoicesForm
from stories.journey.stopping import effect


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
