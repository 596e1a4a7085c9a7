"""What may be done to a booklet page in the page tree. The same for everybody, superusers too."""

from wagtail.models import PagePermissionTester


class BookletPermissions(PagePermissionTester):
    def can_copy(self):
        """Never, nor aliased: a copy would be a second booklet of the same year, with the first one's stories."""
        return False

    def can_delete(self, ignore_bulk=False):
        """Not once something of it was released, since that is what readers were given. Moving asks the same."""
        return super().can_delete(ignore_bulk) and not self.page.specific.releases.exists()
