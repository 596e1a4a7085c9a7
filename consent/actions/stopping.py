"""What others put in the way of a use: holds, and take-downs by staff."""

import datetime

from django.db import transaction

from consent import marks
from consent.announcing import announce
from consent.errors import SecondPersonNeeded
from consent.models import Agreement, Hold, TakeDown
from consent.no_list import Listed
from consent.weeks import week_of


@transaction.atomic
def hold(*, agreement: Agreement, kind: str, reason: str, by=None, today: datetime.date) -> Hold:
    """Opens a hold. Without `by` it was opened by an answer of the parent."""
    opened = Hold.objects.create(
        agreement=agreement,
        kind=Hold.Kind(kind),
        reason=reason,
        opened_by=by,
        week=week_of(today),
        mark=marks.new_mark(),
    )
    announce(agreement, Listed.HOLD, [opened.mark])
    return opened


@transaction.atomic
def release_hold(*, hold: Hold, by, today: datetime.date) -> None:
    """Closes a hold; one already closed stays as it was closed.

    Raises `NoListMissing` when that cannot be noted outside the database; the hold then stays open.
    """
    marks.lift(hold.agreement, hold.mark)
    closed = Hold.objects.open().filter(pk=hold.pk).update(closed_week=week_of(today), closed_by=by)
    hold.refresh_from_db()
    if closed:
        announce(hold.agreement)


@transaction.atomic
def take_down(*, agreement: Agreement, reason: str, by, today: datetime.date) -> TakeDown:
    """Takes a story off everything at once. One person is enough, and nothing is asked."""
    taken = TakeDown.objects.create(
        agreement=agreement, reason=TakeDown.Reason(reason), by=by, week=week_of(today), mark=marks.new_mark()
    )
    announce(agreement, Listed.HOLD, [taken.mark])
    return taken


def ask_to_put_back(*, take_down: TakeDown, by) -> None:
    """Notes who thinks that it may be put back. Nothing changes until somebody else thinks so too."""
    TakeDown.objects.open().filter(pk=take_down.pk).update(back_asked_by=by)


def leave_down(*, take_down: TakeDown) -> None:
    """Forgets that somebody asked; it stays down."""
    TakeDown.objects.open().filter(pk=take_down.pk).update(back_asked_by=None)


@transaction.atomic
def put_back(*, take_down: TakeDown, by, second, today: datetime.date) -> None:
    """Ends a take-down; raises `SecondPersonNeeded` unless two different people say so.

    Raises `NoListMissing` when that cannot be noted outside the database; the story then stays down.
    """
    if by is None or second is None or by.pk == second.pk:
        raise SecondPersonNeeded("Putting a story back takes two people. Ask a colleague to confirm it.")
    marks.lift(take_down.agreement, take_down.mark)
    closed = TakeDown.objects.open().filter(pk=take_down.pk)
    if closed.update(closed_week=week_of(today), closed_by=by, closed_second=second):
        take_down.refresh_from_db()
        announce(take_down.agreement)
