"""The same edition gives the same bytes: tomorrow, elsewhere, on a machine with other habits."""

import json
import os
import subprocess
import sys

import pytest

from publication.formats.files import DOWNLOADS, MAY_BE_MISSING, PRINT_FILES
from tests.imports import ROOT
from tests.publication.formats import same_bytes, whole


@pytest.mark.short_proof
def test_every_file_of_a_release_is_the_same_in_another_process_place_zone_and_language(tmp_path):
    here = same_bytes.digests(whole.edition())
    assert {*DOWNLOADS, *PRINT_FILES} - MAY_BE_MISSING <= set(here)
    assert any(name.startswith("web/") for name in here)
    other = {
        "PYTHONHASHSEED": "4",
        "TZ": "Pacific/Chatham",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.publication.formats.same_bytes"],
        cwd=ROOT,
        env={**os.environ, **other, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == here
