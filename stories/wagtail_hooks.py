"""What this room adds to the desk: a table of contents."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from stories import roles
from stories.desk import urls
from stories.desk.views.another_year import AnotherYearView, SlipView
from stories.desk.views.taking_down import TakeDownView
from stories.models import Story
from stories.panels import PagesInWorkflow, PagesToReview, WaitingPanel
from stories.states import OPENING_LABELS
from stories.viewsets import ContributionViewSet, StoryViewSet

register_snippet(StoryViewSet)

ACTIONS = {
    "stories.safeguard": (_("Decide on safeguarding"), _("Recorded a safeguarding decision")),
    "stories.prepare": (_("Prepare"), _("Saved the working copy")),
    "stories.send_back": (_("Send back"), _("Sent the working copy back")),
    "stories.set_aside": (_("Set aside"), _("Set the contribution aside")),
    "stories.clear": (_("Clear"), _("Cleared the working copy")),
    "stories.reply": (_("Answer the parent"), _("Wrote to the parent")),
    "stories.no_answer": (_("No answer needed"), _("Said that a message needs no answer")),
    "stories.ask": (_("Ask the parent"), _("Asked the parent about these words")),
    "stories.withdraw_ask": (_("Take the question back"), _("Took the question back")),
    "stories.open_enquiry": (_("Open an enquiry"), _("Opened the enquiry")),
    "stories.answer_enquiry": (_("Answer an enquiry"), _("Said that the enquiry is answered")),
    "stories.confirm": (_("Confirm"), _("Confirmed what was entered from paper or by telephone")),
    "stories.doubt": (_("Doubt"), _("Did not find on the pages what was entered")),
    "stories.take_down": (_("Take down"), _("Took the story down")),
    "stories.ask_back": (_("Ask to put back"), _("Said that the story may be put back")),
    "stories.leave_down": (_("Leave down"), _("Said that the story stays down")),
    "stories.put_back": (_("Put back"), _("Put the story back, as the second person")),
    "stories.hold": (_("Hold"), _("Held the story")),
    "stories.settle_hold": (_("Settle a hold"), _("Said that a hold is settled")),
    "stories.release_hold": (_("Release a hold"), _("Released a hold")),
    "stories.enrol_reader": (_("Enrol a reader"), _("Enrolled a reader")),
    "stories.renew_reader": (_("Replace a lost phrase"), _("Gave a reader new keys for a lost phrase")),
    "stories.lock_reader": (_("Lock a reader"), _("Closed every open vault of a reader")),
    "stories.remove_reader": (_("Remove a reader"), _("Took a reader off the list")),
    "stories.remove_key": (_("Remove a key"), _("Took a key off the list whose account was deleted")),
    "stories.suspect": (_("Suspect"), _("Asked for new keys for everything")),
    "stories.grant": (_("Grant"), _("Gave a reader the key to the contribution")),
    "stories.take_back": (_("Take a grant back"), _("Took back a reader’s key to the contribution")),
    "stories.new_keys": (_("New keys"), _("Gave the contribution new keys")),
    "stories.carry_over": (_("Make final for another year"), _("Made the same words final for another year")),
    "stories.confirm_reading": (_("Confirm a reading"), _("Confirmed what was answered to the words read aloud")),
    "stories.refuse_reading": (_("Refuse a reading"), _("Did not confirm what was noted of a reading aloud")),
    "stories.sign_off": (_("Sign off"), _("Signed off the approved words")),
}


class Opening(LogFormatter):
    """Who opened it, with the reason they gave."""

    label = _("Open")

    def format_message(self, log_entry):
        reason = OPENING_LABELS.get(log_entry.data.get("reason"), "")
        return format_html("{} {}", _("Opened the contribution:"), reason) if reason else _("Opened the contribution")


@hooks.register("register_log_actions")
def log_actions(registry):
    for action, (label, says) in ACTIONS.items():
        registry.register_action(action, label, says)
    registry.register_action("stories.open")(Opening)


@hooks.register("register_admin_viewset")
def contributions():
    return ContributionViewSet()


@hooks.register("register_admin_urls")
def vault_urls():
    return [
        path("vault/", include(urls)),
        path("take-down/", TakeDownView.as_view(), name="take_down"),
        path("another-year/", AnotherYearView.as_view(), name="another_year"),
        path("another-year/slip/", SlipView.as_view(), name="another_year_slip"),
    ]


class TriageMenuItem(MenuItem):
    def is_shown(self, request):
        return roles.may_triage(request.user)


@hooks.register("register_admin_menu_item")
def vault_menu_item():
    return TriageMenuItem(_("Vault"), reverse("stories_desk:vault"), name="vault", icon_name="lock", order=111)


@hooks.register("register_admin_menu_item")
def enquiries_menu_item():
    where = reverse("stories_desk:enquiries")
    return TriageMenuItem(_("Enquiries"), where, name="enquiries", icon_name="comment", order=115)


@hooks.register("register_admin_menu_item")
def enter_menu_item():
    where = reverse("stories_desk:enter")
    return TriageMenuItem(_("Enter from paper"), where, name="enter", icon_name="doc-empty-inverse", order=114)


class StoriesMenuItem(MenuItem):
    def is_shown(self, request):
        return roles.may_edit(request.user)


@hooks.register("register_admin_menu_item")
def quotations_menu_item():
    where = reverse("stories_desk:quotations")
    return StoriesMenuItem(_("Quotations"), where, name="quotations", icon_name="openquote", order=121)


class TakeDownMenuItem(MenuItem):
    def is_shown(self, request):
        return roles.may_take_down(request.user)


@hooks.register("register_admin_menu_item")
def take_down_menu_item():
    return TakeDownMenuItem(_("Take down now"), reverse("take_down"), name="take-down", icon_name="no-view", order=130)


class AnotherYearMenuItem(MenuItem):
    def is_shown(self, request):
        return roles.may_edit(request.user)


@hooks.register("register_reports_menu_item")
def another_year_menu_item():
    where = reverse("another_year")
    return AnotherYearMenuItem(_("Words for another year"), where, name="another-year", icon_name="date", order=100)


class KeysMenuItem(MenuItem):
    def is_shown(self, request):
        return roles.may_see_keys(request.user)


@hooks.register("register_admin_menu_item")
def keys_menu_item():
    return KeysMenuItem(_("Keys"), reverse("stories_desk:keys"), name="keys", icon_name="key", order=112)


@hooks.register("construct_homepage_panels")
def what_waits(request, panels):
    ours = {panel.name: panel for panel in (PagesInWorkflow, PagesToReview)}
    panels[:] = [WaitingPanel(request), *(ours[one.name]() if one.name in ours else one for one in panels)]


@hooks.register("insert_global_admin_css")
def desk_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("construct_snippet_action_menu")
def only_saving(menu_items, request, context):
    """Wagtail shows "publish" to whoever has every right; a story has no such step."""
    if context["model"] is Story:
        menu_items[:] = [item for item in menu_items if item.name in {"action-save", "action-locked"}]


@hooks.register("before_create_snippet")
def no_story_is_made_by_hand(request, model):
    if model is Story:
        return _back(request, _("A story is made by clearing a contribution."))


@hooks.register("before_delete_snippet")
def no_story_is_deleted_here(request, instances):
    """Covers the page for one and the one for many: Wagtail's own check lets a superuser delete in bulk."""
    if any(isinstance(instance, Story) for instance in instances):
        return _back(request, _("A story is deleted by its parent. Take it down, or leave it out of the booklet."))


def _back(request, says):
    messages.warning(request, says)
    return redirect(reverse(Story.snippet_viewset.get_url_name("list")))
