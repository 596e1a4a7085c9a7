"""One page of a booklet, made for one request by the same functions that make the release's files."""

import datetime

from django.template.defaultfilters import filesizeformat

from consent.uses import Use
from publication import chrome
from publication.colophon import colophon
from publication.composing import served
from publication.formats import files, web
from publication.serving.story_pictures import story_picture_url


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
    shown = story_picture_url(page)
    return contents_of(edition, urls(page, release), picture_url=shown, colophon=colophon(release))


def contents_of(edition, where: web.Urls, *, picture_url, colophon: web.Colophon | None = None) -> str:
    cover = files.drawn_cover(edition)
    return web.contents_page(edition, chrome.read(), picture_url, where, cover=cover, colophon=colophon)


def story(page, release, code: str, *, day: datetime.date) -> str | None:
    """The page of one story, or None when the gate does not let it out today or the release has no such code."""
    edition = served(release, use=Use.ONLINE, day=day).edition
    try:
        return web.story_page(edition, code, chrome.read(), story_picture_url(page), urls(page, release))
    except web.NoSuchStory:
        return None
