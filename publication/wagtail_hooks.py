"""What this room adds to the desk: a table of contents."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from publication import page_hooks  # noqa: F401  (they register themselves)
from publication.choosers import version_chooser
from publication.desk import urls as desk_urls
from publication.panels import HelpLinesPanel, HousePanel, ToTellPanel
from publication.viewsets import HelpLineViewSet
from stories import roles

register_snippet(HelpLineViewSet)


@hooks.register("construct_homepage_panels")
def what_the_house_needs(request, panels):
    panels += [HelpLinesPanel(request), HousePanel()]


@hooks.register("construct_homepage_panels")
def whom_to_tell(request, panels):
    panels.append(ToTellPanel(request))


@hooks.register("register_admin_viewset")
def choosers():
    return version_chooser


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


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, label, message in (
        ("freeze", _("Freeze a booklet"), _("Booklet frozen as a release")),
        ("start_next", _("Start the next booklet"), _("Booklet begun from another")),
        ("proof", _("Sign a proof"), _("Proof of a release signed")),
        ("order_print", _("Order the print"), _("Print of a release ordered")),
        ("hand_out", _("Write down a sending"), _("Files of a release sent to somebody")),
        ("told", _("Write down who was told"), _("Somebody told not to use files any more")),
        ("press_link", _("Make a press link"), _("Press link made")),
        ("press_revoked", _("Take a press link back"), _("Press link taken back")),
        ("keep_shut", _("Keep an edition from opening"), _("Edition kept from opening")),
        ("let_open", _("Let an edition open again"), _("Edition may open again")),
    ):
        actions.register_action(f"publication.{name}", label, message)
