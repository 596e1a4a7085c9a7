"""All timed work of the site: a list of steps, each of which can be repeated and none of which anything relies on.

Whatever must be *no* is no without this: the rule is asked at each use. A step that fails is named and
the others go on, so that a full disk in one corner does not keep a deletion waiting in another.
"""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from wagtail.admin.models import FormState

from consent import ledger, marks
from publication import noted, weekly_head
from publication.actions import renew_all
from publication.formats import workplace
from stories import actions, family_pictures, keys
from stories.models import Contribution


@dataclass(frozen=True)
class Step:
    """`act` takes the day and returns how many things it did."""

    name: str
    act: Callable[[datetime.date], int]


@dataclass(frozen=True)
class Outcome:
    name: str
    done: int = 0
    # The kind of error alone: its message could hold what no log may hold.
    trouble: str = ""


def mend_slots(today: datetime.date) -> int:
    return keys.slots().repair()


def mend_the_no_list(today: datetime.date) -> int:
    return marks.mend()


def finish_deletions(today: datetime.date) -> int:
    return actions.finish_erasing(today=today)


def delete_expired(today: datetime.date) -> int:
    """Contributions that became no story in their time: kept no longer than their parent was told."""
    expired = list(Contribution.objects.expired(today))
    for contribution in expired:
        actions.erase(contribution=contribution, today=today)
    return len(expired)


def delete_old_drafts(today: datetime.date) -> int:
    """What parents saved and did not send in its time, and what a cut-short sending or deletion left of it."""
    return actions.drop_old_drafts(today=today)


def delete_old_enquiries(today: datetime.date) -> int:
    """Complaints, requests and objections whose year is over."""
    return actions.drop_old_enquiries(today=today)


def follow_parents(today: datetime.date) -> int:
    actions.catch_up_all(today=today)
    return 0


def renew_releases(today: datetime.date) -> int:
    return len(renew_all(today))


def forget_passing_things(today: datetime.date) -> int:
    """Keys of vaults left open, answers kept for a second press, previews of forms, ended sessions, and the folders in
    which booklets were set."""
    workplace.sweep()
    keys.unlocks().sweep(time.time())
    keys.once().sweep()
    call_command("clearsessions", verbosity=0)
    return FormState.objects.stale().delete()[0]


def delete_stray_pictures(today: datetime.date) -> int:
    """Picture files without a row: what a process that was killed between the two has left."""
    return family_pictures.remove_strays()


class LedgerNotWhole(Exception):
    """Something in the ledger or the no-list is not as it was; `manage.py verify_ledger` says what."""


def check_the_ledger(today: datetime.date) -> int:
    """Reads the whole ledger and notes how it stands, for the desk. Raises `LedgerNotWhole`."""
    found = ledger.verify()
    facts = {"day": today.isoformat(), "rows": found.length, "head": found.hash, "faults": len(found.faults)}
    noted.note(noted.LEDGER, facts)
    if not found.whole:
        raise LedgerNotWhole(f"{len(found.faults)} faults")
    return 0


STEPS = (
    Step("slots mended", mend_slots),
    Step("no-list mended", mend_the_no_list),
    Step("deletions finished", finish_deletions),
    Step("contributions expired", delete_expired),
    Step("saved writing expired", delete_old_drafts),
    Step("enquiries expired", delete_old_enquiries),
    Step("answers of parents followed", follow_parents),
    Step("releases renewed", renew_releases),
    Step("stray pictures deleted", delete_stray_pictures),
    Step("passing things forgotten", forget_passing_things),
    Step("ledger checked", check_the_ledger),
    Step("the week's head sent", weekly_head.send),
)


def run(today: datetime.date, steps: tuple[Step, ...] = STEPS) -> list[Outcome]:
    """Every step once, whatever happened to the one before. What could not be done is noted for the desk."""
    outcomes = [_outcome(step, today) for step in steps]
    failed = [outcome.name for outcome in outcomes if outcome.trouble]
    noted.note(noted.DAILY, {"day": today.isoformat(), "failed": failed})
    return outcomes


def _outcome(step: Step, today: datetime.date) -> Outcome:
    try:
        return Outcome(step.name, step.act(today))
    except Exception as error:
        return Outcome(step.name, trouble=type(error).__name__)
