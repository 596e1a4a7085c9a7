"""Lists and forms of the desk for what this room owns."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from publication.models import HelpLine


def tried(line: HelpLine) -> str:
    """Whether it has to be rung again."""
    return _("Ring it again: nobody has for six months") if line.must_be_tried_again(localdate()) else _("Tried lately")


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "help"
    menu_label = "Help lines"
    menu_name = "help-lines"
    add_to_settings_menu = True
    list_display = ["name", "phone", "for_whom", "verified_on", Column("tried", label=_("Tried"), accessor=tried)]
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
