"""Boxes of the desk's first page for what this room owns."""

from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.admin.ui.components import Component

from publication import house, rechecking
from publication.models import HelpLine
from publication.to_tell import to_tell
from stories import roles


class HelpLinesPanel(Component):
    """Help lines that nobody has tried for half a year, to whoever may mend them. Nothing else is said here."""

    name = "help_lines"
    order = 60
    template_name = "publication/desk/help_lines_panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        lines = HelpLine.objects.none()
        if self.request.user.has_perm("publication.change_helpline"):
            lines = HelpLine.objects.to_be_tried_again(localdate())
        edit = HelpLine.snippet_viewset.get_url_name("edit")
        return {"lines": [(line, reverse(edit, args=[line.pk])) for line in lines]}


class ToTellPanel(Component):
    """Printers and partners who must be told that what they were sent is replaced. Names nobody else, and no story."""

    name = "to_tell"
    order = 40
    template_name = "publication/desk/to_tell_panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        user = self.request.user
        lines = to_tell(day=localdate()) if roles.may_edit(user) else []
        return {"lines": lines, "may_release": user.has_perm("publication.add_release")}


class ChecksPanel(Component):
    """The booklets of which the checks are to be asked again now, to whoever may ask. Names no story."""

    name = "checks"
    order = 45
    template_name = "publication/desk/checks_panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        return {"waiting": rechecking.waiting(localdate()) if roles.may_edit(self.request.user) else []}


class HousePanel(Component):
    """When the daily work ran, how old the newest backup is, and whether the ledger is whole."""

    name = "house"
    order = 70
    template_name = "publication/desk/house_panel.html"

    def get_context_data(self, parent_context):
        return {"lines": house.standing(localdate())}
