from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.errors import NoListMissing
from publication import noted
from publication.backups.writing import CannotBackUp, back_up
from stories.vault.shards import PathMissing


class Command(BaseCommand):
    help = (
        "Writes a new backup into a folder, while the site runs. It holds no word of a parent in clear, no slot file"
        " and no no-list. Prints the head to write down and keep elsewhere: a restore asks for the newest one."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where backups are kept, such as /mnt/backup.")

    def handle(self, *, folder, **options):
        today = timezone.localdate()
        try:
            made, head = back_up(folder.absolute(), today=today)
        except (CannotBackUp, NoListMissing, PathMissing) as trouble:
            raise CommandError(str(trouble)) from None
        except OSError as trouble:
            raise CommandError(f"No backup was made: {trouble.strerror} ({trouble.filename}).") from None
        noted.note(noted.BACKUP, {"day": today.isoformat()})
        self.stdout.write(f"The backup lies in {made}")
        self.stdout.write(f"Keep this line somewhere else, with the newest ones: {head}")
