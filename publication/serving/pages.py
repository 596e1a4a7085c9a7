"""One page of a booklet, made for one request by the same functions that make the release's files."""

import datetime
from collections.abc import Callable

from django.template.defaultfilters import filesizeformat

from consent.uses import Use
from publication import chrome
from publication.colophon import colophon
from publication.composing import planned, served
from publication.formats import files, web
from publication.pictures import picture_url
from publication.serving.story_pictures import story_picture_url
from stories.models import Picture

# In which size the desk sees a picture that no release shows yet.
DRAFT = "max-1200x1200"


def urls(page, release) -> web.Urls:
    """Where a booklet's pages and files are on this site."""
    base = page.get_url()
    sizes = dict(release.files.filter(name__in=files.DOWNLOADS).values_list("name", "size")) if release else {}
    return web.Urls(
        contents=base,
        story=lambda code: f"{base}{code}/",
        files=tuple(
            web.File(title, f"{base}files/{name}", filesizeformat(sizes[name]))
            for name, title in files.DOWNLOADS.items()
            if name in sizes
        ),
    )


def urls_of_a_build(page) -> web.Urls:
    """The same for pages that are built before their files: every download that will be made, without a size."""
    base = page.get_url() or ""
    offered = tuple(
        web.File(title, f"{base}files/{name}") for name, title in files.DOWNLOADS.items() if name not in files.missing()
    )
    return web.Urls(contents=base, story=lambda code: f"{base}{code}/", files=offered)


def contents(page, release, *, day: datetime.date) -> str:
    edition = served(release, use=Use.ONLINE, day=day).edition
    return _contents(page, edition, urls(page, release), colophon=colophon(release))


def preview(page, *, day: datetime.date) -> str:
    """The contents of a draft. Its links lead to the public pages, which may not be open yet."""
    return _contents(page, planned(page, day=day), urls_of_a_build(page), picture_url=draft_picture_url(page))


def draft_picture_url(page) -> Callable[[str], str]:
    """Where pictures are for who looks at a draft: one of ours that no release shows yet is shown to the desk."""
    of_stories = story_picture_url(page)

    def url(sha256: str) -> str:
        ours = Picture.objects.filter(sha256=sha256, contribution=None).first()
        return picture_url(ours, DRAFT) if ours else of_stories(sha256)

    return url


def _contents(page, edition, where: web.Urls, *, picture_url=None, colophon: web.Colophon | None = None) -> str:
    shown = picture_url or story_picture_url(page)
    cover = files.drawn_cover(edition)
    return web.contents_page(edition, chrome.read(), shown, where, cover=cover, colophon=colophon)


def story(page, release, code: str, *, day: datetime.date) -> str | None:
    """The page of one story, or None when the gate does not let it out today or the release has no such code."""
    edition = served(release, use=Use.ONLINE, day=day).edition
    try:
        return web.story_page(edition, code, chrome.read(), story_picture_url(page), urls(page, release))
    except web.NoSuchStory:
        return None
