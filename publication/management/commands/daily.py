from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publication import daily


class Command(BaseCommand):
    help = (
        "Does all timed work: finishes deletions, lets go what has expired, follows parents' answers, renews releases. "
        "Run it once a day, at any hour; twice does no harm, and a missed day makes nothing wrong."
    )

    def handle(self, **options):
        outcomes = daily.run(timezone.localdate())
        for outcome in outcomes:
            if outcome.trouble:
                self.stderr.write(f"{outcome.name}: could not be done ({outcome.trouble}).")
            elif outcome.done:
                self.stdout.write(f"{outcome.name}: {outcome.done}")
        failed = sum(1 for outcome in outcomes if outcome.trouble)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} steps could not be done. The others are done.")
        self.stdout.write(f"The daily work is done: {sum(outcome.done for outcome in outcomes)} things changed.")
