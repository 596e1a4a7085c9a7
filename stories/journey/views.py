"""The doors: every parent's page has the same address, and only what is posted tells which page it is."""

from django.conf import settings
from django.forms import CharField, ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stories.journey import enquiring, floods, keeping, private, receipts, saving, writing
from stories.journey.answers import TooMuch, posted, read
from stories.journey.headers import quietly
from stories.journey.steps import FIELDS, STEPS
from stories.vault.lanes import Busy

# What comes through a page of another site: what a parent wrote, and nothing that she allows. That page may know our
# fields, and have chosen the answers for her.
WRITTEN = tuple(
    name
    for step in STEPS
    for name, field in step.form.base_fields.items()
    if isinstance(field, CharField) and not isinstance(field, ChoiceField)
)


# A CSRF cookie would be a trace, and browsers that send no referrer send no origin either. What another
# site could do with a forged post is refused by `Sec-Fetch-Site`; what it could reach needs return words.
@csrf_exempt
@quietly
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "stories/journey/start.html")
    try:
        data = posted(request)
    except TooMuch:
        return render(request, "stories/journey/too_much.html", status=413)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        hidden = read(data, WRITTEN) | keeping.place_unknown(data)
        return render(request, "stories/journey/elsewhere.html", {"hidden": hidden}, status=403)
    try:
        match data.get("door"):
            case "write" if saving.is_asked(data):
                return saving.answer(request, data)
            case "write":
                return writing.answer(request, data)
            case "return":
                return private.answer(request, data)
            case "check":
                return receipts.check(request, data)
            case "tell" | "object":
                return enquiring.answer(request, data)
    except Busy as busy:
        return floods.polite(request, data, busy)
    return render(request, "stories/journey/start.html", {"hidden": read(data, FIELDS)})


@csrf_exempt
@quietly
def leave(request: HttpRequest) -> HttpResponse:
    """Out, to a page that anybody may look at; the browser is told to drop what it kept of ours."""
    return HttpResponse(status=303, headers={"Location": settings.EXIT_URL, "Clear-Site-Data": '"cache", "storage"'})
