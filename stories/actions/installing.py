"""Puts the desk's roles and the story workflow where they belong. Runs after each migration; safe to repeat."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from stories import roles
from stories.models import EditingTask, ParentApprovalTask, SignOffTask, Story

WORKFLOW = "A story's way to its final words"
STEPS = ((EditingTask, "Editing"), (ParentApprovalTask, "The parent's approval"), (SignOffTask, "Sign-off"))

ADMIN = "wagtailadmin.access_admin"
STORY = ("stories.view_story", "stories.change_story")
REGISTER = ("consent.view_agreement", "consent.view_edition", "consent.view_notice")
# Editors draft a notice; putting it in force is a publisher's.
DRAFTS = ("consent.add_notice", "consent.change_notice")
CALENDAR = ("consent.add_edition", "consent.change_edition", *DRAFTS, "consent.put_in_force_notice")
PAGES = ("add_page", "change_page")
# Wagtail asks for the rights of its own image model also where ours takes its place.
FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
ACCOUNTS = (
    "auth.add_user", "auth.change_user", "auth.delete_user",
    "auth.add_group", "auth.change_group",
    "wagtailcore.add_site", "wagtailcore.change_site",
)  # fmt: skip
# Parent editors read stories on a page of their own and never see the admin.
PERMISSIONS = {
    roles.TRIAGE: (ADMIN, "stories.view_contribution", "stories.open_contribution"),
    roles.EDITORS: (ADMIN, *STORY, *REGISTER, *DRAFTS),
    roles.PUBLISHERS: (ADMIN, *STORY, *REGISTER, *CALENDAR),
    roles.PARENT_EDITORS: (),
    roles.ADMINISTRATORS: (ADMIN, *ACCOUNTS),
}


@transaction.atomic
def install_desk() -> None:
    """Makes the five groups and the workflow with its three steps; adds what is missing, takes nothing away."""
    # Django makes each app's permissions after that app's own migrations, and consent's come after ours.
    create_permissions(apps.get_app_config("consent"), verbosity=0)
    _take_over_wagtails_groups()
    for name in roles.ALL:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(PERMISSIONS[name]))
    for name in roles.STORY_ROLES:
        _let_into_site(Group.objects.get(name=name), publish=name == roles.PUBLISHERS)
    _install_workflow()


def _take_over_wagtails_groups() -> None:
    """Wagtail ships "Editors" and "Moderators"; the second become our publishers, with the page workflow they hold."""
    if not Group.objects.filter(name=roles.PUBLISHERS).exists():
        Group.objects.filter(name="Moderators").update(name=roles.PUBLISHERS)
    # Its name is what the button says, and nobody here is called a moderator.
    for kind in (Workflow, Task):
        kind.objects.filter(name="Moderators approval").update(name="approval by a publisher")


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = [name.split(".") for name in names]
    return [
        permission
        for label, codename in wanted
        for permission in Permission.objects.filter(content_type__app_label=label, codename=codename)
    ]


def _let_into_site(group: Group, *, publish: bool) -> None:
    """Pages, pictures and documents of the whole site: in a small house, rights by branch are where mistakes live."""
    root = Page.get_first_root_node()
    for codename in (*PAGES, *(("publish_page",) if publish else ())):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for label, codenames in FILES.items():
        for permission in Permission.objects.filter(content_type__app_label=label, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _install_workflow() -> None:
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (kind, name) in enumerate(STEPS):
        task = kind.objects.first() or kind.objects.create(name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    story = ContentType.objects.get_for_model(Story, for_concrete_model=False)
    WorkflowContentType.objects.get_or_create(content_type=story, defaults={"workflow": workflow})
