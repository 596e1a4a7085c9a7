"""A rehearsal holds every text in clear, so nothing of its house stays when it ends."""

import os
import signal
import subprocess
import sys

import pytest

from tests.imports import ROOT


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_rehearsal_that_is_asked_to_end_leaves_no_text_behind(tmp_path, number):
    asked = (
        "import os, sys; from publication.rehearsal import home\n"
        "house = home.build(); (house / 'data' / 'text').write_text('the kitchen light')\n"
        "os.kill(os.getpid(), int(sys.argv[1]))"
    )
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", asked, str(int(number))], env=surroundings, cwd=ROOT, check=False
    )
    assert ended.returncode == 128 + number
    assert not any(tmp_path.iterdir())
