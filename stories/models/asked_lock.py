from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BasicLock


class AskedLock(BasicLock):
    """A story is locked while its parent is asked, and by nothing else. Wagtail's own sentence says no way on."""

    def get_message(self, user):
        return format_html(
            "<b>{}</b> {}",
            _("%(code)s is locked while its parent is asked.") % {"code": self.object.code},
            _("To change its words, take the question back first."),
        )
