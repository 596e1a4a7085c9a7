"""Who sees what, and which of Wagtail's own pages lead nowhere."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from stories import roles
from stories.actions import install_desk
from stories.models import Contribution, Story
from tests.factories import make_user

STORY = "wagtailsnippets_stories_story:"
VAULT_PAGES = ("edit", "safeguarding", "prepare", "check", "read")


@pytest.mark.parametrize("who", ["dana", "root"])
def test_only_the_triage_role_sees_that_contributions_exist(desk, who):
    contribution, _ = desk.send()
    person = getattr(desk, who)
    addresses = [reverse("contribution:index"), reverse("contribution:index_results"), reverse("stories_desk:vault")]
    addresses += [reverse(f"contribution:{name}", args=[contribution.pk]) for name in (*VAULT_PAGES, "history")]
    for address in addresses:
        answer = person.client.get(address, follow=True)
        assert contribution.code not in answer.content.decode(), address
        assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home"), address
    refused = person.client.get(reverse("stories_desk:vault"), follow=True)
    assert "ask an administrator to add you to its group" in refused.content.decode()
    assert reverse("contribution:index") not in person.client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_shows_code_state_week_kind_and_reading_and_no_size(desk):
    contribution, _ = desk.send()
    page = desk.amara.get("contribution:index").content.decode()
    assert contribution.code in page and contribution.week in page
    assert "New: nobody has opened it" in page
    assert all(str(record.size) not in page for record in contribution.records.all())


@pytest.mark.parametrize("name", ["add", "delete", "copy", "usage", "inspect"])
def test_contributions_have_no_page_to_add_delete_or_copy(name):
    for args in ([], ["0" * 32]):
        with pytest.raises(NoReverseMatch):
            reverse(f"contribution:{name}", args=args)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_list_of_the_desk_is_given_away_as_a_file(desk, format):
    desk.send()
    assert desk.amara.get("contribution:index", export=format).status_code == 404
    assert desk.root.get(f"{STORY}list", export=format).status_code == 404
    assert desk.root.get(f"{STORY}list_results", export=format).status_code == 404


def unsaved(story):
    """What must be the same after a visit that may do nothing."""
    story.refresh_from_db()
    return (Story.objects.count(), story.live, story.title, story.latest_revision_id, story.current_workflow_task.name)


@pytest.mark.parametrize("name", ["add", "delete", "usage", "unpublish", "preview_on_add", "copy"])
def test_wagtails_own_pages_make_publish_and_delete_no_story_even_for_a_superuser(desk, name):
    story, _ = desk.story()
    before = unsaved(story)
    try:
        address = reverse(STORY + name, args=[] if name in ("add", "preview_on_add") else [story.pk])
    except NoReverseMatch:
        assert name == "copy"
        return
    for method in (desk.root.client.get, desk.root.client.post):
        answer = method(address, {"title": "Made by hand", "kind": "prose", "body-count": 0, "action-publish": "1"})
        assert answer.status_code in (302, 403, 405), (name, answer.status_code)
        assert unsaved(story) == before


@pytest.mark.parametrize("action", ["delete", "publish", "move"])
def test_nothing_is_done_to_many_stories_at_once(desk, action):
    story, _ = desk.story()
    before = unsaved(story)
    for method in (desk.root.client.get, desk.root.client.post):
        answer = method(f"/admin/bulk/stories/story/{action}/?id={story.pk}")
        assert answer.status_code in (302, 404)
    assert unsaved(story) == before


@pytest.mark.parametrize(
    "pressed", ["action-publish", "action-submit", "action-cancel-workflow", "action-restart-workflow"]
)
def test_saving_with_another_button_of_wagtails_only_saves(desk, pressed):
    story, _ = desk.story()
    data = nested_form_data(
        {
            "title": "A title",
            "credit": "",
            "kind": "prose",
            "body": streamfield([("paragraph", "A text.")]),
            "standfirst": "",
            "content_note": "",
            "themes": "",
            "edition": desk.edition.pk,
            pressed: "1",
        }
    )
    desk.root.post(f"{STORY}edit", story.pk, data=data)
    story.refresh_from_db()
    assert story.get_latest_revision_as_object().title == "A title"
    assert not story.live
    assert story.current_workflow_task.name == "Editing"


@pytest.mark.parametrize("action", ["approve", "reject", "publish"])
def test_no_step_of_the_workflow_can_be_taken_through_wagtails_own_buttons(desk, action):
    story, _ = desk.story()
    before = unsaved(story)
    state = story.current_workflow_task_state
    for name in ("workflow_action", "collect_workflow_action_data"):
        desk.root.client.post(reverse(STORY + name, args=[story.pk, action, state.pk]), {"comment": "x"})
    assert unsaved(story) == before


def test_the_editor_page_of_a_story_offers_saving_asking_and_nothing_else(desk):
    story, _ = desk.story()
    page = desk.root.get(f"{STORY}edit", story.pk).content.decode()
    assert "Ask the parent" in page
    for offered in ("action-publish", "action-submit", "action-cancel-workflow", f"/delete/{story.pk}/"):
        assert offered not in page


def test_lists_and_choosers_name_a_story_by_title_and_messages_by_code(desk):
    story, _ = desk.story()
    assert story.title in desk.dana.get(f"{STORY}list").content.decode()
    assert str(story) == story.code
    assert str(Contribution.objects.get()).startswith("C-")


def test_the_desk_can_be_installed_again_without_a_second_of_anything(desk):
    groups, workflows = Group.objects.count(), Workflow.objects.count()
    install_desk()
    assert (Group.objects.count(), Workflow.objects.count()) == (groups, workflows)
    assert set(roles.ALL) <= set(Group.objects.values_list("name", flat=True))
    assert [task.name for task in Story.get_default_workflow().tasks] == [
        "Editing",
        "The parent's approval",
        "Sign-off",
    ]


def test_parent_editors_have_no_way_into_the_admin(desk):
    assert not Permission.objects.filter(group__name=roles.PARENT_EDITORS).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("groups", [[], [roles.PARENT_EDITORS]])
def test_an_account_without_a_desk_is_told_whom_to_ask_before_it_is_signed_in(client, groups):
    user = make_user("wren")
    user.groups.set(Group.objects.filter(name__in=groups))
    typed = {"username": "wren", "password": "a long enough pass phrase", "next": reverse("wagtailadmin_home")}
    answer = client.post(reverse("wagtailadmin_login"), typed)
    assert "ask an administrator to add it to its group" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("wagtailadmin_login"), typed | {"password": "another pass phrase"})
    assert "This account has no desk" not in wrong.content.decode()


@pytest.mark.django_db
def test_who_lost_their_desk_meanwhile_reads_the_next_step_at_the_door(client):
    client.force_login(make_user("wren"))
    answer = client.get(reverse("wagtailadmin_home"), follow=True)
    assert "You are signed in as wren." in answer.content.decode()
