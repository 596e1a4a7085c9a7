"""Boxes of the desk's first page for what this room owns."""

from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.admin.ui.components import Component

from publication.models import HelpLine


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
