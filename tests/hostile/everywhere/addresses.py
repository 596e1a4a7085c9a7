"""Every address that the site answers, filled in with what is really there.

In: the resolver, so a new page is among them by itself. An address with a part that is not known here fails, since a
page that nobody can visit is a page that nobody has looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page, Revision, Site, Task, TaskState, Workflow, WorkflowState

from consent.models import Agreement, Edition, Notice
from publication.gate import CODE
from publication.models import BookletPage, EarlierBooklet, HelpLine, Release
from publication.models.handing import HandedOut
from publication.models.press import PressLink
from publication.serving.press_urls import LINK
from publication.urls import CARD
from stories.models import Contribution, Enquiry, Picture, Reader, Span, Story, StoryVersion

# Whose keys `pk` means, below each name of a part of the site.
ROWS = {
    "consent_register": Agreement,
    "contribution": Contribution,
    "documents": get_document_model(),
    "edition": Edition,
    "images": Picture,
    "notice": Notice,
    "pages": Page,
    "public_picture": Picture,
    "stories_desk": Reader,
    "span_chooser": Span,
    "story_version_chooser": StoryVersion,
    "wagtailadmin_collections": Collection,
    "wagtailadmin_workflows": Workflow,
    "wagtaildocs_chooser": get_document_model(),
    "wagtailimages_chooser": Picture,
    "wagtailsettings": Site,
    "wagtailsites": Site,
    "wagtailsnippetchoosers_publication_helpline": HelpLine,
    "wagtailsnippetchoosers_stories_story": Story,
    "wagtailsnippets_publication_helpline": HelpLine,
    "wagtailsnippets_stories_story": Story,
    "wagtailusers_groups": Group,
    "wagtailusers_users": apps.get_model("auth", "User"),
}
# What other parts of an address mean, whatever it belongs to.
PARTS = {
    "collection_id": Collection,
    "destination_id": BookletPage,
    "doc_id": get_document_model(),
    "document_id": get_document_model(),
    "earlier": EarlierBooklet,
    "enquiry": Enquiry,
    "image_id": Picture,
    "link": PressLink,
    "page": BookletPage,
    "page_id": BookletPage,
    "page_pk": BookletPage,
    "page_to_move_id": BookletPage,
    "parent_page_id": BookletPage,
    "release": Release,
    "revision_id": Revision,
    "sending": HandedOut,
    "task_id": Task,
    "task_state_id": TaskState,
    "version": StoryVersion,
    "workflow_pk": Workflow,
    "workflow_state_id": WorkflowState,
    "action_name": ("approve", "reject", "cancel", "publish", "copy", "delete"),
    "action": ("delete", "publish", "unpublish", "move", "assign_role", "set_active_state", "add_tags"),
    "filter_spec": ("max-165x165", "original"),
    "name": ("booklet.pdf", "booklet.txt"),
    "path": ("original_images/thread.png",),
    "signature": ("0" * 32,),
    "spec": ("original",),
    "token": ("set-password",),
    "uidb64": ("MQ",),
    "year": (2019,),
}
# Keys of rows that come and go with somebody's browser: the first ones.
PASSING = ("session_id", "uploaded_file_id", "restriction_id", "page_view_restriction_id", "object_id")
OURS = ("consent", "stories", "publication")
LABELS = {"app_label", "app_name", "content_type_app_name"}
MODELS = {"model_name", "content_type_model_name"}


class Unknown(Exception):
    """An address has a part that this file cannot fill in."""


@dataclass(frozen=True)
class Address:
    name: str
    path: str


def every_address() -> list[Address]:
    return sorted(set(_below(get_resolver(), "", ())), key=lambda one: (one.name, one.path))


def _below(resolver, prefix: str, names: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            below = (*names, pattern.namespace) if pattern.namespace else names
            yield from _below(pattern, prefix + str(pattern.pattern), below)
        else:
            name = ":".join((*names, pattern.name or ""))
            yield from (Address(name, path) for path in _paths(name, prefix + str(pattern.pattern), pattern))


def _paths(name: str, written: str, pattern) -> Iterator[str]:
    if written in by_hand():
        yield from by_hand()[written]
        return
    if "(" in written or "^" in written.removeprefix("admin/api/main/^") or not pattern.name:
        raise Unknown(f"{name} ({written}): put an example of it into by_hand()")
    parts = list(pattern.pattern.converters)
    for values in product(*(_values(name, part) for part in parts)):
        filled = dict(zip(parts, values, strict=True))
        yield reverse(name, kwargs=filled)


def _values(name: str, part: str) -> list:
    if part in LABELS:
        return list(OURS)
    if part in MODELS:
        return ["contribution", "story", "bookletpage", "menus"]
    if part in PASSING:
        return [1]
    known = ROWS.get((name.split(":")[-2:] or [name])[0], ROWS.get(name)) if part == "pk" else PARTS.get(part)
    if known is None:
        raise Unknown(f"{name}: say in this file what “{part}” stands for")
    if isinstance(known, tuple):
        return list(known)
    # A row of each kind is enough, and all of those that hold something sealed.
    found = list(known._base_manager.order_by("pk").values_list("pk", flat=True))
    return (found if known is Contribution else found[-2:]) or [1]


def by_hand() -> dict[str, list[str]]:
    """Addresses that are regular expressions, or have no name."""
    booklet, story = BookletPage.objects.get(), Story.objects.order_by("pk").first()
    span = Span.objects.order_by("pk").first()
    quoted = span.code if span else "Q-27-0042"
    between = "revisions/compare/earliest...latest/"
    rehearsal, link = f"/admin/booklets/{booklet.pk}/rehearsal/", f"/press/{'A' * 43}/"
    rehearsed = "admin/booklets/^(?P<page>[0-9]+)/rehearsal/"
    draft, drafted = f"/admin/booklets/{booklet.pk}/draft/", "admin/booklets/^(?P<page>[0-9]+)/draft/"
    return {
        f"{drafted}(?P<code>{CODE.pattern})/$": [f"{draft}{story.code}/"],
        drafted + r"pictures/(?P<start>[0-9a-f]{32})/$": [f"{draft}pictures/{'0' * 32}/"],
        f"{rehearsed}(?P<code>{CODE.pattern})/$": [f"{rehearsal}{story.code}/"],
        rehearsed + r"(?P<cards>cards)/$": [f"{rehearsal}cards/"],
        CARD + r"-(?P<shape>square|wide)\.png$": [f"{booklet.url}cards/{quoted}-square.png"],
        CARD + r"\.txt$": [f"{booklet.url}cards/{quoted}.txt"],
        rehearsed + r"pictures/(?P<start>[0-9a-f]{32})/$": [f"{rehearsal}pictures/{'0' * 32}/"],
        f"press/{LINK}$": [link],
        f"press/{LINK}(?P<code>{CODE.pattern})/$": [f"{link}{story.code}/"],
        f"press/{LINK}" + r"pictures/(?P<start>[0-9a-f]{32})/$": [f"{link}pictures/{'0' * 32}/"],
        f"press/{LINK}" + r"booklet\.pdf$": [f"{link}booklet.pdf"],
        "^_util/": ["/_util/"],
        "admin/test404/": ["/admin/test404/"],
        "admin/^.*/$": ["/admin/nowhere/"],
        r"admin/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$": [
            f"/admin/pages/{booklet.pk}/{between}"
        ],
        r"admin/snippets/stories/story/history/(?P<pk>.+)/revisions/compare/"
        r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": [
            f"/admin/snippets/stories/story/history/{story.pk}/{between}"
        ],
        r"documents/^(\d+)/(.*)$": ["/documents/1/paper.txt"],
        r"^(?P<path>(?:[\w\-]+/)+)files/(?P<name>[a-z\-]+\.[a-z]+)$": [f"{booklet.url}files/booklet.pdf"],
        r"^((?:[\w\-]+/)*)$": [page.url for page in Page.objects.filter(depth__gt=1) if page.url],
    }
