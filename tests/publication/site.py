"""An invented site for the tests of its pages: home, shelf, articles, a plain page, menus, help lines."""

import datetime
from dataclasses import dataclass

from wagtail.models import Page, Site

from publication.models import (
    ArticleIndexPage,
    BookletIndexPage,
    FooterItem,
    HelpLine,
    HomePage,
    Menus,
    PrimaryItem,
    SiteIdentity,
    StandardPage,
)


@dataclass(frozen=True)
class InventedSite:
    home: HomePage
    shelf: BookletIndexPage
    articles: ArticleIndexPage
    about: StandardPage


def invent() -> InventedSite:
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(title="Mended threads", slug="the-home", introduction="Parents in their own words.")
    )
    shelf = home.add_child(instance=BookletIndexPage(title="Booklets", slug="booklets"))
    articles = home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    about = home.add_child(
        instance=StandardPage(title="About us", slug="about", body=[("text", "<h2>Who we are</h2><p>Two editors.</p>")])
    )
    home.read_page, home.share_page = shelf, about
    home.read_text, home.share_text = "Stories and poems.", "No account, no name."
    home.save()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    identity = SiteIdentity.load()
    identity.site_name, identity.charity_name = "Mended Press", "The Invented Charity"
    identity.save()
    menus = Menus.load()
    menus.primary_items = [PrimaryItem(page=shelf), PrimaryItem(page=articles, title="Writing")]
    menus.footer_items = [FooterItem(page=about)]
    menus.save()
    HelpLine.objects.create(
        name="The Invented Line",
        phone="+44 1632 960 001",
        says="Day and night.",
        verified_on=datetime.date(2026, 11, 1),
    )
    return InventedSite(home, shelf, articles, about)
