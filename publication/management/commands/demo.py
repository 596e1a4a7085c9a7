from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from publication import marks
from publication.demonstrating import people


class Command(BaseCommand):
    help = "Load the demonstration. `make run` does it at each start; what is there already is kept."

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration. Start one with `make run`.")
        marks.mark()
        people.load()
        self.stdout.write(f"The demonstration has {get_user_model().objects.count()} people.")
