from publication.models.articles import ArticleAuthor, ArticleIndexPage, ArticleLink, ArticlePage, ArticleReference
from publication.models.booklets import BookletEntry, BookletPage, BookletSpan
from publication.models.checks import CheckedAgain
from publication.models.earlier import EarlierBooklet
from publication.models.handing import HandedOut
from publication.models.installation import Installation
from publication.models.pages import BookletIndexPage, HomePage, StandardPage
from publication.models.press import PressLink
from publication.models.proofs import Proof
from publication.models.releases import Build, Release, ReleaseFile, ReleaseSpan, ReleaseStory
from publication.models.site import FooterItem, HelpLine, Menus, PrimaryItem, SiteIdentity

__all__ = [
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticleLink",
    "ArticlePage",
    "ArticleReference",
    "BookletEntry",
    "BookletIndexPage",
    "BookletPage",
    "BookletSpan",
    "Build",
    "CheckedAgain",
    "EarlierBooklet",
    "FooterItem",
    "HandedOut",
    "HelpLine",
    "HomePage",
    "Installation",
    "Menus",
    "PressLink",
    "PrimaryItem",
    "Proof",
    "Release",
    "ReleaseFile",
    "ReleaseSpan",
    "ReleaseStory",
    "SiteIdentity",
    "StandardPage",
]
