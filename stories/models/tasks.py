"""The three steps of a story's workflow. None has a button of Wagtail's: each step is taken by one of our verbs.

Editing ends by asking the parent, the parent's step ends by the ledger, and the sign-off asks the rule. They are
no `AbstractGroupApprovalTask`, because Wagtail writes mails with titles for those.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from stories import roles


class EditingTask(Task):
    """Editors and publishers change the text; it ends when the parent is asked about it."""

    class Meta:
        verbose_name = _("editing")
        verbose_name_plural = _("editing")

    def user_can_access_editor(self, obj, user):
        return roles.may_edit(user)

    def locked_for_user(self, obj, user):
        return not roles.may_edit(user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if roles.may_edit(user) else TaskState.objects.none()

    def on_action(self, task_state, user, action_name, **kwargs):
        if not task_state.workflow_state.content_object.proposals.open().exists():
            raise PermissionDenied("Editing ends by asking the parent.")
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Editors prepare the text; the step ends when the parent is asked about it.")


class ParentApprovalTask(Task):
    """The parent's step. No account can take it, and nobody can edit while it waits."""

    class Meta:
        verbose_name = _("parent's approval")
        verbose_name_plural = _("parents' approvals")

    def locked_for_user(self, obj, user):
        return True

    def on_action(self, task_state, user, action_name, **kwargs):
        if user is not None:
            raise PermissionDenied("Only the parent answers here.")
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("The parent reads the exact words on their private page and answers there.")


class SignOffTask(Task):
    """A publisher signs off the approved words. They stay locked: a change would need the parent's approval again."""

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")

    def locked_for_user(self, obj, user):
        return True

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if roles.may_sign_off(user) else TaskState.objects.none()

    @classmethod
    def get_description(cls):
        return _("A publisher makes the final version of the words the parent approved.")
