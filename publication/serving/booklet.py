"""How a booklet page answers the public: at each request the clock and the rule are asked first.

The newest release then gives the words. Until pages are baked to files, Django answers everything.
"""

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from consent.uses import Use
from publication import gate
from publication.serving.story_pictures import approved_bytes
from stories import tree
from stories.models import Picture

# A no counts from the next request on, so nothing between us and a reader may answer for us.
ASK_EACH_TIME = "no-cache"


class BookletServing(RoutablePageMixin):
    """The public side of `BookletPage`: contents, one story, one file."""

    def serve(self, request, view=None, args=None, kwargs=None):
        """404 before the edition's second, for this page and for everything below it."""
        if not self.is_open():
            raise Http404
        response = super().serve(request, view=view, args=args, kwargs=kwargs)
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    def check_request_method(self, request, *args, **kwargs):
        """Wagtail answers OPTIONS and 405 without `serve`; before the second, those are a 404 like everything else."""
        if not self.is_open():
            raise Http404
        return super().check_request_method(request, *args, **kwargs)

    @property
    def preview_modes(self):
        from publication.serving import previewing

        return previewing.modes(self)

    def serve_preview(self, request, mode_name):
        """The draft as it would be if it were released now: for editors, so the clock is not asked."""
        from publication.serving import previewing

        response = previewing.preview(self, mode_name, day=timezone.localdate(), request=request)
        response["Cache-Control"] = "no-store"
        return response

    def is_open(self) -> bool:
        return gate.is_open(self.edition, now=timezone.now())

    def newest_release(self):
        """The release readers get, or None before the first is built."""
        return self.releases.ready().newest_first().select_related("edition", "page").first()

    def card(self, *, today: datetime.date):
        """How the booklet shows itself on the home page and the shelf, or None while nobody may see it."""
        from publication.cards import BookletCard, Download
        from publication.formats import files
        from publication.serving import pages

        release = self.newest_release()
        if release is None or not self.is_open():
            return None
        edition = self.served(today).edition
        return BookletCard(
            title=edition.title,
            year=edition.year,
            sentence=self.summary,
            url=self.get_url(),
            cover=mark_safe(files.drawn_cover(edition)),  # noqa: S308  drawn by us from numbers
            downloads=tuple(Download(file.title, file.url, file.size) for file in pages.urls(self, release).files),
        )

    def served(self, day: datetime.date):
        """What readers may see of the newest release today, or None."""
        from publication import composing

        release = self.newest_release()
        return composing.served(release, use=Use.ONLINE, day=day) if release else None

    @path("", name="contents")
    def contents(self, request):
        from publication.serving import pages

        release = self.newest_release()
        if release is None:
            response = render(request, "publication/booklet_not_ready.html", status=503)
            response["Retry-After"] = "3600"
            response["Cache-Control"] = "no-store"
            return response
        return HttpResponse(pages.contents(self, release, day=timezone.localdate()))

    @re_path(rf"^(?P<code>{gate.CODE.pattern})/$", name="story")
    def story(self, request, code):
        """A story, or the same gentle 410 for every well-formed code that is not served, whatever the reason."""
        from publication.errors import gone
        from publication.serving import pages

        release = self.newest_release()
        page = pages.story(self, release, code, day=timezone.localdate()) if release else None
        return HttpResponse(page) if page else gone(request)

    @re_path(r"^pictures/(?P<start>[0-9a-f]{32})/$", name="picture")
    def picture(self, request, start):
        """A picture, as long as a story that shows it is served."""
        served = self.served(timezone.localdate())
        shown = {p.sha256 for one in served.edition.trees() for p in tree.pictures(one)} if served else set()
        found = Picture.objects.filter(sha256__startswith=start, sha256__in=shown).first()
        body = approved_bytes(found) if found else None
        if body is None:
            raise Http404
        return HttpResponse(body, content_type="image/png" if found.file.name.endswith(".png") else "image/jpeg")

    def file(self, request, name):
        """A file of the newest release; while a text in it may no longer be used, the file is being renewed.

        Reached through serving/views.py, since a routed page has no dot in its address.
        """
        from publication.formats.files import DOWNLOADS
        from publication.serving import downloads

        if name not in DOWNLOADS:
            raise Http404
        release = self.newest_release()
        return downloads.answer(request, release, name, day=timezone.localdate())

    @path("cards/", name="cards")
    def cards(self, request):
        """The cards that may be shown today, to look at, read and save; 404 when there is none."""
        from publication.serving import pages

        release = self.newest_release()
        page = pages.cards(self, release, day=timezone.localdate()) if release else None
        if page is None:
            raise Http404
        return HttpResponse(page)

    def card_file(self, request, code, shape):
        """A card, or the words beside it; the same gentle 410 for every well-formed code that is not served.

        Reached through serving/views.py as `file` is.
        """
        from publication.errors import gone
        from publication.serving import downloads

        release = self.newest_release()
        answer = downloads.card(request, release, code, shape, day=timezone.localdate()) if release else None
        return answer or gone(request)

    def get_sitemap_urls(self, request=None):
        """The contents, the cards and every story served today; nothing at all before the opening."""
        from publication.serving import pages

        served = self.served(timezone.localdate()) if self.is_open() else None
        if served is None:
            return []
        base = self.get_full_url(request)
        release = self.newest_release()
        shown = [{"location": base + "cards/"}] if pages.shareable(release, day=timezone.localdate()) else []
        return [{"location": base}, *shown] + [
            {"location": base + self.reverse_subpage("story", kwargs={"code": piece.code})}
            for piece in served.edition.stories()
        ]
