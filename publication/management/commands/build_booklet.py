from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.uses import Use
from publication.actions.building import CouldNotBuild, build
from publication.actions.freezing import NotNow, freeze
from publication.actions.trying import NoSuchFile, try_files
from publication.models import BookletPage
from publication.preflight import preflight


class Command(BaseCommand):
    help = (
        "Freezes a booklet as its editors last saved it and builds the next release, as the desk's button does. "
        "With --dry-run it only lists what would be refused, and why. With --formats it writes files to look at, and "
        "makes no release."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="The booklet page's address, such as 2027.")
        parser.add_argument("--dry-run", action="store_true", help="List what the gate refuses; build nothing.")
        parser.add_argument(
            "--formats",
            default="",
            metavar="NAMES",
            help="Files to look at, such as booklet.pdf,print/inner.pdf,web: they are written to --out.",
        )
        parser.add_argument("--out", type=Path, help="The folder for --formats. What lies there is written over.")

    def handle(self, *, slug, dry_run, formats, out, **options):
        names = [name.strip() for name in formats.split(",") if name.strip()]
        if bool(names) != bool(out):
            raise CommandError("Say both which files and where to: --formats booklet.pdf --out FOLDER")
        page = BookletPage.objects.filter(slug=slug).first()
        if page is None:
            there = ", ".join(BookletPage.objects.order_by("-edition__year").values_list("slug", flat=True))
            raise CommandError(
                f"There is no booklet at {slug!r}. There are: {there}."
                if there
                else "There is no booklet yet. Make one at the desk, under Releases."
            )
        day = timezone.localdate()
        online, paper = preflight(page, day=day), preflight(page, day=day, use=Use.PRINT)
        for where, report in (("online", online), ("printed", paper)):
            for line in report.refused:
                self.stdout.write(f"{line.code}, {where}: {' '.join(line.reasons)}")
        if dry_run:
            self.stdout.write(
                f"{online.allowed} stories may go in, {len(online.refused)} would be left out; "
                f"{paper.allowed} may be printed."
            )
            return
        if names:
            self.try_files(page, names, out, day)
            return
        try:
            built = build(release=freeze(page=page, user=None), day=day)
        except (CouldNotBuild, NotNow) as trouble:
            raise CommandError(str(trouble)) from None
        stories = built.stories.in_files_of(Use.ONLINE).count()
        self.stdout.write(f"Release {built.name} is ready: {stories} stories, {built.files.count()} files.")

    def try_files(self, page, names, out, day) -> None:
        try:
            made = try_files(page=page, names=names, folder=out, day=day)
        except NoSuchFile as unknown:
            raise CommandError(
                f"There is no file {unknown.name!r} here. There are: {', '.join(unknown.offered)}."
            ) from None
        except CouldNotBuild as trouble:
            raise CommandError(str(trouble)) from None
        except OSError as trouble:
            raise CommandError(f"The files could not be written to {out}: {trouble.strerror}.") from None
        self.stdout.write(
            f"{len(made)} files are in {out}. Families' words are in them: delete them when you have looked."
        )
