"""Asks for return words, and says who has written them. One answer for all words that open nothing."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stories import actions
from stories.journey.answers import read, tidy
from stories.journey.returning import TYPED, WordsForm

NOT_FOUND = _(
    "We cannot open a page with these words. Look at each one again. If a story was deleted, its words open nothing."
)


def ask(
    request, data, *, form=None, resume="", expired=False, perhaps_renewed=False, perhaps_deleted=False
) -> HttpResponse:
    """The one field. Whatever was typed on a page whose token ran out goes along and comes back.

    `perhaps_deleted`: it was sent to delete, and a press before may have done that, its answer lost or passed over.
    """
    context = {
        "door": "return",
        "at": "return",
        "form": form or WordsForm(),
        "resume": resume,
        "expired": expired,
        "perhaps_renewed": perhaps_renewed,
        "perhaps_deleted": perhaps_deleted,
        "hidden": read(data, TYPED),
        "errors": bool(form and form.errors),
    }
    return render(request, "stories/journey/return.html", context)


def recognise(data, *, look: Callable = actions.come_back, admit: Callable[[], None] | None = None):
    """The visit that the typed words open, and the form that says what is wrong with them.

    `look` finds it from the words: her contribution, or, with `come_back_to_any`, also what she has only saved.

    `admit` counts a knock from outside, before it costs a derivation; a slip of spelling costs none. On a page that is
    open already nothing is counted: leaving never waits.
    """
    form, visit = WordsForm({"words": tidy(data.get("words", ""))}), None
    if form.is_valid():
        if admit:
            admit()
        visit = look(indices=form.cleaned_data["words"])
        if visit is None:
            actions.finish_if_cut_short(today=localdate())
            form.add_error("words", NOT_FOUND)
    return visit, form
