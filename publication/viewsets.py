"""Lists and forms of the desk for what this room owns."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from publication.models import HelpLine


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "help"
    menu_label = "Help lines"
    menu_name = "help-lines"
    add_to_settings_menu = True
    list_display = ["name", "phone", "for_whom", "verified_on"]
    list_filter = ["for_whom"]
    sort_order_field = "sort_order"
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("for_whom")]),
        FieldPanel("says"),
        FieldPanel("url"),
        FieldPanel("verified_on"),
    ]
