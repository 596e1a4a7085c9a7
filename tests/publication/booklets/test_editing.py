"""Editors assemble a booklet in the page editor: choosing, refusing what cannot be, and stories that go meanwhile."""

import json

import pypdfium2
import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from consent import actions
from consent.uses import Use
from publication.models import BookletEntry, BookletPage, Release
from publication.plan import vanished
from stories import roles
from stories.actions import erase
from stories.models import StoryVersion, Theme
from tests.factories import TODAY, make_approval, make_edition, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet, make_release, make_released, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def as_posted(page, *ids, **changes) -> dict:
    """The page editor's form with these texts in one part."""
    rows = {f"stories-{n}-{name}": value for n, pk in enumerate(ids) for name, value in row(n, pk).items()}
    part = {"title": "At home", "intro": "", "stories-count": len(ids), "between-count": 0, **rows}
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "subtitle": page.subtitle,
            "edition": page.edition_id,
            "cover": page.cover,
            "summary": page.summary,
            "imprint": page.imprint,
            "body": streamfield([("part", part)]),
            "comments": inline_formset([]),
            **changes,
        }
    )


def row(number, pk) -> dict:
    return {"value": pk, "deleted": "", "order": number, "id": ""}


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def drafted(page) -> list[str]:
    page.refresh_from_db()
    return [v.title for block in page.draft().body if block.block_type == "part" for v in block.value["stories"]]


def another_version(version, *, title="The kettle, again", approve=True) -> StoryVersion:
    """A newer approved text of the same story."""
    from stories import tree
    from stories.models import Proposal
    from stories.reading import from_text

    made = from_text(title, "Other words.", kind="prose", credit="A mother")
    digest = tree.digest(made)
    if approve:
        make_approval(version.agreement, digest=digest, edition=version.edition, uses=set(Use))
    shared = {
        "story": version.story,
        "agreement": version.agreement,
        "edition": version.edition,
        "tree": tree.to_data(made),
        "digest": digest,
        "tag": version.agreement.tag(digest),
    }
    proposal = Proposal.objects.create(uses=[], asked_on=TODAY, **shared)
    return StoryVersion.objects.create(proposal=proposal, number=version.number + 1, **shared)


class TestSaving:
    def test_an_editor_puts_stories_into_an_order(self):
        page = make_booklet(make_version("The kettle"))
        stair, key = make_version("The stair"), make_version("The key")
        answer = staff.editor().post(edit(page), as_posted(page, key.pk, stair.pk))
        assert answer.status_code == 302, said(answer)
        assert drafted(page) == ["The key", "The stair"]

    def test_a_story_that_stands_twice_is_refused_with_a_sentence(self):
        page = make_booklet(version := make_version("The kettle"))
        answer = staff.editor().post(edit(page), as_posted(page, version.pk, version.pk))
        assert answer.status_code == 200
        assert f"The kettle\\u201d ({version.story.code}) stands in the booklet twice" in said(answer) or (
            f"“The kettle” ({version.story.code}) stands in the booklet twice" in said(answer)
        )

    def test_so_are_two_texts_of_one_story(self):
        page = make_booklet(version := make_version("The kettle"))
        newer = another_version(version)
        answer = staff.editor().post(edit(page), as_posted(page, version.pk, newer.pk))
        assert answer.status_code == 200
        assert "twice" in said(answer)
        assert drafted(page) == ["The kettle"]

    def test_a_plan_that_holds_a_story_twice_all_the_same_is_built_with_the_first(self):
        version = make_version("The kettle")
        newer = another_version(version)
        release = make_release(make_booklet(version, newer, version))
        assert [one.version for one in release.stories.in_files_of(Use.ONLINE)] == [version]

    def test_an_empty_row_is_no_error(self):
        page = make_booklet(version := make_version("The kettle"))
        answer = staff.editor().post(edit(page), as_posted(page, version.pk, ""))
        assert answer.status_code == 302
        assert drafted(page) == ["The kettle"]

    def test_the_year_of_a_released_booklet_is_settled(self):
        page, _release, versions = make_released("The kettle")
        other = make_edition(2028)
        answer = staff.editor().post(edit(page), as_posted(page, versions[0].pk, edition=other.pk))
        assert answer.status_code == 200
        assert "its year is settled" in said(answer)


class TestAStoryThatGoes:
    @pytest.fixture
    def page(self):
        page = make_booklet(make_version("The kettle"), leaving := make_version("The stair"))
        erase(contribution=leaving.story.contribution, today=TODAY)
        return BookletPage.objects.get(pk=page.pk)

    def test_the_editor_is_told_on_opening_the_page(self, page):
        assert vanished(page) == 1
        shown = said(staff.editor().get(edit(page)))
        assert "One story of this plan is no longer there" in shown

    def test_saving_takes_it_out_and_says_so_once(self, page):
        client = staff.editor()
        kept = StoryVersion.objects.get()
        shown = said(client.post(edit(page), as_posted(page, kept.pk), follow=True))
        assert "has been taken out of the plan" in shown
        page.refresh_from_db()
        assert vanished(page) == 0
        assert "no longer there" not in said(client.get(edit(page)))

    def test_a_form_opened_before_it_went_is_saved_without_it(self, page):
        kept = StoryVersion.objects.get()
        gone = kept.pk + 1
        answer = staff.editor().post(edit(page), as_posted(page, kept.pk, gone))
        assert answer.status_code == 302
        assert drafted(page) == ["The kettle"]

    def test_the_live_page_and_every_draft_can_still_be_read(self, page):
        assert [v.title for b in page.body for v in b.value["stories"]] == ["The kettle"]
        assert drafted(page) == ["The kettle"]

    def test_the_desk_counts_it_without_naming_it(self, page):
        shown = said(staff.editor().get(reverse("booklet_desk:booklet", args=[page.pk])))
        assert "One story of the plan is no longer there" in shown
        assert "The stair" not in shown


class TestChoosing:
    def url(self, **asked):
        from urllib.parse import urlencode

        return reverse("story_version_chooser:choose") + "?" + urlencode(asked)

    def shown(self, client, **asked) -> str:
        return " ".join(json.loads(client.get(self.url(**asked)).content)["html"].split())

    def test_the_newest_text_of_each_story_is_listed_by_its_title(self):
        version = make_version("The kettle")
        newer = another_version(version)
        shown = self.shown(staff.editor())
        assert newer.title in shown
        assert f"/chosen/{newer.pk}/" in shown
        assert f"/chosen/{version.pk}/" not in shown

    def test_what_may_not_go_in_is_listed_with_the_reason_and_without_a_link(self):
        stopped = make_version("The stair")
        actions.stop(agreement=stopped.agreement, today=TODAY)
        shown = self.shown(staff.editor())
        assert "The stair" in shown
        assert f"/chosen/{stopped.pk}/" not in shown
        assert "said no" in shown

    @pytest.mark.parametrize("asked", ["kettle", "KETTLE", "code"])
    def test_it_can_be_searched_by_title_and_code(self, asked):
        version = make_version("The kettle")
        make_version("The stair")
        shown = self.shown(staff.editor(), q=version.story.code if asked == "code" else asked)
        assert "The kettle" in shown
        assert "The stair" not in shown

    def test_it_can_be_narrowed_by_kind_and_year(self):
        make_version("The kettle")
        make_version("The stair", kind="poem")
        make_version("The key", edition=(other := make_edition(2028)))
        client = staff.editor()
        assert "The kettle" not in self.shown(client, kind="poem")
        shown = self.shown(client, edition=other.pk)
        assert "The key" in shown
        assert "The stair" not in shown

    def test_it_can_be_narrowed_by_theme(self):
        version, _other = make_version("The kettle"), make_version("The stair")
        theme = Theme.objects.create(name="Waiting", slug="waiting")
        version.story.themes.add(theme)
        version.story.save()
        shown = self.shown(staff.editor(), theme=theme.pk)
        assert "The kettle" in shown
        assert "The stair" not in shown

    def test_it_can_be_narrowed_to_what_may_be_used_for_something_today(self):
        make_version("The kettle")
        make_version("The stair", allowing={Use.ONLINE})
        make_version("The key", edition=make_edition(2028))
        client = staff.editor()
        shown = self.shown(client, use=Use.PRINT)
        assert "The kettle" in shown
        assert "The key" in shown
        assert "The stair" not in shown
        assert "The stair" in self.shown(client, use=Use.ONLINE)

    def test_the_chosen_one_is_called_by_its_title(self):
        version = make_version("The kettle")
        answer = staff.editor().get(reverse("story_version_chooser:chosen", args=[version.pk]))
        assert json.loads(answer.content)["result"]["title"] == f"The kettle ({version.story.code})"

    def test_the_form_calls_it_so_too(self):
        page = make_booklet(version := make_version("The kettle"))
        assert f"The kettle ({version.story.code})" in said(staff.editor().get(edit(page)))

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_titles_are_for_editors_only(self, role):
        version = make_version("The kettle")
        client = staff.signed_in(role)
        for url in (
            self.url(),
            reverse("story_version_chooser:choose_results"),
            reverse("story_version_chooser:chosen", args=[version.pk]),
            reverse("story_version_chooser:chosen_multiple") + f"?id={version.pk}",
        ):
            answer = client.get(url)
            assert b"The kettle" not in answer.content, url
            assert answer.status_code in (302, 403), url


def test_what_is_wrong_with_the_address_is_said_among_the_fields_that_are_seen():
    page = make_booklet(make_version("The kettle"))
    shown = said(staff.editor().post(edit(page), as_posted(page, slug="not an address")))
    assert "Enter a valid" in shown
    assert 'href="#tab-promote"' not in shown


def test_the_button_says_who_approves_and_names_nobody_who_is_not_here():
    shown = said(staff.editor().get(edit(make_booklet(make_version("The kettle")))))
    assert "Submit to approval by a publisher" in shown
    assert "Moderators" not in shown


def test_the_desk_has_no_menu_of_documents():
    assert "/admin/documents/" not in said(staff.superuser().get("/admin/"))


class TestThePageTree:
    @pytest.fixture
    def page(self):
        return make_booklet(make_version("The kettle"))

    @pytest.mark.parametrize("who", ["editor", "publisher", "superuser"])
    @pytest.mark.parametrize("alias", ["", "on"])
    def test_a_booklet_is_neither_copied_nor_aliased(self, page, who, alias):
        data = {"new_title": "B", "new_slug": "b", "new_parent_page": page.get_parent().pk, "alias": alias}
        getattr(staff, who)().post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
        assert BookletPage.objects.count() == 1

    def test_nor_is_a_copy_offered(self, page):
        for client in (staff.editor(), staff.superuser()):
            assert reverse("wagtailadmin_pages:copy", args=[page.pk]) not in said(client.get(edit(page)))

    @pytest.mark.parametrize("above", [False, True])
    def test_a_released_booklet_is_not_deleted_not_even_with_what_stands_above_it(self, page, above):
        make_release(page)
        target = page.get_parent() if above else page
        answer = staff.superuser().post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
        assert answer.status_code == 302
        assert BookletPage.objects.exists()
        assert Release.objects.exists()

    def test_one_that_was_never_released_may_go(self, page):
        staff.superuser().post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not BookletPage.objects.exists()

    def test_bulk_actions_refuse_it_too(self, page):
        make_release(page)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}"
        staff.superuser().post(url)
        assert BookletPage.objects.exists()

    def test_a_second_booklet_of_a_year_is_refused(self, page):
        shelf = page.get_parent()
        url = reverse("wagtailadmin_pages:add", args=["publication", "bookletpage", shelf.pk])
        answer = staff.editor().post(url, as_posted(page, slug="another"))
        assert answer.status_code == 200
        assert BookletPage.objects.count() == 1

    def test_booklets_stand_on_the_shelf_only(self, page):
        home = page.get_parent().get_parent()
        url = reverse("wagtailadmin_pages:add", args=["publication", "bookletpage", home.pk])
        assert staff.superuser().get(url).status_code in (302, 403)


class TestEntries:
    def held(self) -> set[str]:
        return {entry.version.title for entry in BookletEntry.objects.all()}

    def test_what_is_live_and_what_is_drafted_is_held(self):
        page = make_booklet(make_version("The kettle"))
        place(page, make_version("The stair"))
        assert self.held() == {"The kettle", "The stair"}

    def test_so_is_what_is_scheduled(self):
        page = make_booklet(make_version("The kettle"))
        page.body = [("part", {"title": "", "intro": "", "stories": [make_version("The key")]})]
        page.go_live_at = timezone.now() + timezone.timedelta(days=9)
        page.save_revision().publish()
        page = BookletPage.objects.get(pk=page.pk)
        place(page, make_version("The stair"))
        assert self.held() == {"The kettle", "The key", "The stair"}

    def test_what_no_state_holds_any_more_is_let_go(self):
        page = make_booklet(make_version("The kettle"))
        place(page, make_version("The stair"))
        page.latest_revision.publish()
        assert self.held() == {"The stair"}

    def test_a_text_that_a_booklet_holds_cannot_be_deleted_by_hand(self):
        make_booklet(version := make_version("The kettle"))
        with pytest.raises(ProtectedError):
            version.delete()


class TestPreview:
    def preview(self, client, page, *ids):
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        valid = json.loads(client.post(url, as_posted(page, *ids)).content)
        assert valid["is_valid"], valid
        return client.get(url)

    def test_it_shows_the_contents_of_the_draft_before_anything_is_open(self):
        page = make_booklet(make_version("The kettle"))
        drafted = make_version("The stair")
        shown = self.preview(staff.editor(), page, drafted.pk)
        assert shown.status_code == 200
        assert "The stair" in said(shown)
        assert "The kettle" not in said(shown)
        assert shown["Cache-Control"] == "no-store"

    def test_the_rule_is_asked_there_too(self):
        page = make_booklet(make_version("The kettle"))
        stopped = make_version("The stair")
        actions.stop(agreement=stopped.agreement, today=TODAY)
        assert "The stair" not in said(self.preview(staff.editor(), page, stopped.pk))

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS])
    def test_nobody_without_the_page_sees_it(self, role):
        page = make_booklet(make_version("The kettle"))
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        answer = staff.signed_in(role).get(url)
        assert b"The kettle" not in answer.content


class TestOneStoryOnPaper:
    def url(self, page, version):
        return reverse("booklet_desk:story_page", args=[page.pk, version.pk])

    def test_an_editor_sees_its_pages_and_no_other_page_of_the_booklet(self):
        page = make_booklet(kettle := make_version("The kettle"), make_version("The stair"))
        answer = staff.editor().get(self.url(page, kettle))
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
        with pypdfium2.PdfDocument(answer.content) as document:
            words = [one.get_textpage().get_text_bounded() for one in document]
        assert len(words) == 1
        assert "I put the kettle on" in words[0]

    def test_the_rule_is_asked(self):
        page = make_booklet(kettle := make_version("The kettle"))
        actions.stop(agreement=kettle.agreement, today=TODAY)
        answer = staff.editor().get(self.url(page, kettle), follow=True)
        assert "may not go in now" in answer.content.decode()

    def test_what_cannot_be_set_is_said_in_words(self):
        page = make_booklet(ogham := make_version("Ogham", "Words that ᚛ no font has."))
        assert "OGHAM" in staff.editor().get(self.url(page, ogham), follow=True).content.decode()

    def test_a_story_that_is_not_in_the_plan_has_no_page(self):
        page = make_booklet(make_version("The kettle"))
        assert staff.editor().get(self.url(page, make_version("The stair"))).status_code == 404

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_it_is_for_who_may_read_stories(self, role):
        page = make_booklet(kettle := make_version("The kettle"))
        assert staff.signed_in(role).get(self.url(page, kettle)).status_code == 302
