"""Private files in memory: ours alone, whole, and wiped."""

import os
import stat

import pytest

from stories.vault.volatile import NotPrivate, Volatile


@pytest.fixture
def files(tmp_path):
    return Volatile(tmp_path / "a" / "b")


def test_folders_and_files_are_for_this_user_alone(files, tmp_path):
    usual = os.umask(0)
    try:
        files.write("name", b"content")
    finally:
        os.umask(usual)
    assert files.read("name") == b"content"
    for path, mode in ((tmp_path / "a", 0o700), (tmp_path / "a" / "b", 0o700), (tmp_path / "a" / "b" / "name", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_folder_that_others_may_enter_is_refused(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(NotPrivate):
        Volatile(tmp_path / "open").write("name", b"content")


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(NotPrivate):
        Volatile(tmp_path / "link").write("name", b"content")
    with pytest.raises(NotPrivate):
        Volatile(tmp_path / "link").empty()


def test_the_first_writer_of_a_name_wins(files):
    assert files.write_new("key", b"one") == b"one"
    assert files.write_new("key", b"two") == b"one"
    assert files.names() == ["key"]


def test_wiping_writes_zeros_over_the_bytes_first(files, tmp_path):
    files.write("key", b"secret")
    os.link(tmp_path / "a" / "b" / "key", tmp_path / "kept")
    files.wipe("key")
    assert files.read("key") is None
    assert (tmp_path / "kept").read_bytes() == bytes(6)
    files.wipe("key")


def test_a_late_writer_does_not_bring_back_a_wiped_file(files):
    files.write("key", b"secret")
    files.wipe("key")
    files.overwrite("key", b"late")
    assert files.names() == []


def test_emptying_takes_everything_and_leaves_what_links_point_to(files, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    files.write("one", b"1")
    Volatile(files.folder / "inner").write("two", b"2")
    (files.folder / "link").symlink_to(outside)
    files.empty()
    assert os.listdir(files.folder) == []
    assert outside.read_bytes() == b"precious"
    Volatile(tmp_path / "never made").empty()
