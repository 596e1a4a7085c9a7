"""What follows a change of an agreement as soon as it is on the disk: a list of steps, in this order.

The no itself comes first, in the transaction that the verb commits: from then on the rule says it. Then it is written
where no database reaches, since a database may forget; then the rooms above hear of it and renew what readers get.
A process that dies before either leaves nothing wrong, only late: `manage.py daily` adds the lines (marks.mend) and
finds the releases (publication.actions.renew_all).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from consent import marks
from consent.models import Agreement
from consent.no_list import Line, Listed
from consent.signals import consent_changed


@dataclass(frozen=True)
class Change:
    agreement: Agreement
    # For the no-list; empty unless it was a no.
    lines: tuple[Line, ...]


def write_into_the_no_list(change: Change) -> None:
    marks.write(change.lines)


def tell_the_rooms_above(change: Change) -> None:
    """A receiver that fails undoes nothing."""
    consent_changed.send_robust(Agreement, agreement=change.agreement)


STEPS = (write_into_the_no_list, tell_the_rooms_above)


def announce(agreement: Agreement, kind: Listed = Listed.NO, noes: Iterable[str] = ()) -> None:
    """Takes the steps once the transaction has committed. `noes` are the marks of what was said no to, of one kind."""
    change = Change(agreement, tuple(Line(kind, agreement.pk, mark) for mark in noes))
    transaction.on_commit(lambda: [step(change) for step in STEPS])
