"""This file knows how a site that takes seconds to make is made once in each process, and taken up again by each test.

What a test breaks is put back from a copy of the database and of every folder, which takes less than a tenth of what
making it takes.
"""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Site

from publication.actions import reissuing
from tests import as_migrated
from tests.publication.backups.installation import Installation, found, lay_out

# By its name: on which disks a site was made, and what its maker gave back.
_made: dict[str, tuple[Path, object]] = {}


def taken_up(name: str, make: Callable[[Installation], object], *, home: Path, tmp_path_factory, settings):
    """What `make` gives back of an installation that it was given just founded. Its disks are laid out below `home`,
    as they were when it was made, whatever the tests before have done to theirs."""
    if name not in _made:
        first = tmp_path_factory.mktemp("made-once")
        _made[name] = (first, make(found(first, settings)))
        as_migrated.keep(name=name)
    first, given = _made[name]
    for disk in first.iterdir():
        shutil.rmtree(home / disk.name, ignore_errors=True)
        shutil.copytree(disk, home / disk.name)
    lay_out(home, settings)
    as_migrated.give_back(name=name)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    reissuing._next_look.clear()
    return copy.deepcopy(given)
