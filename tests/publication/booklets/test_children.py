"""Builds in a process of their own: started by the desk, killed at any step, started again."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.core.management.base import CommandError

from consent.uses import Use
from publication.actions import freeze, one_builder, starting
from publication.models import Build, Release
from tests.clock import clock
from tests.factories import TODAY, make_version
from tests.publication.booklets import children
from tests.publication.booklets.making import OPENS, being_built, files_with, make_booklet, make_released

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@pytest.fixture
def as_a_child(monkeypatch):
    """What a child is started with, here: this test's own database and folders."""
    for name, value in children.environment().items():
        monkeypatch.setenv(name, value)


def kill_at(step: str, release: Release) -> None:
    """Builds in a child that dies at this step."""
    ended = subprocess.run(  # noqa: S603 - our own interpreter and file
        [sys.executable, "-m", "tests.publication.booklets.dying_builder", str(release.pk), step, TODAY.isoformat()],
        cwd=site.BASE_DIR,
        env=children.environment(),
        timeout=PATIENCE,
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def wait_for(child, release: Release) -> Release:
    assert child.wait(PATIENCE) == 0
    release.refresh_from_db()
    return release


def test_a_child_builds_what_waits_and_tells_its_progress(as_a_child):
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)
    child = starting.in_a_child(release, TODAY)
    assert one_builder.at_work(2027)  # from the first moment, before the child has even loaded
    assert wait_for(child, release).state == Release.State.READY
    build = Build.objects.get()
    assert (build.says, build.done) == ("Release 2027.1 is ready", build.steps)
    assert not one_builder.at_work(2027)


def test_while_a_child_builds_no_second_one_is_started(as_a_child):
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)
    child = starting.in_a_child(release, TODAY)
    assert starting.in_a_child(release, TODAY) is None
    wait_for(child, release)


@pytest.mark.parametrize("step", ["Making booklet.pdf", "Making booklet.txt", "Making web/", "Asking the rule"])
def test_a_build_that_is_killed_leaves_readers_with_what_they_had(client, step, releases):
    page, first, versions = make_released("The kettle")
    release = freeze(page=page, user=None)
    kill_at(step, release)
    assert not one_builder.at_work(2027)
    assert page.newest_release() == first
    with clock(OPENS):
        assert client.get(page.url).status_code == 200
        assert client.get(f"{page.url}files/booklet.pdf").status_code == 200
    assert (releases / ".making-2027").exists()  # what it left; nobody is served from there
    call_command("build_release", release.pk, day=TODAY)
    release.refresh_from_db()
    assert release.state == Release.State.READY
    assert {path.name for path in releases.iterdir()} == {"2027.2", ".building-2027"}
    assert page.newest_release().stories.in_files_of(Use.ONLINE).get().version == versions[0]


def test_a_deletion_takes_the_words_from_the_bench_of_a_killed_build():
    from stories.actions import erase

    page = make_booklet(version := make_version("The gate", "The gate: words nobody else wrote."))
    kill_at("Asking the rule", freeze(page=page, user=None))
    assert files_with("The gate")
    erase(contribution=version.story.contribution, today=TODAY)
    assert files_with("The gate") == []


def test_a_child_that_is_killed_from_outside_is_noticed_and_can_be_started_again(as_a_child):
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)
    child = starting.in_a_child(release, TODAY)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait(PATIENCE)
    assert not one_builder.at_work(2027)
    assert wait_for(starting.in_a_child(release, TODAY), release).state == Release.State.READY


def test_when_no_process_can_be_started_the_desk_is_told(monkeypatch):
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert starting.in_a_child(release, TODAY) is None
    assert "could not be started" in Build.objects.get().says
    assert not one_builder.at_work(2027)


def test_what_is_asked_for_just_as_a_builder_ends_is_not_missed(as_a_child):
    """The one at work looks again after letting go; whoever came too late to start another is served by it."""
    page, first, _versions = make_released("The kettle")
    second = freeze(page=page, user=None)
    child = starting.in_a_child(second, TODAY)
    deadline = time.monotonic() + PATIENCE
    while not page.releases.filter(pk=second.pk, state=Release.State.READY).exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    try:
        third = freeze(page=page, user=None)
    finally:
        starting.in_a_child(second, TODAY)
    child.wait(PATIENCE)
    while one_builder.at_work(2027):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    third.refresh_from_db()
    assert third.state == Release.State.READY


def test_the_command_says_what_was_built_and_what_there_is_not(capsys):
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)
    call_command("build_release", release.pk, day=TODAY)
    assert f"Release 2027.1: Built, 1 stories, {release.files.count()} files." in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no release 999"):
        call_command("build_release", 999)
    second = freeze(page=page, user=None)
    with being_built(), pytest.raises(CommandError, match="being built already"):
        call_command("build_release", second.pk)


def test_the_booklet_command_lists_builds_and_names_what_is_missing(capsys):
    from consent import actions

    page = make_booklet(make_version(), stopped := make_version("The gate"))
    actions.stop(agreement=stopped.agreement, today=TODAY)
    call_command("build_booklet", page.slug, "--dry-run")
    assert "1 stories may go in, 1 would be left out; 1 may be printed." in capsys.readouterr().out
    call_command("build_booklet", page.slug)
    assert "Release 2027.1 is ready: 1 stories" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no booklet at 'nowhere'. There are: 2027."):
        call_command("build_booklet", "nowhere")
