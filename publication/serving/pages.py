"""One page of a booklet, made for one request by the same functions that make the release's files."""

import datetime
from collections.abc import Callable

from django.template.defaultfilters import filesizeformat

from consent.uses import Use
from publication import chrome, gate
from publication.colophon import colophon
from publication.composing import served
from publication.formats import files, web
from publication.serving.story_pictures import story_picture_url
from stories.models import Span


def urls(page, release, *, cards: bool = False) -> web.Urls:
    """Where a booklet's pages and files are on this site; `cards` says whether there are any to show."""
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
        **_cards(base, cards),
    )


def _cards(base: str, there: bool) -> dict:
    return {"cards": f"{base}{files.CARDS}/" if there else "", "card": lambda name: f"{base}{files.CARDS}/{name}"}


def urls_of_a_build(page, *, cards: bool = False) -> web.Urls:
    """The same for pages that are built before their files: every download that will be made, without a size."""
    base = page.get_url() or ""
    offered = tuple(
        web.File(title, f"{base}files/{name}") for name, title in files.DOWNLOADS.items() if name not in files.missing()
    )
    return web.Urls(contents=base, story=lambda code: f"{base}{code}/", files=offered, **_cards(base, cards))


def contents(page, release, *, day: datetime.date) -> str:
    edition = served(release, use=Use.ONLINE, day=day).edition
    shown = story_picture_url(page)
    where = urls(page, release, cards=bool(shareable(release, day=day)))
    return contents_of(edition, where, picture_url=shown, colophon=colophon(release))


def shareable(release, *, day: datetime.date) -> frozenset[int]:
    """The quotations of a release whose cards may be shown today."""
    held = release.spans.in_files_of(Use.SOCIAL).values_list("span_id", flat=True)
    return gate.allowed_ids(held, use=Use.SOCIAL, edition=release.edition, day=day, of=Span)


def cards(page, release, *, day: datetime.date) -> str | None:
    """The page with the cards that may be shown today, or None when there is none."""
    edition = served(release, use=Use.SOCIAL, day=day).edition
    if not edition.quotes:
        return None
    return web.cards_page(edition, chrome.read(), urls(page, release, cards=True), made=made_cards(release))


def made_cards(release) -> Callable[[str, str], bool]:
    """Which cards a release holds, by the quotation's code and the shape."""
    names = set(release.files.filter(name__startswith=f"{files.CARDS}/").values_list("name", flat=True))
    return lambda code, shape: files.card_name(code, shape) in names


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
