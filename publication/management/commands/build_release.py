import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.uses import Use
from publication.actions.building import CouldNotBuild, build, build_waiting
from publication.models import Release


class Command(BaseCommand):
    help = (
        "Builds one frozen release and publishes it. The desk starts this by itself, in a process of its own; "
        "run it by hand when a build was killed. It can be run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("release", type=int, help="The release's row number, as the desk shows it.")
        parser.add_argument("--lock", type=int, help="For the desk: the open file that holds the lock already.")
        parser.add_argument(
            "--day", type=datetime.date.fromisoformat, help="Ask the rule for this day; today if not given."
        )

    def handle(self, *, release, day, lock, **options):
        found = Release.objects.filter(pk=release).select_related("edition", "page").first()
        if found is None:
            raise CommandError(f"There is no release {release}. The desk's list of releases shows the numbers.")
        day = day or timezone.localdate()
        try:
            if lock is None:
                build(release=found, day=day)
            else:
                build_waiting(found.edition, day=day, lock=lock)
        except CouldNotBuild as trouble:
            raise CommandError(str(trouble)) from None
        found.refresh_from_db()
        stories = found.stories.in_files_of(Use.ONLINE).count()
        self.stdout.write(
            f"Release {found.name}: {found.get_state_display()}, {stories} stories, {found.files.count()} files."
        )
