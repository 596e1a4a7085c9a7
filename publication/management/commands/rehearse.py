import datetime
import gc
import json
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from consent.uses import Use
from publication.backups.writing import back_up
from publication.models import Release
from publication.rehearsal import home, house, lines
from publication.rehearsal.claims import Claims
from publication.rehearsal.departing import Departure
from publication.rehearsal.stopwatch import Stopwatch
from publication.rehearsal.way import Rehearsal


class Command(BaseCommand):
    help = (
        "Runs the whole job on a file of contributions, from the parent's form to the released booklet, in a house of "
        "its own that is torn down afterwards. Use it before launch day, and after any change that frightens you."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help='JSON lines: {"id", "kind": prose|poem|letter, "title", "text"}.')
        parser.add_argument("--out", type=Path, required=True, help="A folder for release-1/ (and release-2/).")
        parser.add_argument(
            "--delete", nargs="*", metavar="ID", help="These parents delete afterwards; without an id, the first."
        )
        parser.add_argument(
            "--backup",
            nargs="?",
            type=Path,
            const=Path(),
            metavar="FOLDER",
            help="Make a backup (in OUT/backups) before anybody deletes. With --delete, one more parent stops, the"
            " machine is destroyed, the backup is restored, and each promise is looked at and printed as a line.",
        )
        parser.add_argument(
            "--postgresql",
            action="store_true",
            help="On the server that the DB_ variables name, in databases of its own; else on SQLite.",
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Counts, digests and seconds as the last line."
        )

    def handle(self, *, file, out, delete, backup, as_json, **options):
        try:
            home.refuse_real_paths(settings)
        except home.RealPath as refusal:
            raise CommandError(str(refusal)) from None
        good, bad = self.read(file)
        if unknown := set(delete or ()) - {line.id for line in good}:
            raise CommandError(f"No contribution of this file has the id {', '.join(sorted(unknown))}.")
        if not good:
            raise CommandError("The file holds no contribution that can be rehearsed.")
        leaving = set(delete or [good[0].id]) if delete is not None else set()
        staying = [line.id for line in good if line.id not in leaving]
        if leaving and backup and len(staying) < 2:
            raise CommandError("One parent deletes, one stops and one stays: the file needs a contribution of each.")
        self.report = {
            "lines": len(good) + len(bad),
            "bad_lines": [{"line": b.number, "reason": b.reason} for b in bad],
        }
        shelf = backup and (out / "backups" if backup == Path() else backup)
        self.claims = Claims(self.stdout.write)
        self.rehearse(good, out, leaving, staying, shelf)
        if as_json:
            self.stdout.write(dumped(self.report))
        if bad or self.claims.failed:
            sys.exit(1)

    def read(self, file: Path):
        try:
            found = list(lines.read(file.read_text(encoding="utf-8").splitlines()))
        except (OSError, UnicodeDecodeError) as trouble:
            raise CommandError(f"{file} cannot be read as UTF-8 text: {trouble.__class__.__name__}.") from None
        bad = [line for line in found if isinstance(line, lines.BadLine)]
        for line in bad:
            self.stderr.write(f"Line {line.number} {line.reason}. It is left out.")
        return [line for line in found if isinstance(line, lines.Line)], bad

    def rehearse(
        self, good: list[lines.Line], out: Path, leaving: set[str], staying: list[str], shelf: Path | None
    ) -> None:
        # A short life in which very many objects are made, by migrations above all: looking for rings of them as
        # often as Python does by itself took a quarter of that time.
        gc.freeze()
        gc.set_threshold(50_000, 20, 10)
        watch, today = Stopwatch(), datetime.date.today()
        with watch.stage("migrate"):
            call_command("migrate", verbosity=0, interactive=False)
        with watch.counting_derivations():
            with watch.stage("found"):
                standing = house.found(today=today)
            way = Rehearsal(standing, today, watch, self.progress)
            self.keep(way.run(good), out / "release-1", "release_1")
            if shelf and leaving:
                self.depart(way, out, shelf, leaving, {staying[-1]})
            elif shelf:
                with watch.stage("backup"):
                    back_up(shelf, today=today)
            elif leaving:
                self.keep(way.delete(leaving), out / "release-2", "release_2")
        self.report |= {"deleted": len(leaving)} | watch.report()
        self.stdout.write(
            f"{len(good)} contributions went the whole way in {self.report['seconds_total']} seconds, "
            f"{self.report['seconds_without_argon2']} of them outside the key derivations."
        )

    def depart(self, way: Rehearsal, out: Path, shelf: Path, leaving: set[str], stopping: set[str]) -> None:
        def keep(release: Release, name: str) -> Path:
            self.keep(release, out / name, name.replace("-", "_"))
            return out / name

        with way.watch.stage("leave"):
            Departure(way, settings.DATA_DIR.parent, shelf, leaving, stopping, self.claims, keep).run()
        self.report["claims"] = {"held": self.claims.held, "failed": self.claims.failed}
        self.stdout.write(self.claims.total())

    def keep(self, release: Release, folder: Path, name: str) -> None:
        """Copies a release's files out of the house before it goes."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(release.folder, folder)
        self.report[name] = {
            "number": release.name,
            "digest": release.digest,
            "stories": release.stories.in_files_of(Use.ONLINE).count(),
            "files": {f.name: f.sha256 for f in release.files.all() if not f.is_page},
        }

    def progress(self, stage: str, done: int, of: int) -> None:
        if self.stderr.isatty() or done == of:
            self.stderr.write(f"{stage}: {done} of {of}", ending="\n" if done == of else "\r")


def dumped(report: dict) -> str:
    return json.dumps(report, sort_keys=True)
