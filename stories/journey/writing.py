"""The way in: each page posts all answers so far, and gets the next page or the one that is still open."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate

from consent import notices
from stories import actions
from stories.journey import floods, keeping, names, pressing, sending, steps
from stories.journey.answers import read
from stories.journey.calendar import edition_for, still_open_to_words, what_happens_next
from stories.journey.forms import goes_outside, nothing_outside
from stories.journey.steps import CHECK, FIRST, NAMED, NAMES, STORY, Answers, Step
from stories.journey.summary import summary
from stories.vault import words

# What the button posts that sends saved writing under new return words.
ANEW = "anew"


def answer(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """The page that follows what was posted. Every step looks at all earlier answers again."""
    if data.get("at") == "sent":
        sending.written_down(data.get("nonce", ""))
        return render(request, "stories/journey/done.html")
    answers = for_this_year(read(data, steps.FIELDS + floods.FIELDS))
    at = NAMED.get(data.get("at", ""))
    changing = "changing" in data
    if "back" in data and at:
        return show(request, CHECK if changing else steps.before(at, answers) or FIRST, answers)
    if "change" in data:
        return show(request, NAMED.get(data["change"], CHECK), answers, changing=True)
    if "send" in data:
        return send(request, data, answers)
    if at is None:
        return show(request, FIRST, answers)
    if "nothing" in data and at.name in ("booklet", "beyond"):
        at, answers = NAMED["beyond"], answers | nothing_outside()
    if still_open := steps.first_incomplete(answers, until=at):
        return show(request, still_open, answers, errors=True, changing=changing)
    if at is NAMES and names.to_change(answers):
        return show(request, STORY, answers, changing=changing)
    if at is STORY:
        answers = names.changed(answers)
    ending = steps.ending(answers)
    onward = ending if ending and not at.applies(answers) else steps.after(at, answers)
    if changing and onward.fields and not (at is STORY and names.unmarked(answers)):
        onward = steps.first_incomplete(answers) or CHECK
    return show(request, onward, answers, changing=changing)


def send(request: HttpRequest, data: QueryDict, answers: Answers) -> HttpResponse:
    """The last press. Whatever stands in the way, the words come back with the page."""
    if still_open := steps.first_incomplete(answers):
        return show(request, still_open, answers, errors=True, changing=True)
    if ending := steps.ending(answers):
        return show(request, ending, answers)
    if (asked := wording_in_force()) and answers.get("notice") != str(asked.version):
        return show(request, CHECK, answers | {"notice": str(asked.version)}, note="notice")
    if answers.get("exact") == "yes" and answers["edition"] != data.get("edition"):
        return show(request, CHECK, answers, note="edition")
    if once_more := floods.objection(answers):
        return show(request, CHECK, floods.asked_again(answers), note=once_more)
    today = localdate()
    nonce = data.get("nonce", "")
    try:
        sent = sending.send_once(
            nonce=nonce,
            answers=answers,
            today=today,
            admit=lambda: floods.admit(request, "send"),
            # Who has lost the words of what she saved gets new ones; the draft stays under the old until its last day.
            draft="" if data["send"] == ANEW else data.get(keeping.TOKEN, ""),
        )
    except pressing.AlreadySent:
        return render(request, "stories/journey/already_sent.html", {"door": "return"})
    except pressing.PageTooOld:
        return show(request, CHECK, answers, note="old")
    except (actions.CannotSealNow, notices.NoNotice):
        return show(request, CHECK, answers, note="cannot", status=503)
    context = {
        "at": "sent",
        "nonce": nonce,
        "words": words.as_words(sent.indices).split() if sent.indices else (),
        "digits": words.as_digits(sent.indices or ()),
        "apart": sent.apart,
        "next": what_happens_next(
            edition_for(today), today, exact=sending.exactly(answers), nowhere=not goes_outside(answers)
        ),
        "child": answers["child"],
        "court": answers["court"],
        "danger": answers["danger"],
    }
    return render(request, "stories/journey/sent.html", context)


def show(
    request: HttpRequest,
    step: Step,
    answers: Answers,
    *,
    errors: bool = False,
    changing: bool = False,
    note: str = "",
    more: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page with its own questions open and every other answer carried in hidden fields."""
    notice = wording_in_force()
    answers = for_this_year(floods.opened(answers))
    form = step.form(answers, notice=notice) if errors else step.form(initial=answers, notice=notice)
    context = {
        "step": step,
        "form": form,
        "errors": errors,
        "hidden": {name: value for name, value in answers.items() if name not in step.own_fields},
        "page": steps.way(answers).index(step) + 1 if step in steps.way(answers) else 1,
        "back": steps.before(step, answers),
        "changing": changing and step is not CHECK,
        "answers": answers,
        "notice": notice,
        "edition": edition_for(localdate()),
        "note": note,
        "decoy": floods.DECOY,
        "may_save": steps.may_be_saved(step.name) and (step is not FIRST or "danger" in answers),
        "save_nonce": keeping.new_nonce(),
        "draft": request.POST.get(keeping.TOKEN, ""),
    }
    if step is STORY:
        context["to_change"] = names.to_change(answers)
    if step is NAMES:
        context["found"] = names.found(answers)
    if step is CHECK:
        context |= {"exact": sending.exactly(answers), "outside": goes_outside(answers), "anew": ANEW}
        context |= {"groups": summary(answers, notice=notice), "nonce": sending.new_nonce()}
    return render(request, step.template, context | (more or {}), status=status)


def for_this_year(answers: Answers) -> Answers:
    """The answers with the year of the booklet that can still be asked about, as this moment has it.

    A yes to her exact words was for one booklet: where another has taken its place meanwhile, it is asked anew.
    """
    edition = still_open_to_words(localdate())
    year = str(edition.year) if edition else ""
    if year and answers.get("edition", year) != year:
        answers = {name: value for name, value in answers.items() if name != "exact"}
    return answers | {"edition": year}


def wording_in_force():
    """The notice whose questions are asked, or None where staff have put none in force; then nothing can be sent."""
    try:
        return notices.current()
    except notices.NoNotice:
        return None
