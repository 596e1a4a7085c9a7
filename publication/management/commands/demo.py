from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consent.actions import install_notices
from publication import marks
from publication.demonstrating import life, people, site
from publication.models import BookletPage


class Command(BaseCommand):
    help = "Load the demonstration. `make run` does it at each start; what is there already is kept."

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration. Start one with `make run`.")
        today = timezone.localdate()
        marks.mark()
        people.load()
        install_notices(today)
        dates = life.calendar(today)
        # Whole or not at all: a demonstration cut short in the middle would be kept so at every later start.
        with transaction.atomic():
            if not site.is_loaded():
                booklet = site.load(dates.opened, today=today, port=settings.PORT)
                life.load(booklet, dates, today=today)
        released = sum(1 for page in BookletPage.objects.all() if page.newest_release())
        self.stdout.write(f"The demonstration is loaded, with {released} released booklet(s).")
