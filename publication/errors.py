"""What an error may say: its class and its place. Never a value, a body, an address or an agent.

A traceback holds local variables, and a log line holds arguments: either may be a parent's words. So the
reporter and the log filter keep only the class of the exception and the lines of code it went through.
"""

import logging
import re
import traceback

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.debug import ExceptionReporter

PLACEHOLDER = re.compile(r"%(?:\([^)]*\))?[#0\- +]*[\d*]*(?:\.[\d*]+)?[diouxXeEfFgGcrsa]")
# Fields that hold a secret, or a name of what was found in a text.
NOT_TYPED = re.compile(r"phrase|password|token|-entity$|-label$")
LAST_RESORT = (
    "<!doctype html><html lang=en-gb><meta charset=utf-8><title>Not working</title>"
    "<h1>This page is not working at the moment</h1><p>Nothing you wrote was published. Please try again later."
    "<p>If somebody is in danger now, ring 999."
)


def place(error: BaseException) -> str:
    """The class of an error and of what caused it, with file and line of each step: no message, no value."""
    told, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        steps = [
            f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        told.append("\n  ".join([type(error).__qualname__, *steps]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\ncaused by ".join(told)


class PlaceOnlyReporter(ExceptionReporter):
    """Django's report of an exception, cut down to class and place, also while DEBUG is on."""

    def get_traceback_text(self):
        return place(self.exc_value) if self.exc_value else "An error without an exception."

    def get_traceback_html(self):
        return f"<!doctype html><meta charset=utf-8><title>Error</title><pre>{escape(self.get_traceback_text())}</pre>"

    def get_traceback_data(self):
        return {"exception_type": getattr(self.exc_type, "__name__", ""), "frames": []}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


class PlaceOnlyFilter(logging.Filter):
    """Empties a log record of everything that came from a person, and lets it pass."""

    def filter(self, record):
        if record.args:
            record.msg = PLACEHOLDER.sub("…", str(record.msg))
            record.args = ()
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            # Django logs some refusals by their own message, which repeats what was sent: a host, a file's name.
            said = "…" if str(error) and str(error) in str(record.msg) else record.msg
            record.msg = f"{said}\n{place(error)}"
        record.exc_info = record.exc_text = record.stack_info = None
        for name in ("request", "status_code", "server_time"):
            record.__dict__.pop(name, None)
        return True


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def form_too_old(request, reason=""):
    """403 for a form of the desk whose session has ended, with what was typed in it, so that it can be copied.

    The browser has nothing to go back to: the desk's pages are kept nowhere. Only what this site's own page sent is
    shown again, in the answer alone, and never a phrase or a password.
    """
    typed = _typed(request) if request.headers.get("Sec-Fetch-Site") == "same-origin" else []
    response = render(request, "403_csrf.html", {"typed": typed}, status=403)
    response["Cache-Control"] = "no-store, private"
    return response


def _typed(request) -> list[str]:
    """What reads like somebody's writing: more than one word, and no field that programs fill in."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > 1 and not NOT_TYPED.search(name)
    ]


def not_found(request, exception=None):
    """404. The address that was asked for is not repeated on the page; nor kept, since a booklet may open there."""
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "no-cache"
    return response


def gone(request):
    """410, for every well-formed story code that is not served any more: the same gentle page for each."""
    return render(request, "410.html", status=410)


def server_error(request):
    """500, without request, database or context processors: whatever broke, this still answers."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except Exception:
        # The template engine itself may be what broke.
        return HttpResponse(LAST_RESORT, status=500)
