"""A file of a release, as long as everything in it may be used; otherwise a page that says it is being renewed."""

import datetime

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from consent.uses import Use
from publication import gate
from publication.actions.reissuing import take_up
from publication.formats.files import card_name
from publication.models import Release
from stories.models import Span


def answer(request, release: Release | None, name: str, *, day: datetime.date) -> FileResponse | HttpResponse:
    """The file with this name, or 503 "being renewed". The caller has asked the clock."""
    body = open_file(release, name, day=day) if release else None
    if body is None:
        if release:
            take_up(release.edition, day=day)
        return being_renewed(request)
    return _given(release, name, body)


def _given(release: Release, name: str, body) -> FileResponse:
    kind = release.files.get(name=name).media_type
    response = FileResponse(body, content_type=kind, filename=f"{release.edition.year}-{name.replace('/', '-')}")
    response["X-Robots-Tag"] = "noarchive"
    return response


def card(request, release: Release, code: str, shape: str, *, day: datetime.date) -> HttpResponse | None:
    """A card of one quotation (or, without a shape, the words beside it), asked for that quotation alone: another
    family's no is no reason to withhold it. None when it may not be shown, or was never made; 503 while its file is
    being renewed. The caller has asked the clock.
    """
    name = card_name(code, shape)
    held = release.spans.in_files_of(Use.SOCIAL).filter(span__code=code).values_list("span_id", flat=True)
    if not release.files.filter(name=name).exists():
        return None
    try:
        # Opened before the rule is asked, as any other file is.
        body = (release.folder / name).open("rb")
    except FileNotFoundError:
        body = None
    if not gate.allowed_ids(held, use=Use.SOCIAL, edition=release.edition, day=day, of=Span):
        if body:
            body.close()
        return None
    if body is None:
        take_up(release.edition, day=day)
        return being_renewed(request)
    return _given(release, name, body)


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
