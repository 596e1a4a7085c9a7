"""A reader opens a contribution, with a reason that is logged, and records the safeguarding decision first."""

from django.db import transaction
from wagtail.log_actions import log

from stories import sealing, signals
from stories.actions import ringing
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import OpeningReason, Safeguarding, Severity, State, require
from stories.unlocking import UnlockedReader


def open_contribution(*, contribution: Contribution, who: UnlockedReader, reason: OpeningReason) -> Opened:
    """The contribution opened by the reader's own key; the log keeps who, when and the reason's code, never words.

    Raises `sealing.NoGrant` when the reader was not given this contribution.
    """
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    log(
        instance=contribution,
        action="stories.open",
        user=who.user,
        title=contribution.code,
        data={"reason": OpeningReason(reason).value},
    )
    return opened


@transaction.atomic
def record_safeguarding(
    *,
    contribution: Contribution,
    who: UnlockedReader,
    decision: Safeguarding,
    note: str = "",
    severity: Severity | None = None,
    urgent: bool | None = None,
) -> None:
    """Seals the decision beside the contribution. Asked before anything else: safety goes before the booklet.

    A later decision is added, never written over, so that what was known when can be shown.
    """
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    data = {"decision": Safeguarding(decision).value, "note": note, "by": who.reader.key_id}
    opened.write("safeguarding", data, replace=False)
    if contribution.state == State.RECEIVED:
        require(contribution.state, State.SAFEGUARDED)
        contribution.state = State.SAFEGUARDED
    if severity is not None:
        contribution.severity = Severity(severity)
    if urgent is not None:
        if urgent and not contribution.urgent:
            ringing.ring(ringing.URGENT)
            transaction.on_commit(lambda: signals.urgent.send_robust(Contribution))
        contribution.urgent = urgent
    contribution.save(update_fields=["state", "severity", "urgent"])
    log(instance=contribution, action="stories.safeguard", user=who.user, title=contribution.code)
