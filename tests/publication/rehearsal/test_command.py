"""The command's manners: bad lines by number, exit statuses, and never a real path."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from publication.rehearsal import home
from publication.rehearsal.lines import BadLine, Line, read
from stories.journey.answers import TEXT_LIMIT
from tests.publication.rehearsal.running import QUICK, rehearse

GOOD = {"id": "a", "kind": "prose", "title": "The lamp", "text": "I left it on.\n\nShe came."}


def line(**changes) -> str:
    return json.dumps(GOOD | changes)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        (json.dumps({"id": "a"}), "has no text under “kind”"),
        (line(text=7), "has no text under “text”"),
        (line(id=" "), "has an empty id"),
        (line(kind="song"), "has a kind that is none of prose, poem, letter"),
        (line(title="\n"), "has an empty title"),
        (line(title="x" * 201), "has a title of more than 200 characters"),
        (line(text=" \n "), "has an empty text"),
        (line(text="x" * (TEXT_LIMIT + 1)), f"has a text of more than {TEXT_LIMIT} characters"),
    ],
)
def test_a_bad_line_is_named_by_number_and_reason(raw, reason):
    found = list(read([line(id="first"), "", raw, line(id="last")]))
    assert found[1] == BadLine(3, reason)
    assert [one.id for one in found if isinstance(one, Line)] == ["first", "last"]


def test_a_repeated_id_is_a_bad_line():
    assert list(read([line(), line()]))[1] == BadLine(2, "repeats the id of an earlier line")


def test_the_id_of_a_bad_line_may_be_used_again():
    assert isinstance(list(read([line(kind="song"), line()]))[1], Line)


# Whoever rehearses on the server has the real paths in their environment.
REAL = (*home.PATHS, "DATA_DIR", "VOLATILE_DIR", "STATIC_ROOT")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mixed")
    file = folder / "mixed.jsonl"
    file.write_text("\n".join([line(), "nonsense", line(id="b", title="The step", text="He sat there.")]))
    real = {name: str(folder / "real" / name.lower()) for name in REAL}
    return rehearse(file, folder, "--json", **real, DATABASE="postgresql", DB_NAME="the_real_one")


def test_the_other_lines_go_on_and_the_status_says_so(mixed):
    assert mixed.status == 1
    assert "Line 2 is not JSON. It is left out." in mixed.err
    assert mixed.report["bad_lines"] == [{"line": 2, "reason": "is not JSON"}]
    assert mixed.report["release_1"]["stories"] == 2
    assert "He sat there." in (mixed.release(1) / "booklet.txt").read_text()


def test_without_a_deletion_there_is_no_second_release(mixed):
    assert not mixed.release(2).exists()
    assert "release_2" not in mixed.report


def test_a_bad_run_leaves_nothing_behind_either(mixed):
    assert list(mixed.temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        ("nonsense", (), "holds no contribution that can be rehearsed"),
        (line(), ("--delete", "z"), "No contribution of this file has the id z."),
        (None, (), "cannot be read"),
    ],
)
def test_what_cannot_be_rehearsed_at_all_is_said(tmp_path, content, arguments, says):
    file = tmp_path / "contributions.jsonl"
    if content is not None:
        file.write_text(content)
    run = rehearse(file, tmp_path, *arguments)
    assert run.status == 1
    assert says in run.err
    assert "Traceback" not in run.err
    assert not run.folder.exists()
    assert list(run.temporary.iterdir()) == []


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    file = tmp_path / "contributions.jsonl"
    file.write_bytes(b"\xff\xfe" + line().encode())
    assert "cannot be read as UTF-8" in rehearse(file, tmp_path).err


def test_real_paths_in_the_environment_are_never_used(mixed):
    assert mixed.report["release_1"]["stories"] == 2
    assert not (mixed.folder.parent / "real").exists()


def test_inside_a_real_site_it_refuses(tmp_path):
    """Started past manage.py, where settings are read already: it names what it would have touched."""
    file = tmp_path / "contributions.jsonl"
    file.write_text(line())
    code = (
        "import django; django.setup();"
        "from django.core.management import call_command;"
        f"call_command('rehearse', {str(file)!r}, out={str(tmp_path / 'out')!r})"
    )
    environment = {**QUICK, "DATA_DIR": str(tmp_path / "site"), "SECRET_KEY": "x", "PATH": "/usr/bin:/bin"}
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "publication.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "A rehearsal runs in a house of its own" in ended.stderr
    assert not (tmp_path / "site").exists()


def test_each_path_outside_the_house_is_named(settings):
    with pytest.raises(home.RealPath) as refusal:
        home.refuse_real_paths(settings)
    assert "would be a real one" in str(refusal.value)
