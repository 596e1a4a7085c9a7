"""A receipt: what she has said, as a page, as a file to keep, or not kept at all; and the check of one."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from consent import ledger
from consent.errors import NoListMissing
from consent.heads import found_in
from consent.keys import KeyGone
from consent.receipt_facts import receipt_of
from consent.receipts import DATA_NAME, TEXT_NAME, Receipt, as_json, as_text
from stories.actions import Visit
from stories.journey.answers import tidy
from stories.journey.forms import PageForm
from stories.journey.front import show

# What the two buttons give: the file's name, its type, and its content.
FILES = {
    "text": (TEXT_NAME, "text/plain; charset=utf-8", as_text),
    "data": (DATA_NAME, "application/ld+json", as_json),
}


class CheckForm(PageForm):
    """One field for a receipt in any form: the note, the data, or the numbers alone."""

    note = forms.CharField(
        label=_("Your receipt"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The whole note, or the two long lines at its end."),
        error_messages={
            "required": _("Paste your receipt here."),
            "max_length": _("That is too long. Paste only the two long lines."),
        },
    )


def receipt(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    """The receipt as it stands at this moment. Nothing is kept of having been shown."""
    return show(request, visit, "receipt", receipt=made(request, visit))


def kept(request, visit: Visit, data: QueryDict) -> HttpResponse:
    """The receipt as a file, if she asked for one: with a name that says nothing."""
    found = made(request, visit)
    if found is None or data.get("file") not in FILES:
        return receipt(request, visit)
    name, kind, content = FILES[data["file"]]
    return HttpResponse(
        content(found), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def made(request, visit: Visit) -> Receipt | None:
    """None when a disk is away: half a receipt would be a promise that cannot be kept."""
    holder = render_to_string("stories/journey/holder.txt", request=request).strip()
    address = settings.SITE_URL + reverse("words")
    try:
        return receipt_of(visit.agreement, holder=holder, address=address, today=localdate())
    except (KeyGone, NoListMissing):
        return None


def check(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """Whether a receipt is part of today's ledger: one yes or no to anybody who asks, and nothing is kept."""
    if "note" not in data:
        return _ask(request, CheckForm())
    form = CheckForm({"note": tidy(data["note"])})
    if not form.is_valid():
        return _ask(request, form)
    head = found_in(form.cleaned_data["note"])
    if head is None:
        return _ask(request, form, found="nothing")
    try:
        return _ask(request, form, found="yes" if ledger.holds(head) else "no")
    except NoListMissing:
        return _ask(request, form, found="later", status=503)


def _ask(request, form: CheckForm, *, found: str = "", status: int = 200) -> HttpResponse:
    context = {"door": "check", "at": "check", "form": form, "found": found, "errors": bool(form.errors)}
    return render(request, "stories/journey/check_receipt.html", context, status=status)
