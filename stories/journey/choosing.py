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
    again = notices.asks_again(visit.agreement) is not None
    # Asked again, nothing is marked: an answer to the old wording is no answer to this one.
    standing = {} if again else {name_of(use): visit.agreement.standing(use) for use in ASKED}
    form = form or ChoicesForm(initial=standing | (typed or {}), notice=notices.current())
    return show(request, visit, "choices", form=form, effect=effect(visit, today), again=again)


def chosen(request, visit: Visit, data) -> HttpResponse:
    """Records only what differs, so that a second press changes nothing; all of it when she is asked again."""
    form = ChoicesForm(read(data, TYPED), notice=notices.current())
    if not form.is_valid():
        return choices(request, visit, form=form)
    today = localdate()
    wanted = {use: Answer(form.cleaned_data[name_of(use)]) for use in ASKED}
    again = notices.asks_again(visit.agreement) is not None
    new = {use: said for use, said in wanted.items() if again or said != visit.agreement.standing(use)}
    if refused := {use for use, said in new.items() if said == Answer.NO and visit.agreement.standing(use) != said}:
        actions.stop(visit=visit, uses=refused, today=today)
    for use, said in new.items():
        if use not in refused:
            record_answer(agreement=visit.agreement, use=use, answer=said, notice=notices.current(), today=today)
    return page(request, visit, note="chosen" if new else "same")
