"""The release desk: who may look, who may release, and what it says while a build goes on or has stopped."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from consent import actions
from consent.uses import Use
from publication.actions import freeze
from publication.models import Build, Release
from stories import roles
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import being_built, files_with, make_booklet, make_released, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
INDEX = "/admin/booklets/"


@pytest.fixture
def page():
    return make_booklet(make_version("The kettle"))


def desk(page) -> str:
    return reverse("booklet_desk:booklet", args=[page.pk])


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


class TestWhoMay:
    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS])
    def test_titles_are_shown_to_editors_and_publishers_only(self, page, role):
        client = staff.signed_in(role)
        for url in (INDEX, desk(page)):
            assert client.get(url).status_code == 302 or "The kettle" not in said(client.get(url))
            assert "The kettle" not in said(client.get(url, follow=True))
        assert "Releases" not in said(client.get("/admin/", follow=True))

    @pytest.mark.parametrize("role", [roles.EDITORS, roles.PUBLISHERS])
    def test_who_edits_sees_the_plan(self, page, role):
        client = staff.signed_in(role)
        assert "The kettle" in said(client.get(desk(page)))
        assert page.title in said(client.get(INDEX))

    def test_an_edition_without_a_booklet_leads_to_making_one(self, page):
        make_edition(2028)
        client = staff.signed_in(roles.PUBLISHERS)
        listed = said(client.get(INDEX))
        add = reverse("wagtailadmin_pages:add", args=["publication", "bookletpage", page.get_parent().pk])
        assert "The edition of 2028 has no booklet yet." in listed and add in listed
        assert "The edition of 2027 has no booklet" not in listed
        assert client.get(add).status_code == 200

    @pytest.mark.parametrize("role", [roles.EDITORS, roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_nobody_but_a_publisher_releases(self, page, role):
        client = staff.signed_in(role)
        client.post(reverse("booklet_desk:freeze", args=[page.pk]))
        assert not Release.objects.exists()
        release = freeze(page=page, user=None)
        client.post(reverse("booklet_desk:build", args=[page.pk, release.pk]))
        assert not Release.objects.ready().exists()

    def test_an_editor_is_told_who_releases(self, page):
        shown = said(staff.editor().get(desk(page)))
        assert "A publisher freezes the plan" in shown
        assert "Freeze this plan" not in shown

    def test_a_stranger_is_sent_to_sign_in(self, client, page):
        assert client.get(desk(page)).status_code == 302

    def test_only_posts_change_anything(self, page):
        assert staff.publisher().get(reverse("booklet_desk:freeze", args=[page.pk])).status_code == 405

    def test_the_right_is_given_once_however_often_it_is_installed(self):
        from django.apps import apps

        from publication.receivers import let_publishers_release

        let_publishers_release(sender=apps.get_app_config("publication"), using="default")
        let_publishers_release(sender=apps.get_app_config("publication"), using="default")
        held = Permission.objects.get(codename="add_release", content_type__app_label="publication").group_set.all()
        assert [group.name for group in held] == [roles.PUBLISHERS]
        assert Group.objects.filter(name=roles.PUBLISHERS).count() == 1
        assert not Group.objects.filter(name="Moderators").exists()


class TestFreezing:
    def test_a_publisher_freezes_and_the_release_is_built(self, page):
        client = staff.publisher()
        shown = said(client.post(reverse("booklet_desk:freeze", args=[page.pk]), follow=True))
        assert "Release 2027.1 is frozen and is being built." in shown
        release = page.newest_release()
        assert release.frozen_by == client.user
        assert release.digest[:16] in shown

    def test_the_log_says_who_froze_which_number_and_no_title(self, page):
        staff.publisher().post(reverse("booklet_desk:freeze", args=[page.pk]))
        entry = PageLogEntry.objects.get(action="publication.freeze")
        assert entry.data == {"release": "2027.1"}
        assert not ModelLogEntry.objects.filter(label__contains="kettle").exists()

    def test_with_nothing_that_may_be_used_nothing_is_frozen(self):
        page = make_booklet(make_version(allowing={Use.PRINT}))
        shown = said(staff.publisher().post(reverse("booklet_desk:freeze", args=[page.pk]), follow=True))
        assert "nothing to release" in shown
        assert not Release.objects.exists()

    def test_two_presses_make_no_second_build_of_a_release_under_way(self, page):
        release = freeze(page=page, user=None)
        with being_built():
            shown = said(staff.publisher().post(reverse("booklet_desk:freeze", args=[page.pk]), follow=True))
        assert "being built already" in shown
        assert list(Release.objects.all()) == [release]

    def test_the_draft_is_frozen_and_not_what_is_live(self, page):
        place(page, make_version("The stair", "The stair: words that nobody else wrote."))
        staff.publisher().post(reverse("booklet_desk:freeze", args=[page.pk]))
        assert [one.version.title for one in page.newest_release().stories.in_files_of(Use.ONLINE)] == ["The stair"]


class TestPreflight:
    def test_each_refusal_is_listed_with_its_reason(self):
        page = make_booklet(make_version("The kettle"), stopped := make_version("The stair"))
        actions.stop(agreement=stopped.agreement, today=TODAY)
        shown = said(staff.editor().get(desk(page)))
        assert "1 story may go in." in shown
        assert "1 would be left out, without a gap:" in shown
        verdict = stopped.agreement.may_use(Use.ONLINE, digest=stopped.digest, edition=page.edition, day=TODAY)
        for reason in verdict.reasons:
            assert str(reason.sentence).split("“")[0] in shown

    def test_what_may_not_be_printed_is_listed_beside_what_may_be_read_online(self):
        page = make_booklet(make_version("The kettle"), online := make_version("The stair", allowing={Use.ONLINE}))
        shown = said(staff.editor().get(desk(page)))
        assert "2 stories may go in. 1 may be printed." in shown
        row = shown[shown.index(">The stair<") : shown.index("</tr>", shown.index(">The stair<"))]
        assert row.count(">Yes<") == 1
        assert "print" in row.lower()
        actions.stop(agreement=online.agreement, today=TODAY)
        assert "1 story may go in. 1 may be printed." in said(staff.editor().get(desk(page)))

    def test_an_empty_plan_is_told_in_words(self):
        assert "The plan holds no story yet." in said(staff.editor().get(desk(make_booklet())))

    def test_no_booklet_at_all_is_told_in_words(self):
        assert "There is no booklet yet." in said(staff.editor().get(INDEX))

    def test_a_page_that_is_not_published_is_pointed_out(self):
        shown = said(staff.editor().get(desk(make_booklet(make_version(), live=False))))
        assert "page is not published yet" in shown


class TestABuild:
    def test_while_it_goes_on_its_progress_is_shown(self, page):
        release = freeze(page=page, user=None)
        Build.objects.update(done=3, steps=12, says="Making web/S-27-0001/index.html")
        with being_built():
            shown = said(staff.publisher().get(desk(page)))
        assert f"Release {release.name} is being built" in shown
        assert 'max="12" value="3"' in shown
        assert "Making web/S-27-0001/index.html" in shown
        assert "Freeze this plan" not in shown
        assert "Start it again" not in shown

    def test_one_that_has_stopped_is_noticed_and_started_again(self, page):
        release = freeze(page=page, user=None)
        client = staff.publisher()
        shown = said(client.get(desk(page)))
        assert "The build of release 2027.1 has stopped" in shown
        assert "Start it again" in shown
        client.post(reverse("booklet_desk:build", args=[page.pk, release.pk]))
        assert page.newest_release() == release

    @pytest.mark.typeset
    def test_one_that_failed_says_what_to_mend_and_can_be_built_again(self):
        page = make_booklet(broken := make_version("Ogham", "Words that ᚛ no font has."))
        client = staff.publisher()
        client.post(reverse("booklet_desk:freeze", args=[page.pk]))
        shown = said(client.get(desk(page)))
        assert "Could not be built" in shown
        assert "OGHAM" in shown
        assert broken.story.code in shown
        assert "Build it again" in shown

    def test_one_that_was_replaced_cannot_be_built_again(self):
        page, first, _versions = make_released("The kettle")
        freeze(page=page, user=None)
        shown = said(staff.publisher().post(reverse("booklet_desk:build", args=[page.pk, first.pk]), follow=True))
        assert "Release 2027.1 is not waiting any more" in shown

    def test_after_a_no_the_desk_shows_the_release_that_was_made_by_itself(self):
        page, _first, versions = make_released("The kettle", "The stair")
        actions.stop(agreement=versions[1].agreement, today=TODAY)
        shown = said(staff.editor().get(desk(page)))
        assert "2027.2" in shown
        assert "Replaced by a later release" in shown


class TestLookingAtFiles:
    def url(self, page, release, name="booklet.pdf"):
        return reverse("booklet_desk:file", args=[page.pk, release.pk, name])

    @pytest.mark.typeset
    def test_editors_look_at_the_file_before_readers_can(self):
        page, release, _versions = make_released("The kettle")
        answer = staff.editor().get(self.url(page, release))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS])
    def test_nobody_else_does(self, role):
        page, release, _versions = make_released("The kettle")
        answer = staff.signed_in(role).get(self.url(page, release))
        assert not answer.streaming

    @pytest.mark.parametrize("name", ["manifest.json", "index.html"])
    def test_the_manifest_is_given_to_nobody(self, name):
        page, release, _versions = make_released("The kettle")
        assert staff.publisher().get(self.url(page, release, name)).status_code == 404

    def test_the_rule_is_asked_here_too(self, settings):
        page, release, versions = make_released("The kettle")
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        assert files_with("The kettle")
        shown = said(staff.editor().get(self.url(page, release), follow=True))
        assert "being renewed" in shown
