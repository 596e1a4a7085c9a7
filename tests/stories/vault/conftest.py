"""A slot file on two paths, and a way to run our code in another process."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from stories.vault.shards import SlotFile

ROOT = Path(__file__).resolve().parents[3]

# A slow or busy machine is no failure: files are synchronised and keys derived inside properties.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture
def paths(tmp_path):
    return tmp_path / "one" / "first.slots", tmp_path / "two" / "second.slots"


@pytest.fixture
def slot_file(paths):
    found = SlotFile(paths)
    found.create(slots=64)
    return found


@pytest.fixture
def in_another_process():
    """Starts Python code beside this process: `start(code, *arguments)` returns the Popen."""
    started = []

    def start(code, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.stdout.close()
        if process.poll() is None:
            process.kill()
        process.wait()
