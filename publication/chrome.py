"""What surrounds every page: names, menus, help lines and foot, as plain values.

Read in a few queries, once for a request, and only when a template asks: the desk pays nothing. It needs no
request, so the builder of the web edition reads the same chrome. It never touches session or cookies.
"""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from publication.models import BookletPage, Menus, SiteIdentity
from publication.models import HelpLine as HelpLineRow
from publication.pictures import picture_url
from stories.cleaning import clean_html

LOGO = "max-480x132"


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class HelpLine:
    name: str
    phone: str
    says: str
    url: str
    for_whom: str

    @property
    def tel(self) -> str:
        """The number as a telephone link wants it: digits, with a leading plus where there is one."""
        return re.sub(r"(?!^\+)\D", "", self.phone)


@dataclass(frozen=True)
class Chrome:
    site_name: str
    charity_name: str
    strapline: str
    logo: Logo | None
    menu: tuple[Link, ...]
    footer_menu: tuple[Link, ...]
    help_lines: tuple[HelpLine, ...]
    footer_html: SafeString
    newsletter: Link | None


def read() -> Chrome:
    """The chrome as the database has it now."""
    identity = SiteIdentity.load()
    menus = Menus.load()
    return Chrome(
        site_name=identity.site_name,
        charity_name=identity.charity_name,
        strapline=identity.strapline,
        logo=logo_of(identity),
        menu=links(menus.primary_items),
        footer_menu=links(menus.footer_items),
        help_lines=tuple(
            HelpLine(name=row.name, phone=row.phone, says=row.says, url=row.url, for_whom=row.for_whom)
            for row in HelpLineRow.objects.all()
        ),
        footer_html=mark_safe(clean_html(identity.footer)),  # noqa: S308  cleaned in this very call
        newsletter=Link(identity.newsletter_label, identity.newsletter_url) if identity.newsletter_url else None,
    )


def logo_of(identity) -> Logo | None:
    """The logo's address and the size in which it is served."""
    if identity.logo is None:
        return None
    rendition = identity.logo.get_rendition(LOGO)
    return Logo(picture_url(identity.logo, LOGO), rendition.width, rendition.height)


def links(items) -> tuple[Link, ...]:
    """The menu's entries whose page can be read by anybody. A booklet is not even named before it opens."""
    rows = items.filter(page__live=True).exclude(page__in=BookletPage.objects.closed(timezone.now()))
    rows = rows.select_related("page")
    found = ((row.title or row.page.title, row.page.get_url()) for row in rows)
    return tuple(Link(title, url) for title, url in found if url)


def context(request) -> dict:
    """The context processor: `chrome`, read when a template first asks for it."""
    if request is None:
        return {"chrome": SimpleLazyObject(read)}
    if not hasattr(request, "_chrome"):
        request._chrome = SimpleLazyObject(read)
    return {"chrome": request._chrome}
