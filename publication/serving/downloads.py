"""A file of a release, as long as every text in it may be used; otherwise a page that says it is being renewed."""

import datetime

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from consent.uses import Use
from publication import gate
from publication.actions.reissuing import take_up
from publication.models import Release


def answer(request, release: Release | None, name: str, *, day: datetime.date) -> FileResponse | HttpResponse:
    """The file with this name, or 503 "being renewed". The caller has asked the clock."""
    body = open_file(release, name, day=day) if release else None
    if body is None:
        if release:
            take_up(release.edition, day=day)
        return being_renewed(request)
    kind = release.files.get(name=name).media_type
    response = FileResponse(body, content_type=kind, filename=f"{release.edition.year}-{name.replace('/', '-')}")
    response["X-Robots-Tag"] = "noarchive"
    return response


def open_file(release: Release, name: str, *, day: datetime.date):
    """The open file, or None when it is not there or holds a text that may no longer be used."""
    found = release.files.filter(name=name).first()
    if found is None:
        return None
    try:
        # Opened before the rule is asked: a no that comes later than this answer comes too late for any server.
        body = (release.folder / name).open("rb")
    except FileNotFoundError:
        return None
    if gate.may_use_all(release, use=Use(found.use), day=day):
        return body
    body.close()
    return None


def being_renewed(request) -> HttpResponse:
    response = render(request, "publication/being_renewed.html", status=503)
    response["Retry-After"] = "120"
    response["Cache-Control"] = "no-store"
    return response
