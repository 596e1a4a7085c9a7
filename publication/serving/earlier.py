"""An earlier booklet for readers: one page about it, and its file, each asked about at the gate."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publication import gate
from publication.errors import gone
from publication.models import EarlierBooklet
from publication.serving.booklet import ASK_EACH_TIME


@require_safe
def page(request, year: int):
    """What it is, and the file."""
    booklet = gate.earlier(year)
    if booklet is None:
        return not_here(request, year)
    response = render(request, "publication/earlier.html", {"booklet": booklet})
    response["Cache-Control"] = ASK_EACH_TIME
    return response


@require_safe
def file(request, year: int):
    booklet = gate.earlier(year)
    if booklet is None:
        return not_here(request, year)
    response = FileResponse(booklet.file.open("rb"), content_type="application/pdf", filename=f"{year}-booklet.pdf")
    response["Cache-Control"] = ASK_EACH_TIME
    response["X-Robots-Tag"] = "noarchive"
    return response


def not_here(request, year: int):
    """410 for a booklet that readers had, whyever it is gone; else 404, as for any address where never anything was.

    Stories answer alike, since the difference would tell what a family did. Here it tells only what everybody could
    read, and 404 for the rest keeps to the desk which files it holds and has not decided about.
    """
    if EarlierBooklet.objects.once_offered().filter(year=year).exists():
        return gone(request)
    raise Http404
