"""A backup that was made on SQLite comes back on whichever database these tests run: on PostgreSQL too."""

import json
import os
import subprocess
import sys

from django.conf import settings as site
from django.db import connection

from consent import heads, ledger
from publication.backups.reading import restore
from stories import actions
from stories.models import Picture, Story, StoryVersion
from tests.publication.backups.installation import lay_out
from tests.settings import HOME_VARIABLE
from tests.stories.journey.house import TODAY

PATIENCE = 180


def made_on_sqlite(home, shelf) -> dict:
    paths = {
        "DATA_DIR": home / "machine",
        "SLOT_FILE": home / "machine" / "slots" / "first.slots",
        "SLOT_MIRROR": home / "mirror" / "second.slots",
        "VOLATILE_DIR": home / "volatile",
        HOME_VARIABLE: home,
    }
    ended = subprocess.run(  # noqa: S603 - our own interpreter and file
        [sys.executable, "-m", "tests.publication.backups.elsewhere", str(shelf)],
        cwd=site.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE": "sqlite"}
        | {name: str(path) for name, path in paths.items()},
        timeout=PATIENCE,
        check=False,
        capture_output=True,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return json.loads(ended.stdout.splitlines()[-1])


def test_a_backup_made_on_sqlite_is_restored_here(transactional_db, settings, tmp_path):
    told = made_on_sqlite(tmp_path, tmp_path / "shelf")
    lay_out(tmp_path, settings)
    restore(tmp_path / "shelf" / told["folder"], today=TODAY, head=heads.found_in(told["head"]))
    version = StoryVersion.objects.get(pk=told["version"])
    assert version.is_exact() and version.digest == told["digest"]
    assert Story.objects.get().digest == told["digest"]
    assert Story.objects.get().get_latest_revision_as_object().title == told["title"]
    assert actions.come_back(indices=tuple(told["indices"])).opened.read("body")["title"] == told["title"]
    assert ledger.verify().whole
    assert str(ledger.head()) == told["head"]
    # Numbers go on after those that came back.
    assert connection.vendor in ("sqlite", "postgresql")
    assert Picture.objects.create(title="New", description="New", width=1, height=1).pk > 2
