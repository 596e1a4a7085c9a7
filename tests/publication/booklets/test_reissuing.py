"""After a no the next release is made without the text, by itself; a deletion leaves no word anywhere."""

import datetime

import pytest
from django.db import connection
from django.db.models.signals import pre_delete
from django.urls import reverse

from consent import actions
from consent.models import Agreement, Hold
from consent.uses import Use
from publication.actions import freeze, reissuing, renew_all, starting, workshop
from publication.actions.reissuing import reissue_for
from publication.models import BookletEntry, Release, ReleaseFile, ReleaseStory
from stories import actions as stories
from stories import keys
from stories.models import Contribution, Story, StoryVersion
from stories.vault.shards import Slot, SlotErased
from tests.clock import clock
from tests.factories import TODAY, make_user, make_version
from tests.publication.booklets.making import (
    DAY,
    OPENS,
    being_built,
    files_with,
    make_booklet,
    make_release,
    make_released,
    place,
)
from tests.publication.booklets.staff import editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
WORDS = "words that nobody else wrote"


def nobody_builds(release, day):
    """A builder that could not be started."""


@pytest.fixture
def no_builder(settings):
    settings.RELEASE_BUILDER = f"{__name__}.nobody_builds"


def stop(version):
    actions.stop(agreement=version.agreement, today=TODAY)


def stop_online(version):
    actions.stop(agreement=version.agreement, uses={Use.ONLINE}, today=TODAY)


def hold(version):
    actions.hold(agreement=version.agreement, kind=Hold.Kind.CHILD, reason="Asked to wait.", today=TODAY)


def take_down(version):
    actions.take_down(agreement=version.agreement, reason="court", by=make_user(), today=TODAY)


def erase(version):
    stories.erase(contribution=version.story.contribution, today=TODAY)


@pytest.mark.parametrize("no", [stop, stop_online, hold, take_down, erase])
@pytest.mark.typeset
def test_after_any_no_the_next_release_is_there_without_the_text(no):
    page, first, versions = make_released("The kettle", "The stair")
    no(versions[1])
    newest = page.newest_release()
    assert newest.name == "2027.2"
    assert [story.version.title for story in newest.stories.in_files_of(Use.ONLINE)] == ["The kettle"]
    assert not first.folder.exists()
    assert files_with("The stair") == []
    assert files_with("The kettle")


def test_a_no_about_another_use_changes_nothing():
    page, first, versions = make_released("The kettle")
    actions.stop(agreement=versions[0].agreement, uses={Use.SOCIAL}, today=TODAY)
    assert page.newest_release() == first


def test_a_no_to_a_text_in_no_release_makes_none():
    page, first, _versions = make_released("The kettle")
    other = make_version("The gate")
    place(page, other)
    stop(other)
    assert page.newest_release() == first
    assert Release.objects.count() == 1


def test_two_families_who_stop_one_after_the_other_are_both_gone():
    page, _first, versions = make_released("The kettle", "The stair", "The key")
    stop(versions[0])
    stop(versions[2])
    assert [story.version.title for story in page.newest_release().stories.in_files_of(Use.ONLINE)] == ["The stair"]
    assert Release.objects.ready().count() == 1


class TestWhileNoBuilderCanBeStarted:
    @pytest.fixture
    def stopped(self, no_builder):
        page, _first, versions = make_released("The kettle", "The stair")
        stop(versions[1])
        return page, versions

    def test_pages_still_refuse_and_files_are_being_renewed(self, stopped, client):
        page, versions = stopped
        with clock(OPENS):
            assert b"The stair" not in client.get(page.url).content
            assert client.get(f"{page.url}{versions[1].story.code}/").status_code == 410
            for name in ("booklet.pdf", "booklet.txt"):
                answer = client.get(f"{page.url}files/{name}")
                assert answer.status_code == 503
                assert answer["Retry-After"] == "120"
                assert answer["Cache-Control"] == "no-store"
                assert "being renewed" in answer.content.decode()
                assert "The Invented Line" in answer.content.decode()

    def test_readers_try_what_a_crash_cut_short_once_in_a_while_and_not_each_for_themselves(self, stopped, monkeypatch):
        page, _versions = stopped
        tried, looks = [], {}
        monkeypatch.setattr(reissuing, "_next_look", looks)
        monkeypatch.setattr(reissuing, "finish_if_cut_short", lambda *, today: tried.append(today))
        reissuing.take_up(page.edition, day=DAY)
        reissuing.take_up(page.edition, day=DAY)
        assert len(tried) == 1
        looks[page.edition.year] -= reissuing.PAUSE
        reissuing.take_up(page.edition, day=DAY)
        assert len(tried) == 2

    def test_one_waiting_release_is_enough_for_many_noes(self, stopped):
        _page, versions = stopped
        stop(versions[0])
        assert Release.objects.waiting().count() == 1

    def test_the_next_run_of_the_day_builds_it(self, stopped, settings):
        page, _versions = stopped
        settings.RELEASE_BUILDER = "publication.actions.starting.here"
        renew_all(TODAY)
        assert page.newest_release().name == "2027.2"
        assert files_with("The stair") == []

    def test_a_deletion_unlinks_the_files_all_the_same(self, stopped):
        _page, versions = stopped
        assert files_with("The stair")
        erase(versions[1])
        assert files_with("The stair") == []
        assert files_with("The kettle") == []  # they were whole files; the next release brings the others back

    def test_and_while_nothing_is_built_the_files_of_an_erased_story_are_being_renewed(self, stopped, client):
        page, versions = stopped
        erase(versions[1])
        with clock(OPENS):
            assert client.get(f"{page.url}files/booklet.pdf").status_code == 503
            contents = client.get(page.url).content
            assert b"The kettle" in contents
            assert b"files/booklet.pdf" not in contents

    def test_the_run_of_the_day_finds_a_release_that_lost_its_files(self, stopped, settings):
        page, versions = stopped
        erase(versions[1])
        Release.objects.waiting().delete()
        settings.RELEASE_BUILDER = "publication.actions.starting.here"
        renew_all(TODAY)
        assert files_with("The kettle")
        assert page.newest_release().stories.in_files_of(Use.ONLINE).count() == 1


def test_the_run_of_the_day_takes_out_what_has_lapsed():
    """Nobody says anything on 1 May; the rule does."""
    may = datetime.date(2027, 5, 1)
    stays = make_version("The kettle", f"Kettle: {WORDS}.", silence="stay")
    goes = make_version("The stair", f"Stair: {WORDS}.", silence="come_down")
    page = make_booklet(stays, goes)
    make_release(page, day=DAY)
    assert renew_all(DAY) == []
    assert [release.name for release in renew_all(may)] == ["2027.2"]
    assert [story.version.title for story in page.newest_release().stories.in_files_of(Use.ONLINE)] == ["The kettle"]
    assert renew_all(may) == []


def test_the_run_of_the_day_sweeps_what_crashes_have_left(releases):
    _page, release, _versions = make_released("The kettle")
    (releases / "2027.9").mkdir()
    (releases / "2027.9" / "booklet.txt").write_text("left by a build that died")
    workshop.prepare(release.edition)
    assert renew_all(TODAY) == []
    assert {path.name for path in releases.iterdir()} == {"2027.1", ".building-2027"}


def test_the_run_of_the_day_leaves_a_builder_at_work_its_bench(releases):
    _page, release, _versions = make_released("The kettle")
    workshop.prepare(release.edition)
    with being_built():
        renew_all(TODAY)
    assert (releases / ".making-2027").exists()


def test_a_build_that_never_began_is_begun_by_the_run_of_the_day():
    page = make_booklet(make_version())
    freeze(page=page, user=None)
    renew_all(TODAY)
    assert page.newest_release().name == "2027.1"


def test_asking_twice_changes_nothing_more():
    page, _first, versions = make_released("The kettle", "The stair")
    stop(versions[1])
    assert reissue_for(versions[1].agreement, day=TODAY) == []
    assert page.newest_release().name == "2027.2"


def test_a_parents_no_is_answered_whatever_happens_to_the_build(settings):
    """The receiver fails; the no stands, and nobody sees an error."""
    page, _first, versions = make_released("The kettle")
    settings.RELEASE_BUILDER = "publication.actions.starting.nothing_of_this_name"
    stop(versions[0])
    assert (
        not versions[0]
        .agreement.may_use(Use.ONLINE, digest=versions[0].digest, edition=page.edition, day=TODAY)
        .allowed
    )


class TestDeletion:
    @pytest.fixture
    def released(self):
        page, release, versions = make_released("The kettle", "The stair")
        return page, release, versions[1]

    def test_no_word_is_left_in_any_file_or_row(self, released):
        _page, _release, version = released
        code, contribution = version.story.code, version.story.contribution_id
        words = f"The stair: {WORDS}"
        assert files_with(words)
        assert rows_with(words)
        assert rows_with(code)
        erase(version)
        assert files_with(words) == files_with(code) == []
        assert rows_with(words) == rows_with(code) == rows_with(contribution) == []

    def test_the_rows_that_held_it_are_gone_and_the_others_stay(self, released):
        _page, _release, version = released
        erase(version)
        assert not Story.objects.filter(code=version.story.code).exists()
        for rows in (ReleaseStory, BookletEntry):
            assert {row.version.title for row in rows.objects.all()} == {"The kettle"}
        assert not ReleaseFile.objects.filter(name__contains=version.story.code).exists()

    def test_its_keys_are_gone(self, released):
        _page, _release, version = released
        slot = Slot(version.story.contribution.slot, bytes(version.story.contribution.tag))
        erase(version)
        with pytest.raises(SlotErased):
            keys.slots().read(slot)

    def test_the_steps_come_in_their_order(self, released):
        """The no, the files, the key, the rows, the end of the agreement."""
        from stories import signals

        page, _release, version = released
        agreement, contribution = version.agreement, version.story.contribution
        slot = Slot(contribution.slot, bytes(contribution.tag))
        seen = []

        def watch(sender, contribution, **kwargs):
            """Connected last, so it sees what stands when the files have gone and the key has not."""
            seen.append(
                {
                    "state": Agreement.objects.get(pk=agreement.pk).state,
                    "allowed": version.agreement.may_use(
                        Use.ONLINE, digest=version.digest, edition=page.edition, day=TODAY
                    ).allowed,
                    "files": files_with("The stair"),
                    "key": len(keys.slots().read(slot)),
                    "row": StoryVersion.objects.filter(pk=version.pk).exists(),
                    "placed": ReleaseStory.objects.filter(version=version.pk).exists(),
                }
            )

        signals.leaving.connect(watch)
        try:
            erase(version)
        finally:
            signals.leaving.disconnect(watch)
        assert seen == [{"state": "erasing", "allowed": False, "files": [], "key": 32, "row": True, "placed": False}]
        agreement.refresh_from_db()
        assert agreement.state == "erased"

    def test_one_that_was_cut_short_after_the_key_is_finished_later(self, released):
        page, _release, version = released

        class PowerCut(BaseException):
            pass

        def cut(sender, **kwargs):
            raise PowerCut

        pre_delete.connect(cut, sender=StoryVersion)
        try:
            with pytest.raises(PowerCut):
                erase(version)
        finally:
            pre_delete.disconnect(cut, sender=StoryVersion)
        assert files_with("The stair") == []
        assert rows_with("The stair")
        assert not version.agreement.may_use(Use.ONLINE, digest=version.digest, edition=page.edition, day=TODAY).allowed
        assert stories.finish_erasing(today=TODAY) >= 1
        assert rows_with("The stair") == []
        assert page.newest_release().stories.in_files_of(Use.ONLINE).count() == 1

    def test_a_file_that_cannot_be_unlinked_keeps_the_deletion_open_but_not_the_key(self, released, monkeypatch):
        """What cannot be removed now is known, and tried again; the sealed words are gone at once."""
        _page, _release, version = released
        contribution = version.story.contribution
        slot = Slot(contribution.slot, bytes(contribution.tag))

        def refused(folder):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("shutil.rmtree", refused)
        with pytest.raises(PermissionError):
            erase(version)
        with pytest.raises(SlotErased):
            keys.slots().read(slot)
        assert Contribution.objects.half_erased().get() == contribution
        monkeypatch.undo()
        stories.finish_erasing(today=TODAY)
        assert files_with("The stair") == []
        assert not Contribution.objects.half_erased().exists()

    def test_an_editor_who_saves_the_plan_meanwhile_does_not_hold_it_up(self, released):
        page, _release, version = released
        actions.begin_erasing(version.agreement)
        place(page, version)
        assert not BookletEntry.objects.filter(version=version).exists()
        erase(version)
        assert rows_with("The stair") == []


def rows_with(words: str) -> list[str]:
    """Every table that holds these words in some row, searched as text; indexes of the search included."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the table's own name
            if any(words in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_the_way_to_start_builds_is_a_child_process_on_a_real_site():
    from publication import settings as real

    assert f"{starting.__name__}.in_a_child" == real.RELEASE_BUILDER


def test_take_down_now_at_the_desk_leaves_the_public_site_at_once_and_the_next_release(client):
    page, first, versions = make_released("The kettle", "The stair")
    code = versions[1].story.code
    with clock(OPENS):
        assert client.get(f"{page.url}{code}/").status_code == 200
        editor().post(reverse("take_down"), {"story": code, "reason": "danger"})
        assert client.get(f"{page.url}{code}/").status_code == 410
        assert b"The stair" not in client.get(page.url).content
        assert page.newest_release().number == first.number + 1
        assert files_with("The stair") == []
