"""An earlier booklet for readers: one page about it, and its file, each asked about at the gate."""

from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publication import gate
from publication.errors import gone
from publication.serving.booklet import ASK_EACH_TIME


@require_safe
def page(request, year: int):
    """What it is, and the file. The same gentle 410 for one that is not offered, taken down or never there."""
    booklet = gate.earlier(year)
    if booklet is None:
        return gone(request)
    response = render(request, "publication/earlier.html", {"booklet": booklet})
    response["Cache-Control"] = ASK_EACH_TIME
    return response


@require_safe
def file(request, year: int):
    booklet = gate.earlier(year)
    if booklet is None:
        return gone(request)
    response = FileResponse(booklet.file.open("rb"), content_type="application/pdf", filename=f"{year}-booklet.pdf")
    response["Cache-Control"] = ASK_EACH_TIME
    response["X-Robots-Tag"] = "noarchive"
    return response
