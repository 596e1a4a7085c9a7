"""Take down now, and put back: the first by anybody at the desk at once, the second by two people."""

from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent import actions as consent
from consent.models import TakeDown
from stories.models import Story
from stories.states import NotAllowedNow


@transaction.atomic
def take_down(*, story: Story, reason: str, user, today: date) -> bool:
    """Takes a story off everything, at once and without a question; False when it was down already.

    The rule says no from the moment this returns; the pages of readers ask it at each request.
    """
    already = TakeDown.objects.open().filter(agreement=story.agreement_id).exists()
    if not already:
        consent.take_down(agreement=story.agreement, reason=reason, by=user, today=today)
        log(instance=story, action="stories.take_down", user=user, title=story.code)
    return not already


@transaction.atomic
def put_back(*, story: Story, take_down: TakeDown, user, today: date) -> bool:
    """One person's word that the story may be shown again; returns whether it is back by it.

    The first person's word only waits for a second one's. Raises `NotAllowedNow` when this person has said so
    already, or the story is not down any more.
    """
    found = TakeDown.objects.open().select_for_update().filter(pk=take_down.pk, agreement=story.agreement_id).first()
    if found is None:
        raise NotAllowedNow("This take-down has ended already. Look below to see where the story stands.")
    first = found.back_asked_by
    if first is None:
        consent.ask_to_put_back(take_down=found, by=user)
        log(instance=story, action="stories.ask_back", user=user, title=story.code)
        return False
    if first.pk == user.pk:
        raise NotAllowedNow("You have said so already. A second person must agree; ask a colleague to open this page.")
    consent.put_back(take_down=found, by=first, second=user, today=today)
    log(instance=story, action="stories.put_back", user=user, title=story.code)
    return True


@transaction.atomic
def leave_down(*, story: Story, take_down: TakeDown, user) -> None:
    """Somebody does not agree: the word of the first person is forgotten, and the story stays down."""
    if TakeDown.objects.open().filter(pk=take_down.pk, agreement=story.agreement_id).exists():
        consent.leave_down(take_down=take_down)
        log(instance=story, action="stories.leave_down", user=user, title=story.code)
