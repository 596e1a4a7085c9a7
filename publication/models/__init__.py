from publication.models.articles import ArticleAuthor, ArticleIndexPage, ArticleLink, ArticlePage, ArticleReference
from publication.models.pages import BookletIndexPage, HomePage, StandardPage
from publication.models.site import FooterItem, HelpLine, Menus, PrimaryItem, SiteIdentity

__all__ = [
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticleLink",
    "ArticlePage",
    "ArticleReference",
    "BookletIndexPage",
    "FooterItem",
    "HelpLine",
    "HomePage",
    "Menus",
    "PrimaryItem",
    "SiteIdentity",
    "StandardPage",
]
