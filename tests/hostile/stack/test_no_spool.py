"""A long story and three pictures are written into the database, the slot files and memory, and nowhere else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.stack import canaries
from tests.hostile.stack.front import Front
from tests.hostile.stack.parent import Parent
from tests.hostile.stack.watching import Watched, written

pytestmark = pytest.mark.short_proof


@pytest.fixture
def watched(tmp_path, house):
    # What it logs by itself; at its most talkative it would tell each template that it fills in.
    del house.more["LOG_LEVEL"]
    return Watched(tmp_path / "watched")


def may_be_written(house) -> set[str]:
    """The database's own files and the two copies of the slot file, each by its name."""
    slots = {str(house.data / "slots" / "first.slots"), str(house.data / "slots-mirror" / "second.slots")}
    no_lists = {str(Path(path).with_name("no-list")) for path in slots}
    return slots | no_lists | {f"{house.data}/db.sqlite3{end}" for end in ("", "-wal", "-shm", "-journal")}


def on_disk(house, paths: set[str]) -> set[str]:
    """Without the volatile files, which lie in memory (the test before last shows that they do), and /dev/null."""
    return {path for path in paths if not path.startswith(f"{house.volatile}/") and path != "/dev/null"}


def test_a_long_story_and_pictures_are_written_into_the_database_alone(house, watched):
    house.serve(*watched.before)
    parent = Parent(canaries.browser(house.port))
    watched.mark()
    parent.send_a_long_story()
    parent.add_three_pictures()
    paths = watched.since()
    assert f"{house.data}/db.sqlite3-wal" in paths and str(house.data / "slots" / "first.slots") in paths
    assert on_disk(house, paths) - may_be_written(house) == set()
    house.sweep([*parent.canaries, *parent.return_words], expected=0)
    house.stop()
    assert on_disk(house, watched.since()) - may_be_written(house) == set(), "and nothing more when it stops"


def test_behind_nginx_neither_writes_anything_else(house, watched, tmp_path):
    front, at_the_door = Front(house), Watched(tmp_path / "watched-nginx")
    front.lay_out()
    house.serve(*watched.before)
    front.start(*at_the_door.before)
    try:
        parent = Parent(canaries.browser(front.port, tls=front.trust()))
        at_the_door.mark()
        parent.walk()
        watched.mark()
        parent.send_a_long_story()
        parent.add_three_pictures()
        assert on_disk(house, watched.since()) - may_be_written(house) == set()
        assert at_the_door.since() - {"/dev/null"} == set()
        house.sweep([*parent.canaries, *parent.return_words], front.home, expected=0)
    finally:
        front.stop()


def test_the_volatile_files_lie_in_memory(house):
    """The folder that the site takes when nobody names one, too."""
    for folder in (house.volatile.parent, Path("/dev/shm")):
        ended = subprocess.run(["stat", "--file-system", "--format=%T", folder], capture_output=True, text=True)
        assert ended.stdout.strip() == "tmpfs"


def test_whoever_is_watched_hides_no_way_of_writing(tmp_path, watched):
    """Each way once, by a program that is watched like the site: or an empty list above would say nothing."""
    program = """
import mmap, os, sys, tempfile
here = sys.argv[1] + "/"
open(here + "opened", "w").write("x")
os.mkdir(here + "made")
os.rename(here + "made", here + "renamed")
os.symlink("opened", here + "linked")
os.link(here + "opened", here + "twin")
with open(here + "mapped", "w+b") as file:
    file.truncate(4096)
    mmap.mmap(file.fileno(), 4096)[0] = 1
if not os.fork():
    with tempfile.TemporaryFile(dir=here) as spooled:
        spooled.write(b"x")
    open(here + "by-a-child", "w").close()
    os._exit(0)
os.wait()
"""
    folder = tmp_path / "written"
    folder.mkdir()
    subprocess.run([*watched.before, sys.executable, "-c", program, folder], check=True)
    seen = {os.path.relpath(path, folder) for path in watched.since() if path.startswith(str(folder))}
    assert {"opened", "made", "renamed", "linked", "twin", "mapped", "by-a-child"} <= seen
    assert any(re.match(r"#\d+", path) for path in seen), "a file without a name"


def test_a_call_that_failed_or_only_reads_is_no_writing():
    assert written('openat(AT_FDCWD</a>, "b", O_RDONLY|O_CLOEXEC) = 3</a/b>') == set()
    assert written('mkdir("/a/b", 0777) = -1 EEXIST (File exists)') == set()
    assert written('mkdir("/a/b", 0777) = 0') == {"/a/b"}
    assert written('write(3<socket:[1]>, ""..., 9) = 9') == set()
    with pytest.raises(AssertionError):
        written("io_uring_setup(8, {}) = 3")
