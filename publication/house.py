"""How the house itself stands: when its daily work was done, how old its newest backup is, whether the ledger is whole.

In: what was noted (publication.noted) and the day. Out: a sentence for each, and whether somebody should do something.
"""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publication import noted

# The daily work and the check of the ledger may miss a day; a backup is made each week.
LATE = datetime.timedelta(days=2)
OLD = datetime.timedelta(days=8)


@dataclass(frozen=True)
class Line:
    name: str
    says: str
    is_well: bool


def standing(today: datetime.date) -> list[Line]:
    return [_daily(today), _ledger(today), _backup(today)]


def _daily(today: datetime.date) -> Line:
    name, found = _("Daily work"), noted.noted(noted.DAILY)
    day = _day(found)
    if day is None:
        return Line(name, _("It has never run here. Set the timer: see “Each day” in docs/operations.md."), False)
    if failed := found.get("failed"):
        says = _("It ran on %(day)s, and could not do: %(steps)s. Tell whoever looks after the server.")
        return Line(name, says % {"day": _said(day), "steps": ", ".join(map(str, failed))}, False)
    if today - day > LATE:
        says = _("It last ran on %(day)s. It should run each day: tell whoever looks after the server.")
        return Line(name, says % {"day": _said(day)}, False)
    return Line(name, _("Done on %(day)s.") % {"day": _said(day)}, True)


def _ledger(today: datetime.date) -> Line:
    name, found = _("Consent ledger"), noted.noted(noted.LEDGER)
    day = _day(found)
    if day is None:
        return Line(name, _("Nobody has checked it here yet. The daily work does."), False)
    about = {"day": _said(day), "rows": found.get("rows", 0), "head": str(found.get("head", ""))[:16]}
    if found.get("faults"):
        says = _("On %(day)s it was not whole: %(faults)s faults. Publish nothing, and run manage.py verify_ledger.")
        return Line(name, says % {**about, "faults": found["faults"]}, False)
    says = _("Whole on %(day)s: %(rows)s rows, head %(head)s…") % about
    return Line(name, says, today - day <= LATE)


def _backup(today: datetime.date) -> Line:
    name, found = _("Backup"), noted.noted(noted.BACKUP)
    day = _day(found)
    if day is None:
        return Line(name, _("None was made here. Run manage.py backup: see docs/operations.md."), False)
    if today - day > OLD:
        return Line(name, _("The newest is of %(day)s. Make one now.") % {"day": _said(day)}, False)
    return Line(name, _("The newest is of %(day)s.") % {"day": _said(day)}, True)


def _day(found: dict) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(found.get("day", ""))
    except (TypeError, ValueError):
        return None


def _said(day: datetime.date) -> str:
    return date_format(day, "j F Y")
