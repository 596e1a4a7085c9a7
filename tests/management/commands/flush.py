from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from wagtail.models import Site

from tests import as_migrated


class Command(flush.Command):
    help = "Gives the test database back as the migrations left it; called after each test with real transactions."

    def handle(self, **options):
        as_migrated.give_back(options["database"])
        # What Django and Wagtail remember of rows that may now be others.
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()
