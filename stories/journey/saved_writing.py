"""Coming back to what was saved and not sent: going on with it, or deleting it."""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stories import actions
from stories.drafts import DraftVisit, Written
from stories.journey import keeping, steps, writing
from stories.journey.answers import read
from stories.journey.knocking import NOT_FOUND, ask, recognise
from stories.journey.returning import WordsForm
from stories.journey.steps import CHECK, ENDINGS, NAMED, Answers, Step, first_incomplete, way

TROUBLE = _("We could not delete it just now. Please try again in a few minutes.")


def welcome(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """What her words open. It shows nothing of what she wrote until she asks for it."""
    context = {"door": "return", "at": "draft", "draft": actions.draft_token(visit), "until": keeping.last_day(visit)}
    return render(request, "stories/journey/draft.html", context)


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """One of the buttons there. A page that lay open for more than a day asks for the words again."""
    visit = actions.draft_of_token(token=data.get(keeping.TOKEN, ""), today=localdate())
    if visit is None:
        return ask(request, data)
    if data["at"] == "draft_delete":
        return welcome(request, visit) if "back" in data else delete(request, visit, data)
    return ask_delete(request, visit) if "delete" in data else carry_on(request, visit)


def carry_on(request, visit: DraftVisit) -> HttpResponse:
    """The page where she was, with all her answers. What an older form asked and this one does not is left out."""
    written = visit.read()
    answers = read(written.answers, steps.FIELDS)
    return writing.show(request, page_of(written, answers), answers, more={"draft": actions.draft_token(visit)})


def page_of(written: Written, answers: Answers) -> Step:
    """The page she was on, if it is on her way; the last page only once everything before it is answered."""
    step = NAMED.get(written.at)
    stands = step in way(answers) and step.name not in ENDINGS
    if stands and (step is not CHECK or first_incomplete(answers) is None):
        return step
    return first_incomplete(answers) or CHECK


def ask_delete(request, visit: DraftVisit, *, form: WordsForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "door": "return",
        "at": "draft_delete",
        "draft": actions.draft_token(visit),
        "form": form or WordsForm(),
        "errors": bool(form and form.errors),
    }
    return render(request, "stories/journey/draft_delete.html", context, status=status)


def delete(request, visit: DraftVisit, data) -> HttpResponse:
    """Deletes what the typed words open, if it is also what this page is about. There is no way back."""
    found, form = recognise(data, look=partial(actions.come_back_to_any, today=localdate()))
    if form.errors:
        return ask_delete(request, visit, form=form)
    if not isinstance(found, DraftVisit) or found.draft != visit.draft:
        form.add_error("words", NOT_FOUND)
        return ask_delete(request, visit, form=form)
    try:
        with keeping.or_not_now():
            actions.erase_draft(visit.draft)
    except actions.CannotSealNow:
        form.add_error(None, TROUBLE)
        return ask_delete(request, visit, form=form, status=503)
    return render(request, "stories/journey/draft_deleted.html")


PAGES = ("draft", "draft_delete")
