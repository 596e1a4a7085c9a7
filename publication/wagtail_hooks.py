"""What this room adds to the desk: a table of contents."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from publication import documents, page_hooks, settled  # noqa: F401  (they register themselves)
from publication.choosers import version_chooser
from publication.desk import urls as desk_urls
from publication.models import BookletPage
from publication.panels import ChecksPanel, HelpLinesPanel, HousePanel, ToTellPanel
from publication.span_chooser import span_chooser
from publication.viewsets import HelpLineViewSet
from stories import roles

register_snippet(HelpLineViewSet)


@hooks.register("construct_homepage_panels")
def what_the_house_needs(request, panels):
    panels += [HelpLinesPanel(request), HousePanel()]


@hooks.register("construct_homepage_panels")
def whom_to_tell(request, panels):
    panels.append(ToTellPanel(request))


@hooks.register("construct_homepage_panels")
def what_to_check_again(request, panels):
    panels.append(ChecksPanel(request))


@hooks.register("register_admin_viewset")
def choosers():
    return [version_chooser, span_chooser]


@hooks.register("register_admin_urls")
def desk():
    return [path("booklets/", include(desk_urls))]


class ReleasesItem(MenuItem):
    def is_shown(self, request):
        return roles.may_edit(request.user)


@hooks.register("register_admin_menu_item")
def releases():
    return ReleasesItem(
        _("Releases"), reverse_lazy("booklet_desk:index"), name="releases", icon_name="clipboard-list", order=250
    )


@hooks.register("construct_main_menu")
def no_menu_that_leads_nowhere(request, items):
    """Nothing on this site offers Wagtail's documents: what readers take with them are the files of a release."""
    items[:] = [item for item in items if item.name != "documents"]


@hooks.register("construct_homepage_summary_items")
def no_count_of_documents(request, items):
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("register_page_header_buttons")
def from_the_plan_to_its_desk(page, user, view_name, next_url=None):
    """Whoever has just saved a plan wants to see what would go in, and in which order."""
    if isinstance(page.specific, BookletPage) and roles.may_edit(user):
        yield Button(
            _("Contents board"), reverse("booklet_desk:board", args=[page.pk]), icon_name="list-ul", priority=4
        )
        yield Button(
            _("Releases"), reverse("booklet_desk:booklet", args=[page.pk]), icon_name="clipboard-list", priority=5
        )


class EarlierItem(MenuItem):
    def is_shown(self, request):
        return roles.may_take_down(request.user)


@hooks.register("register_admin_menu_item")
def earlier_booklets():
    return EarlierItem(
        _("Earlier booklets"), reverse_lazy("booklet_desk:earlier"), name="earlier", icon_name="doc-full", order=255
    )


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, label, message in (
        ("freeze", _("Freeze a booklet"), _("Booklet frozen as a release")),
        ("start_next", _("Start the next booklet"), _("Booklet begun from another")),
        ("check_again", _("Ask the checks again"), _("Checks asked again about every story")),
        ("proof", _("Sign a proof"), _("Proof of a release signed")),
        ("order_print", _("Order the print"), _("Print of a release ordered")),
        ("hand_out", _("Write down a sending"), _("Files of a release sent to somebody")),
        ("mend_sending", _("Correct a sending"), _("What was written down of a sending corrected")),
        ("drop_sending", _("Take a sending away"), _("Sending that was written down by mistake taken away")),
        ("told", _("Write down who was told"), _("Somebody told not to use files any more")),
        ("press_link", _("Make a press link"), _("Press link made")),
        ("press_revoked", _("Take a press link back"), _("Press link taken back")),
        ("press_renamed", _("Correct a press link"), _("Name of a press link corrected")),
        ("press_dropped", _("Take a press link off the list"), _("Press link that was made by mistake ended")),
        ("earlier_bring_in", _("Bring an earlier booklet in"), _("Earlier booklet brought in")),
        ("earlier_offer", _("Offer an earlier booklet"), _("Earlier booklet offered to everybody")),
        ("earlier_take_back", _("Take an earlier booklet down"), _("Earlier booklet taken down")),
        ("earlier_remove", _("Remove an earlier booklet"), _("Earlier booklet removed with its file")),
        ("keep_shut", _("Keep an edition from opening"), _("Edition kept from opening")),
        ("let_open", _("Let an edition open again"), _("Edition may open again")),
    ):
        actions.register_action(f"publication.{name}", label, message)
    actions.register_action(settled.CHANGED)(WhyItChanged)


class WhyItChanged(LogFormatter):
    """With the reason, since it is what the history is asked for."""

    label = _("Change what is settled")

    def format_message(self, log_entry):
        return gettext("Contents changed after they were settled: %s") % log_entry.data["reason"]
