"""What happens when a workflow ends. The workflow's steps are models: stories/models/tasks.py.

Wagtail imports this module while its own models are still loading, so nothing of ours or of
Wagtail's models may be imported at the top.
"""

from django.utils import timezone


def finish(workflow_state, user=None):
    """A story at the end of its workflow is signed off, which asks the rule; a page is published as usual."""
    from stories.models import Story

    if isinstance(workflow_state.content_object, Story):
        from stories.actions import sign_off

        story = workflow_state.content_object
        if not story.proposals.open().exists() and story.versions.exists():
            # The verb came first and is ending the workflow itself: the version stands already.
            return story.versions.newest_of_each_story().get()
        return sign_off(story=story, user=user, today=timezone.localdate())
    from wagtail.workflows import publish_workflow_state

    return publish_workflow_state(workflow_state, user=user)
