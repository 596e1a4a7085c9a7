"""The form of a booklet page: what it refuses before anything is saved."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class BookletForm(WagtailAdminPageForm):
    def clean(self):
        cleaned = super().clean()
        page = self.instance
        if page.pk and "edition" in self.changed_data and page.releases.exists():
            self.add_error(
                "edition",
                _("This booklet has been released, so its year is settled. Make another booklet for another year."),
            )
        return cleaned
