"""The demonstration's site: pages, menus, help lines. Every page says that it is invented, or what it is for."""

import datetime

from wagtail.models import Page, Site

from publication.demonstrating import pages as words
from publication.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticlePage,
    ArticleReference,
    BookletIndexPage,
    BookletPage,
    FooterItem,
    HelpLine,
    HomePage,
    Menus,
    PrimaryItem,
    SiteIdentity,
    StandardPage,
)
from stories.pages import SharePage

TITLE = "The light left on"


def is_loaded() -> bool:
    return HomePage.objects.exists()


def load(edition, *, today: datetime.date, port: int) -> BookletPage:
    """All pages of the site, with an empty booklet page for `edition`; returns that page."""
    for page in Page.objects.filter(depth=2):
        page.delete()
    home = Page.get_first_root_node().add_child(instance=HomePage(**words.HOME))
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", port=port, root_page=home, is_default_site=True, site_name="Parent Press")
    shelf = home.add_child(instance=BookletIndexPage(title="Booklets", slug="booklets", introduction=words.SHELF))
    booklet = shelf.add_child(
        instance=BookletPage(
            title=TITLE,
            slug=str(edition.year),
            subtitle=words.SUBTITLE,
            summary=words.SUMMARY,
            edition=edition,
            imprint=words.IMPRINT,
        )
    )
    share = home.add_child(instance=SharePage(title="Share your story", slug="share", introduction=words.SHARE))
    articles = home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles", introduction=words.ARTICLES))
    _article(articles, booklet, today)
    made = {slug: home.add_child(instance=StandardPage(slug=slug, **page)) for slug, page in words.PAGES.items()}
    home.read_page, home.share_page = shelf, share
    home.save()
    _identity()
    _menus([shelf, share, articles, made["about"]], [made[slug] for slug in words.FOOTER])
    for place, line in enumerate(words.HELP_LINES):
        HelpLine.objects.create(sort_order=place, verified_on=today, **line)
    return booklet


def _article(index: ArticleIndexPage, booklet: BookletPage, today: datetime.date) -> None:
    article = ArticlePage(
        title=words.ARTICLE["title"],
        slug="reading-together",
        standfirst=words.ARTICLE["standfirst"],
        date=today - datetime.timedelta(days=20),
        body=[("text", words.ARTICLE["body"])],
        booklet=booklet,
    )
    article.authors = [ArticleAuthor(name=name, role=role) for name, role in words.ARTICLE["authors"]]
    article.references = [ArticleReference(text=text) for text in words.ARTICLE["references"]]
    index.add_child(instance=article)


def _identity() -> None:
    identity = SiteIdentity.load()
    for name, value in words.IDENTITY.items():
        setattr(identity, name, value)
    identity.save()


def _menus(primary: list[Page], footer: list[Page]) -> None:
    menus = Menus.load()
    menus.primary_items = [PrimaryItem(page=page, sort_order=place) for place, page in enumerate(primary)]
    menus.footer_items = [FooterItem(page=page, sort_order=place) for place, page in enumerate(footer)]
    menus.save()
