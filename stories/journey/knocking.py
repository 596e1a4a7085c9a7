"""Asks for return words, and says who has written them. One answer for all words that open nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from stories import actions
from stories.actions import Visit
from stories.journey.answers import read, tidy
from stories.journey.returning import TYPED, WordsForm

NOT_FOUND = _(
    "We cannot open a page with these words. Look at each one again. If a story was deleted, its words open nothing."
)


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


def recognise(data) -> tuple[Visit | None, WordsForm]:
    """The visit that the typed words open, and the form that says what is wrong with them."""
    form = WordsForm({"words": tidy(data.get("words", ""))})
    visit = actions.come_back(indices=form.cleaned_data["words"]) if form.is_valid() else None
    if visit is None and form.is_valid():
        form.add_error("words", NOT_FOUND)
    return visit, form
