"""Lets the desk follow the ledger. Called when somebody visits the desk, and by the daily run; safe to repeat.

A parent's answer writes only the ledger. Until this has run the desk looks as if it still waited, which is late
but never wrong: whatever is used is decided by the rule.
"""

from datetime import date

from stories.actions import moving, quoting
from stories.actions.asking import standing_of
from stories.models import Proposal, Story


def catch_up(*, story: Story, today: date) -> None:
    """Moves one story's workflow to where the parent's answer to the open question puts it."""
    for signed in story.proposals.signed_with_quotations():
        quoting.make_spans(proposal=signed, today=today)
    proposal = story.proposals.open().newest_first().first()
    if proposal is None:
        return
    state = standing_of(proposal, today=today).state
    if state in ("approved", "refused"):
        moving.answered(story=story, approved=state == "approved", today=today)


def catch_up_all(*, today: date) -> None:
    for story in Story.objects.waiting_for_the_parent():
        catch_up(story=story, today=today)
    for signed in Proposal.objects.signed_with_quotations():
        quoting.make_spans(proposal=signed, today=today)
