"""What the press may look at before the opening: by a private link, marked on each page, asked at each request.

Only the embargo is lifted for the link. A story is shown when its family allows the online booklet *and* the press,
both for exactly these words (docs/decisions/0011). Everything else stays as it is for everybody.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.uses import Use
from publication import composing, gate
from publication.formats import files, press_mark, web
from publication.models import PressLink, Release
from publication.models.press import hashed
from publication.serving import downloads
from publication.serving.looking import Looking, kept_nowhere


def contents(request, token: str) -> HttpResponse:
    return _answer(request, token, lambda looking, _release: looking.contents())


def story(request, token: str, code: str) -> HttpResponse:
    return _answer(request, token, lambda looking, _release: looking.story(code))


def picture(request, token: str, start: str) -> HttpResponse:
    return _answer(request, token, lambda looking, _release: looking.picture(start))


def booklet(request, token: str) -> HttpResponse:
    """`booklet.pdf` with the mark on each page: only while every text in it may be shown to the press."""

    def give(looking: Looking, release: Release) -> HttpResponse:
        body = downloads.open_file(release, files.PDF, day=timezone.localdate())
        if body is None or not _whole_file_may_be_seen(release):
            if body:
                body.close()
            raise Http404
        with body:
            data = press_mark.marked(body.read(), looking.chrome.mark)
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{release.edition.year}-press-preview.pdf"'
        return kept_nowhere(response)

    return _answer(request, token, give)


def _answer(request, token: str, give) -> HttpResponse:
    """What `give` makes of the release; the site's own "not found" for a link that is unknown, over or taken back."""
    now = timezone.now()
    link = PressLink.objects.working(now).filter(sha256=hashed(token)).select_related("page__edition").first()
    if link is None or request.method not in ("GET", "HEAD") or link.page.edition.do_not_open:
        raise Http404
    if gate.is_open(link.page.edition, now=now):
        return kept_nowhere(redirect(link.page.get_url()))
    release = link.page.newest_release()
    if release is None:
        return kept_nowhere(render(request, "publication/booklet_not_ready.html", status=503))
    return give(_looking(link, release, token), release)


def _looking(link: PressLink, release: Release, token: str) -> Looking:
    day, base = timezone.localdate(), f"/press/{token}/"
    composed = composing.served(release, use=Use.ONLINE, also=(Use.PRESS,), day=day)
    offered = (web.File(files.DOWNLOADS[files.PDF], f"{base}booklet.pdf"),) if _whole_file_may_be_seen(release) else ()
    return Looking(composed.edition, base=base, mark=mark_of(link), offered=offered)


def mark_of(link: PressLink) -> str:
    """What stands on each page. It says whose link this is, so that a copy tells where it came from."""
    opens = timezone.localtime(link.page.edition.opens_at)
    return _("Press preview for %(whom)s: not public before %(when)s") % {
        "whom": link.for_whom,
        "when": f"{opens.day} {opens:%B %Y, %H:%M} {opens.tzname()}",
    }


def _whole_file_may_be_seen(release: Release) -> bool:
    return gate.may_use_all(release, use=Use.ONLINE, also=(Use.PRESS,), day=timezone.localdate())
