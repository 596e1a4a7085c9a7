"""How a booklet page answers the public: at each request the clock and the rule are asked first.

The newest release then gives the words.

Until files are baked (reference: the design's section 10) Django answers everything, slowly and rightly.
"""

import datetime

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from consent.uses import Use
from publication import gate
from stories import tree
from stories.models import Picture

SHORT = "no-cache"


class BookletServing(RoutablePageMixin):
    """The public side of `BookletPage`: contents, one story, one file."""

    def serve(self, request, view=None, args=None, kwargs=None):
        """404 before the edition's second, for this page and for everything below it."""
        if not gate.is_open(self.edition, now=timezone.now()):
            raise Http404
        response = super().serve(request, view=view, args=args, kwargs=kwargs)
        response.headers.setdefault("Cache-Control", SHORT)
        return response

    def newest_release(self):
        """The release readers get, or None before the first is built."""
        return self.releases.ready().newest_first().select_related("edition", "page").first()

    def card(self, *, today: datetime.date):
        """How the booklet shows itself on the home page and the shelf, or None while nobody may see it."""
        from publication.cards import BookletCard, Download
        from publication.composing import compose
        from publication.formats import files
        from publication.serving import pages

        release = self.newest_release()
        if release is None or not gate.is_open(self.edition, now=timezone.now()):
            return None
        edition = compose(release, use=Use.ONLINE, day=today).edition
        return BookletCard(
            title=edition.title,
            year=edition.year,
            sentence=self.summary,
            url=self.get_url(),
            cover=mark_safe(files.drawn_cover(edition)),  # noqa: S308  drawn by us from numbers
            downloads=tuple(Download(file.title, file.url, file.size) for file in pages.urls(self, release).files),
        )

    def composed(self, day: datetime.date):
        """What readers may see of the newest release today, or None."""
        from publication.composing import compose

        release = self.newest_release()
        return compose(release, use=Use.ONLINE, day=day) if release else None

    @path("", name="contents")
    def contents(self, request):
        from publication.serving import pages

        release = self.newest_release()
        if release is None:
            return render(request, "publication/booklet_not_ready.html", {"page": self}, status=503)
        return HttpResponse(pages.contents(self, release, day=timezone.localdate()))

    @re_path(r"^(?P<code>[A-Z]-\d\d-\d{4})/$", name="story")
    def story(self, request, code):
        """A story, or the same gentle 410 for every well-formed code that is not served, whatever the reason."""
        from publication.serving import pages

        if not gate.CODE.fullmatch(code):
            raise Http404
        release = self.newest_release()
        page = pages.story(self, release, code, day=timezone.localdate()) if release else None
        if page is None:
            return render(request, "410.html", {"page": self}, status=410)
        return HttpResponse(page)

    @re_path(r"^pictures/(?P<start>[0-9a-f]{32})/$", name="picture")
    def picture(self, request, start):
        """A picture, as long as a story that shows it is served."""
        composed = self.composed(timezone.localdate())
        shown = {p.sha256 for one in composed.edition.trees() for p in tree.pictures(one)} if composed else set()
        found = Picture.objects.filter(sha256__startswith=start, sha256__in=shown).first()
        if found is None:
            raise Http404
        kind = "image/png" if found.file.name.endswith(".png") else "image/jpeg"
        return FileResponse(found.file.open("rb"), content_type=kind)

    @re_path(r"^files/(?P<name>[a-z0-9][a-z0-9.-]*)$", name="file")
    def file(self, request, name):
        """A file of the newest release; while a text in it may no longer be used, the file is being renewed."""
        release = self.newest_release()
        found = release.files.filter(name=name).first() if release else None
        if found is None:
            if release and release.page.releases.filter(files__name=name).exists():
                return being_renewed(request, self)
            raise Http404
        if not release_is_whole(release, use=Use(found.use)):
            return being_renewed(request, self)
        try:
            body = found.path.open("rb")
        except FileNotFoundError:
            return being_renewed(request, self)
        response = FileResponse(body, content_type=found.media_type, filename=f"{self.edition.year}-{name}")
        response["X-Robots-Tag"] = "noarchive"
        return response

    def get_sitemap_urls(self, request=None):
        """The contents and every story served today; nothing at all before the opening."""
        if not gate.is_open(self.edition, now=timezone.now()):
            return []
        composed = self.composed(timezone.localdate())
        if composed is None:
            return []
        base = self.get_full_url(request)
        return [{"location": base}] + [
            {"location": base + self.reverse_subpage("story", kwargs={"code": piece.code})}
            for piece in composed.edition.stories()
        ]


def release_is_whole(release, *, use: Use) -> bool:
    """Whether every text in the release's files may be used today; one no closes the whole-booklet files."""
    held = frozenset(release.stories.values_list("version_id", flat=True))
    return held == gate.allowed_ids(held, use=use, edition=release.edition, day=timezone.localdate())


def being_renewed(request, page) -> HttpResponse:
    response = render(request, "publication/being_renewed.html", {"page": page}, status=503)
    response["Retry-After"] = "120"
    response["Cache-Control"] = "no-store"
    return response
