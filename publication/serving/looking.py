"""A booklet's web pages at another address than the public one, marked on each page: for draft, rehearsal and press.

The words and the pages come from the very functions that make the public ones. Who may look, the caller has asked.
"""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from publication.chrome import Chrome
from publication.formats import files, web
from publication.formats.edition import Edition
from publication.serving.story_pictures import approved_bytes
from stories import tree
from stories.models import Picture


class MarkedChrome(Chrome):
    """What surrounds every page, with words at the head of each that cannot be overlooked."""

    def __init__(self, mark: str):
        self.mark = mark


class Looking:
    """An edition as somebody may see it today. `base` is the address of its contents, ending in a slash. For whoever
    may see its cards too, they are the quotes of `shared`; `made` says which are there, `card` where one's file is."""

    def __init__(
        self,
        edition: Edition,
        *,
        base: str,
        mark: str,
        offered: tuple[web.File, ...],
        shared: Edition | None = None,
        made: Callable[[str, str], bool] | None = None,
        card: Callable[[str], str] = str,
    ):
        self.edition, self.base = edition, base
        self.shared, self.made = shared if shared and shared.quotes else None, made
        self.chrome = MarkedChrome(mark)
        self.urls = web.Urls(
            contents=base,
            story=lambda code: f"{base}{code}/",
            files=offered,
            cards=f"{base}{files.CARDS}/" if self.shared else "",
            card=card,
        )

    def contents(self) -> HttpResponse:
        cover = self._cover()
        return kept_nowhere(
            HttpResponse(web.contents_page(self.edition, self.chrome, self._picture_url, self.urls, cover=cover))
        )

    def story(self, code: str) -> HttpResponse:
        """Raises Http404 when the story is not among those that may be seen here."""
        try:
            page = web.story_page(self.edition, code, self.chrome, self._picture_url, self.urls)
        except web.NoSuchStory:
            raise Http404 from None
        return kept_nowhere(HttpResponse(page))

    def cards(self) -> HttpResponse:
        """Raises Http404 when there is no card to see."""
        if self.shared is None:
            raise Http404
        return kept_nowhere(HttpResponse(web.cards_page(self.shared, self.chrome, self.urls, made=self.made)))

    def picture(self, start: str) -> HttpResponse:
        """Raises Http404 unless a story that may be seen here shows it."""
        shown = {picture.sha256 for one in self.edition.trees() for picture in tree.pictures(one)}
        found = Picture.objects.filter(sha256__startswith=start, sha256__in=shown).first()
        body = approved_bytes(found) if found else None
        if body is None:
            raise Http404
        kind = "image/png" if found.file.name.endswith(".png") else "image/jpeg"
        return kept_nowhere(HttpResponse(body, content_type=kind))

    def _picture_url(self, sha256: str) -> str:
        return f"{self.base}pictures/{sha256[:32]}/"

    def _cover(self) -> SafeString:
        return mark_safe(files.drawn_cover(self.edition))  # noqa: S308  drawn by us from numbers


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Neither kept nor found by anybody, and no page that a reader goes to from here learns the address."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
