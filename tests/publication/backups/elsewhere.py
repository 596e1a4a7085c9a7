"""Run as a child, with a home and a SQLite database of its own: one family tells its story, and a backup is made.

Says on its last line, as JSON, what whoever restores the backup needs to know.
"""

import json
import sys
from pathlib import Path

import django


def main(shelf: str) -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from publication.backups.writing import back_up
    from tests.migrated_once import lay_a_copy
    from tests.publication.backups import installation
    from tests.stories.journey.house import TODAY

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lay_a_copy(Path(settings.DATABASES["default"]["NAME"]))
    call_command("migrate", verbosity=0)
    site = installation.found_here(Path(settings.DATA_DIR))
    family = site.family("staying")
    site.staff_things()
    folder, head = back_up(Path(shelf), today=TODAY)
    told = {"folder": str(folder), "head": str(head), "indices": family.indices, "version": family.version.pk}
    print(json.dumps(told | {"title": family.words["title"], "digest": family.version.digest}))


if __name__ == "__main__":
    main(*sys.argv[1:])
