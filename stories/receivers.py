"""What this room does when something happens elsewhere: connected once, in apps.py."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.signals import user_logged_out
from django.core.files.base import ContentFile
from django.db import connections
from django.db.models.signals import post_migrate, pre_save
from wagtail.images.models import AbstractImage
from wagtail.models import TaskState, UploadedFile, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from stories import keys
from stories.imaging import reencode

# Wagtail's mails carry titles to whole groups. Each is connected under a name; a receiver that already holds the
# name keeps the mailing one out, whichever of the two apps starts first.
MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)
# Their permissions are given to our groups, so they must be there first.
PERMISSIONS_FROM = ("wagtailadmin", "wagtailcore", "wagtaildocs", "wagtailimages", "auth", "stories")


def connect() -> None:
    for signal, sender, name in MAILS:
        signal.disconnect(dispatch_uid=name, sender=sender)
        signal.connect(no_mail, dispatch_uid=name, sender=sender)
    pre_save.connect(only_pixels, sender=UploadedFile, dispatch_uid="stories only pixels of what is laid aside")
    user_logged_out.connect(lock_vault, dispatch_uid="stories lock the vault")
    post_migrate.connect(after_migration, sender=apps.get_app_config("stories"), dispatch_uid="stories install desk")


def only_pixels(instance, **kwargs) -> None:
    """Wagtail lays an upload aside as it came while its description is missing: a photograph with place and name."""
    is_picture = instance.for_content_type and issubclass(instance.for_content_type.model_class(), AbstractImage)
    if is_picture and instance.file and not instance.file._committed:
        made = reencode(instance.file.read())
        instance.file = ContentFile(made.data, name=f"{made.sha256[:20]}.{made.suffix}")


def no_mail(**kwargs) -> None:
    """Nothing about a story leaves by mail."""


def lock_vault(request, **kwargs) -> None:
    """Logging out closes the vault, before the session's key is gone."""
    if request is not None and request.session.session_key:
        keys.unlocks().close(request.session.session_key)


def after_migration(using, **kwargs) -> None:
    if "stories_signofftask" not in connections[using].introspection.table_names():
        return
    for label in PERMISSIONS_FROM:
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    from stories.actions import install_desk

    install_desk()
