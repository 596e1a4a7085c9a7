"""What surrounds every page: names, menus, help lines and foot, as plain values.

Each is read once for a request, and only when a template asks: the desk pays nothing. It needs no
request, so the builder of the web edition reads the same chrome. It never touches session or cookies.
"""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
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


class Chrome:
    """The chrome as the database has it, each part read when it is first asked for: a parent's page has no menu."""

    # Words at the head of a page that is not for everybody (publication/serving/looking.py).
    mark = ""

    @cached_property
    def _identity(self) -> SiteIdentity:
        return SiteIdentity.load()

    @cached_property
    def _menus(self) -> Menus:
        return Menus.load()

    @property
    def site_name(self) -> str:
        return self._identity.site_name

    @property
    def charity_name(self) -> str:
        return self._identity.charity_name

    @property
    def strapline(self) -> str:
        return self._identity.strapline

    @cached_property
    def logo(self) -> Logo | None:
        return logo_of(self._identity)

    @cached_property
    def menu(self) -> tuple[Link, ...]:
        return links(self._menus.primary_items)

    @cached_property
    def footer_menu(self) -> tuple[Link, ...]:
        return links(self._menus.footer_items)

    @cached_property
    def help_lines(self) -> tuple[HelpLine, ...]:
        rows = HelpLineRow.objects.all()
        return tuple(HelpLine(row.name, row.phone, row.says, row.url, row.for_whom) for row in rows)

    @cached_property
    def footer_html(self) -> SafeString:
        return mark_safe(clean_html(self._identity.footer))  # noqa: S308  cleaned in this very call

    @property
    def newsletter(self) -> Link | None:
        identity = self._identity
        return Link(identity.newsletter_label, identity.newsletter_url) if identity.newsletter_url else None


def read() -> Chrome:
    """The chrome of a page that is made without a request."""
    return Chrome()


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
    """The context processor: one `chrome` for a request."""
    if request is None:
        return {"chrome": Chrome()}
    if not hasattr(request, "_chrome"):
        request._chrome = Chrome()
    return {"chrome": request._chrome}
