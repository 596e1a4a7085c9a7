from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consent import no_list
from stories import keys


class Command(BaseCommand):
    help = (
        "Writes the slot file and the no-list that were lost with a disk anew from their other copies. Run it when a "
        "new disk stands in the place of one that is broken. A disk that is only away is mounted again instead. "
        "It can be run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, help="The folder of the lost copies, named so that it is the right one."
        )

    def handle(self, *, folder, **options):
        lost = [path for path in map(Path, (*settings.SLOT_FILES, *settings.NO_LIST_FILES)) if not path.exists()]
        if not lost:
            self.stdout.write("Nothing was lost: both copies of the slot file and of the no-list are in their places.")
            return
        self.refuse_guesses(folder.absolute(), lost)
        for replace in (keys.slots().replace_missing, no_list.replace_missing):
            if path := replace():
                self.stdout.write(f"{path} is written anew from its other copy.")
        if len({path.stat().st_dev for path in map(Path, settings.SLOT_FILES)}) == 1:
            self.stdout.write("Both copies lie on one disk now, so one fault can take both. Give one of them another.")

    def refuse_guesses(self, folder: Path, lost: list[Path]) -> None:
        """A copy on the wrong disk would hide that there is only one; an empty one would forget what was erased."""
        for both in (settings.SLOT_FILES, settings.NO_LIST_FILES):
            if not set(map(Path, both)) - set(lost):
                raise CommandError(f"No copy is left to write {both[0]} from. Mount the disk that has one.")
        if others := [path for path in lost if path.parent.absolute() != folder]:
            raise CommandError(f"{others[0]} is missing, and not only {folder}. Look which disk is away, and mount it.")
        if not folder.is_dir():
            raise CommandError(f"{folder} is not there. Mount the new disk, make the folder on it, and run this again.")
