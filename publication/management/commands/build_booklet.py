from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.uses import Use
from publication.actions.building import CouldNotBuild, build
from publication.actions.freezing import NotNow, freeze
from publication.models import BookletPage
from publication.preflight import preflight


class Command(BaseCommand):
    help = (
        "Freezes a booklet as its editors last saved it and builds the next release, as the desk's button does. "
        "With --dry-run it only lists what would be refused, and why."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="The booklet page's address, such as 2027.")
        parser.add_argument("--dry-run", action="store_true", help="List what the gate refuses; build nothing.")

    def handle(self, *, slug, dry_run, **options):
        page = BookletPage.objects.filter(slug=slug).first()
        if page is None:
            raise CommandError(f"There is no booklet at {slug!r}.")
        day = timezone.localdate()
        report = preflight(page, day=day)
        for line in report.refused:
            self.stdout.write(f"{line.code}: {' '.join(line.reasons)}")
        if dry_run:
            self.stdout.write(f"{report.allowed} stories may go in, {len(report.refused)} would be left out.")
            return
        try:
            built = build(release=freeze(page=page, user=None), day=day)
        except (CouldNotBuild, NotNow) as trouble:
            raise CommandError(str(trouble)) from None
        stories = built.stories.in_files_of(Use.ONLINE).count()
        self.stdout.write(f"Release {built.name} is ready: {stories} stories, {built.files.count()} files.")
