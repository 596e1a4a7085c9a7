"""A build: files aside, the rule asked twice, one rename. What stands stays until something whole replaces it."""

import hashlib
import json
import os

import pytest

from consent import actions
from consent.models import Shown
from consent.uses import Use
from publication.actions import build, build_waiting, freeze, one_builder, workshop
from publication.actions.building import BeingBuilt, CouldNotBuild
from publication.actions.freezing import NotNow
from publication.formats import manifest
from publication.models import Release
from tests.clock import clock
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets.making import (
    OPENS,
    being_built,
    files_with,
    make_booklet,
    make_release,
    make_released,
    place,
)

pytestmark = pytest.mark.django_db(transaction=True)
State = Release.State


def stops(version):
    actions.stop(agreement=version.agreement, today=TODAY)


def at(step, act):
    """A listener of the build that does something once, when the build comes to a step."""
    done = []

    def tell(says, _done, _of):
        if says.startswith(step) and not done:
            done.append(says)
            act()

    return tell


LAST = "Asking the rule once more"


def test_each_file_is_the_one_that_its_row_describes(releases):
    _page, release, _versions = make_released("The kettle", "The stair")
    names = set()
    for file in release.files.all():
        data = (releases / "2027.1" / file.name).read_bytes()
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert file.use == (Use.PRINT if file.name.startswith("print/") else Use.ONLINE)
        names.add(file.name)
    on_disk = {str(path.relative_to(release.folder)) for path in release.folder.rglob("*") if path.is_file()}
    assert on_disk == names | {"manifest.json"}


def test_the_digest_is_that_of_the_private_manifest():
    _page, release, versions = make_released("The kettle")
    private = json.loads((release.folder / "manifest.json").read_text())
    assert release.digest == manifest.digest(private)
    held = [{"code": versions[0].story.code, "digest": versions[0].digest}]
    assert private["stories"] == {"online": held, "print": held}


def test_nothing_but_the_release_is_left_in_the_folder(releases):
    make_released("The kettle")
    assert {path.name for path in releases.iterdir()} == {"2027.1", ".building-2027"}


def test_file_times_tell_the_week_and_nothing_finer():
    _page, release, _versions = make_released("The kettle")
    times = {path.stat().st_mtime for path in [*release.folder.rglob("*"), release.folder]}
    assert len(times) == 1
    assert times.pop() % 86_400 == 0


def test_the_same_plan_and_answers_make_the_same_bytes():
    page, first, _versions = make_released("The kettle")
    plain = (first.folder / "booklet.txt").read_text()
    second = make_release(page)
    assert (second.folder / "booklet.txt").read_text().replace("2027.2", "2027.1") == plain


def test_a_release_row_holds_ids_and_no_words_of_a_family():
    _page, release, versions = make_released("The kettle")
    kept = json.dumps(release.frozen)
    assert "kettle" not in kept
    assert str(versions[0].pk) in kept


def test_a_release_that_was_built_is_never_written_again():
    _page, release, _versions = make_released("The kettle")
    before = {path: path.stat().st_ino for path in release.folder.rglob("*")}
    build(release=release, day=TODAY)
    assert {path: path.stat().st_ino for path in release.folder.rglob("*")} == before


def test_a_replaced_release_is_not_built_again(releases):
    page, first, _versions = make_released("The kettle")
    make_release(page)
    first.refresh_from_db()
    assert first.state == State.SUPERSEDED
    assert build(release=first, day=TODAY).state == State.SUPERSEDED
    assert not (releases / "2027.1").exists()


def test_the_next_release_takes_the_place_of_the_one_before(releases):
    page, first, versions = make_released("The kettle", "The stair")
    place(page, versions[1])
    second = make_release(page)
    assert (second.name, second.state) == ("2027.2", State.READY)
    assert [path.name for path in releases.iterdir() if not path.name.startswith(".")] == ["2027.2"]
    assert files_with("The kettle") == []


def test_what_the_gate_refuses_is_in_no_file():
    refused = make_version("The gate", "The gate: words that nobody else wrote.", allowing={Use.PRINT})
    release = make_release(make_booklet(make_version(), refused))
    assert files_with("The gate") == []
    assert list(release.stories.in_files_of(Use.ONLINE).values_list("version__story__title", flat=True)) == [
        "The kettle"
    ]


def test_a_booklet_without_any_story_can_still_be_built():
    """After the last family has said no, readers get a booklet without stories, and not the old one."""
    page, _first, versions = make_released("The kettle")
    stops(versions[0])
    newest = page.newest_release()
    assert newest.name == "2027.2"
    assert newest.stories.in_files_of(Use.ONLINE).count() == 0
    assert files_with("The kettle") == []


def test_what_is_shown_is_written_into_the_register():
    _page, _release, versions = make_released("The kettle")
    shown = Shown.objects.order_by("use")
    assert [(row.agreement, row.release, row.use) for row in shown] == [
        (versions[0].agreement, "2027.1", Use.ONLINE),
        (versions[0].agreement, "2027.1", Use.PRINT),
    ]


def test_a_no_between_the_files_and_their_publication_keeps_the_story_out():
    page = make_booklet(make_version(), leaving := make_version("The gate", "The gate: words nobody else wrote."))
    release = freeze(page=page, user=None)
    seen = []

    def stop():
        seen.extend(files_with("The gate"))
        stops(leaving)

    build(release=release, day=TODAY, tell=at(LAST, stop))
    assert "booklet.txt" in seen  # the words were on the bench already
    release.refresh_from_db()
    assert release.state == State.READY
    assert files_with("The gate") == []
    assert release.stories.in_files_of(Use.ONLINE).get().version.title == "The kettle"


def test_a_deletion_during_the_build_keeps_the_story_out_and_the_build_whole():
    from stories.actions import erase

    page = make_booklet(make_version(), leaving := make_version("The gate", "The gate: words nobody else wrote."))
    release = freeze(page=page, user=None)
    contribution = leaving.story.contribution
    build(release=release, day=TODAY, tell=at(LAST, lambda: erase(contribution=contribution, today=TODAY)))
    release.refresh_from_db()
    assert release.state == State.READY
    assert files_with("The gate") == []
    for file in release.files.all():
        assert (release.folder / file.name).stat().st_size == file.size


@pytest.mark.parametrize("step", ["Making booklet.pdf", "Making booklet.txt", "Making web/", LAST])
def test_a_bench_that_is_cleared_at_any_step_is_laid_out_again(step):
    page = make_booklet(version := make_version())
    release = freeze(page=page, user=None)
    build(release=release, day=TODAY, tell=at(step, lambda: workshop.clear(version.edition)))
    release.refresh_from_db()
    assert release.state == State.READY
    for file in release.files.all():
        assert (release.folder / file.name).stat().st_size == file.size


def test_answers_that_keep_changing_end_the_build_with_a_sentence(plain_files):
    page = make_booklet(make_version(), restless := make_version("The gate"))
    release = freeze(page=page, user=None)
    holds = []

    def tell(says, _done, _of):
        if says != LAST:
            return
        if holds:
            actions.release_hold(hold=holds.pop(), by=None, today=TODAY)
        else:
            holds.append(actions.hold(agreement=restless.agreement, kind="other", reason="Wait.", today=TODAY))

    with pytest.raises(CouldNotBuild, match="kept changing"):
        build(release=release, day=TODAY, tell=tell)
    release.refresh_from_db()
    assert release.state == State.FAILED
    assert "kept changing" in release.trouble


class TestWhenABuildFails:
    @pytest.fixture
    def failing(self):
        """A first release that readers get, and a second whose plan holds a character that no font has."""
        page, first, versions = make_released("The kettle")
        broken = make_version("Ogham", "Words that ᚛ no font has.")
        place(page, versions[0], broken)
        return page, first, broken

    def test_it_says_what_to_mend_and_in_which_story(self, failing):
        page, _first, broken = failing
        with pytest.raises(CouldNotBuild) as refusal:
            make_release(page)
        told = Release.objects.get(number=2)
        assert told.state == State.FAILED
        assert told.trouble == str(refusal.value)
        assert broken.story.code in told.trouble
        assert "OGHAM" in told.trouble
        assert "leave it out" in told.trouble

    def test_no_word_of_the_story_is_in_what_it_says(self, failing):
        page, _first, _broken = failing
        with pytest.raises(CouldNotBuild) as refusal:
            make_release(page)
        assert "no font has" in str(refusal.value)
        assert "Words that" not in str(refusal.value)

    def test_readers_still_get_the_release_before(self, failing, client):
        page, first, _broken = failing
        with pytest.raises(CouldNotBuild):
            make_release(page)
        assert page.newest_release() == first
        with clock(OPENS):
            assert client.get(page.url).status_code == 200
            assert client.get(f"{page.url}files/booklet.pdf").status_code == 200

    def test_it_leaves_nothing_on_the_disk(self, failing, releases):
        page, _first, _broken = failing
        with pytest.raises(CouldNotBuild):
            make_release(page)
        assert {path.name for path in releases.iterdir()} == {"2027.1", ".building-2027"}

    def test_a_no_is_not_held_up_by_it(self, failing):
        """The plan that cannot be built stays failed; what readers get is renewed from its own plan."""
        page, first, _broken = failing
        with pytest.raises(CouldNotBuild):
            make_release(page)
        stops(first.stories.in_files_of(Use.ONLINE).get().version)
        assert page.newest_release().name == "2027.3"
        assert files_with("The kettle") == []

    def test_nor_by_one_that_fails_while_the_no_arrives(self, failing):
        page, first, _broken = failing
        release = freeze(page=page, user=None)
        tell = at("Making booklet.pdf", lambda: stops(first.stories.in_files_of(Use.ONLINE).get().version))
        with pytest.raises(CouldNotBuild):
            build(release=release, day=TODAY, tell=tell)
        assert page.newest_release().name == "2027.3"
        assert files_with("The kettle") == []


def test_a_full_disk_ends_the_build_with_a_sentence(releases):
    page, first, _versions = make_released("The kettle")
    release = freeze(page=page, user=None)

    def full():
        os.chmod(workshop.bench(release.edition) / release.name, 0o500)  # noqa: S103

    if os.getuid() == 0:  # nothing is forbidden to root: a file in the way does the same
        full = lambda: (workshop.bench(release.edition) / release.name / "booklet.txt").mkdir()  # noqa: E731
    with pytest.raises(CouldNotBuild, match="could not be written"):
        build(release=release, day=TODAY, tell=at("Making booklet.txt", full))
    assert page.newest_release() == first
    release.refresh_from_db()
    assert "Mend the disk" in release.trouble


def test_an_error_of_ours_is_told_by_its_class_alone():
    page = make_booklet(make_version())
    release = freeze(page=page, user=None)

    def breaks():
        raise LookupError("words of a family")

    with pytest.raises(LookupError):
        build(release=release, day=TODAY, tell=at("Making booklet.txt", breaks))
    release.refresh_from_db()
    assert release.state == State.FAILED
    assert "LookupError" in release.trouble
    assert "family" not in release.trouble


class TestOneBuilder:
    def test_two_builders_of_an_edition_never_work_at_once(self):
        page = make_booklet(make_version())
        release = freeze(page=page, user=None)
        with being_built(), pytest.raises(BeingBuilt):
            build(release=release, day=TODAY)
        release.refresh_from_db()
        assert release.state == State.PENDING

    def test_another_edition_is_built_meanwhile(self):
        with being_built(2026):
            make_released("The kettle")

    def test_nothing_is_frozen_while_a_release_is_being_built(self):
        page = make_booklet(make_version())
        freeze(page=page, user=None)
        with being_built(), pytest.raises(NotNow, match="already"):
            freeze(page=page, user=None)

    def test_a_release_whose_build_has_stopped_gives_way_to_a_new_plan(self):
        page = make_booklet(make_version())
        stopped = freeze(page=page, user=None)
        release = make_release(page)
        stopped.refresh_from_db()
        assert (stopped.state, release.name) == (State.SUPERSEDED, "2027.2")

    def test_a_release_that_waits_behind_a_later_one_is_let_go(self):
        page, first, _versions = make_released("The kettle")
        make_release(page)
        Release.objects.filter(pk=first.pk).update(state=State.PENDING)
        build_waiting(first.edition, day=TODAY)
        first.refresh_from_db()
        assert first.state == State.SUPERSEDED

    def test_the_lock_is_free_when_nobody_builds(self):
        make_released("The kettle")
        assert not one_builder.at_work(2027)


def test_a_folder_that_a_killed_build_has_renamed_is_replaced(releases):
    """Killed after the rename and before the commit: the folder stands, and no row knows it."""
    page = make_booklet(make_version())
    (releases / "2027.1" / "web").mkdir(parents=True)
    (releases / "2027.1" / "left.txt").write_text("half")
    release = make_release(page)
    assert not (release.folder / "left.txt").exists()


def test_numbers_count_up_and_are_never_used_twice():
    page = make_booklet(make_version())
    names = [make_release(page).name for _ in range(3)]
    assert names == ["2027.1", "2027.2", "2027.3"]
    assert make_edition().releases.count() == 3
