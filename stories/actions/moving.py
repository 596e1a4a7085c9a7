"""Moves a story through its workflow when one of our verbs did something. The ledger decides; this only follows.

Without an installed workflow every move is a no-op: what may happen to a story never depends on one.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry, TaskState, WorkflowState

from stories.models import EditingTask, ParentApprovalTask, SignOffTask, Story


def parent_is_asked(*, story: Story, user) -> None:
    """Ends the editing step, so that the parent's step waits. Starts the workflow anew after an earlier round."""
    if story.current_workflow_state is None and (workflow := story.get_workflow()):
        workflow.start(story, user)
    task_state = _waiting(story, EditingTask)
    if task_state is None:
        return
    # Approval counts for one revision only, and editing has made newer ones since the step began.
    task_state.revision = story.get_latest_revision()
    task_state.save(update_fields=["revision"])
    task_state.task.specific.on_action(task_state, user, "approve")


def back_to_editing(*, story: Story, user) -> None:
    """After a question was taken back or refused: the editing step waits again."""
    state = story.current_workflow_state
    editing = EditingTask.objects.filter(active=True).first()
    if state is None or editing is None or _waiting(story, EditingTask):
        return
    _close(state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS), user)
    state.status, state.current_task_state = WorkflowState.STATUS_IN_PROGRESS, None
    state.save()
    state.update(user=user, next_task=editing)


def signed_off(*, story: Story, user) -> None:
    """Ends the last step and with it the workflow."""
    if task_state := _waiting(story, SignOffTask):
        task_state.task.specific.on_action(task_state, user, "approve")


def answered(*, story: Story, approved: bool, today: date) -> None:
    """Takes the parent's step as they answered. Every row that this writes carries the Monday of the week,
    and no name: whoever visits the desk next must not look like the one who answered, or show when."""
    with transaction.atomic(), LogContext(user=None):
        began = timezone.now()
        if approved and _refused_before(story):
            story.current_workflow_state.resume(user=None)
        if task_state := _waiting(story, ParentApprovalTask):
            task_state.task.specific.on_action(task_state, None, "approve" if approved else "reject")
            _level(story, began, today)


def _refused_before(story: Story) -> bool:
    state = story.current_workflow_state
    return (
        state is not None
        and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        and isinstance(state.current_task_state.task.specific, ParentApprovalTask)
    )


def _level(story: Story, began: datetime, today: date) -> None:
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time()))
    states = TaskState.objects.for_instance(story)
    states.filter(started_at__gte=began).update(started_at=monday)
    states.filter(finished_at__gte=began).update(finished_at=monday)
    ModelLogEntry.objects.for_instance(story).filter(timestamp__gte=began).update(timestamp=monday, user=None)


def _waiting(story: Story, kind: type) -> TaskState | None:
    task_state = story.current_workflow_task_state
    return task_state if task_state and isinstance(task_state.task.specific, kind) else None


def _close(task_states, user) -> None:
    task_states.update(status=TaskState.STATUS_CANCELLED, finished_at=timezone.now(), finished_by=user)
