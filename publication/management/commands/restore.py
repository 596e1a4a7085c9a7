from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent import heads
from consent.errors import NoListMissing, NotThisList
from publication.backups import drill as drills
from publication.backups.parts import Broken
from publication.backups.reading import CannotRestore, restore
from stories.vault.shards import PathMissing

CLOSED = (
    "The backup is restored, and every use is closed: nothing of any family is shown, printed or listed."
    "\nTo open it, run this again with the newest head you have, from a mail, a receipt or a colophon, and with the"
    "\nno-list if it is not beside the slot files:"
    "\n\n    manage.py restore {folder} --head 'SEQUENCE HASH LENGTH HASH' [--no-list FILE]"
)

WITHOUT_A_HEAD = "Give the newest head as well (--head): without it nobody can tell whether the no-list is whole."


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty, migrated database, beside the site's own slot files. Every use stays closed"
        " until a no-list is there that the newest head names. Cut short, it is run again and goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="One backup, such as /mnt/backup/2027-W03.")
        parser.add_argument("--head", help="The newest line that was kept: sequence, hash, length and hash.")
        parser.add_argument("--no-list", type=Path, help="A kept copy, if none lies beside the slot files.")
        parser.add_argument("--drill", action="store_true", help="Only tell what would come back; change nothing.")

    def handle(self, *, folder, head, no_list, drill, **options):
        try:
            if drill:
                self.rehearse(folder)
                return
            offered = no_list.read_bytes() if no_list else None
            work = restore(folder, today=timezone.localdate(), offered=offered, head=self.head(head, no_list))
        except (Broken, CannotRestore, NoListMissing, NotThisList, PathMissing) as trouble:
            raise CommandError(str(trouble)) from None
        except OSError as trouble:
            raise CommandError(f"{trouble.filename} cannot be read or written: {trouble.strerror}.") from None
        for note in work.notes:
            self.stdout.write(note)
        if work.head:
            self.stdout.write("The backup is restored, and the no-list is followed. Run `manage.py verify_ledger` now.")
        else:
            self.stdout.write(CLOSED.format(folder=folder))

    def head(self, line: str | None, no_list: Path | None) -> heads.Head | None:
        if line is None:
            if no_list:
                raise CommandError(WITHOUT_A_HEAD)
            return None
        found = heads.found_in(line)
        if found is None or len(line.split()) < 4:
            raise CommandError("A head has four parts: sequence, hash, length and hash. Copy the whole line.")
        return found

    def rehearse(self, folder: Path) -> None:
        for line in drills.told(folder):
            self.stdout.write(line)
