"""This file knows how the no-list and the register belong together.

Each no, hold and take-down bears a mark drawn by chance, in its row and in the list. A family is *accounted for* while
the register still shows, as a no or as an open hold, every mark that the list has and nothing has lifted. Once it does
not (rows taken away by hand, or a database older than the list), the rule says no. So does an absent list.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterable

from django.apps import apps
from django.db import connection

from consent import no_list
from consent.canonical import canonical
from consent.errors import NoListMissing
from consent.kinds import ABOUT_A_USE
from consent.no_list import Line, Listed
from consent.uses import Answer

logger = logging.getLogger(__name__)

NONCE_BYTES = 16


def new_mark() -> str:
    return secrets.token_hex(16)


def write(lines: Iterable[Line]) -> None:
    """Writes lines of noes that are on the disk already, before anybody is told that it is done.

    A no never waits for this file: when no copy can be written, the no stands in the register all the same, the
    fault is logged, and `manage.py daily` writes the lines when the disk is back.
    """
    try:
        missing = no_list.add(lines)
    except NoListMissing as failure:
        missing = failure.paths
    for path in missing:
        logger.error("The no-list %s could not be written. Is its disk mounted? A no stands all the same.", path)


def are_kept_twice() -> bool:
    """Whether both copies of the no-list are in reach and say the same: only then does a no outlive any one disk."""
    try:
        return not no_list.differ()
    except NoListMissing:
        return False


def lift(agreement, mark: str) -> None:
    """Says that a hold or a take-down has ended. Before the row says so: what opens something waits for this file.

    Raises `NoListMissing`.
    """
    if mark:
        no_list.add([Line(Listed.LIFTED, agreement.pk, mark)])


def note_erased(agreement) -> None:
    """That this family has deleted everything; raises `NoListMissing`, and then the deletion is not finished yet."""
    if agreement.pk not in no_list.read().erased:
        no_list.add([Line(Listed.ERASED, agreement.pk, new_mark())])


def note_let_go(agreement, sequences: list[int]) -> dict:
    """What the row of a deletion says of the decisions that it let go, bound to a line of the list.

    The row has no key, so anybody who can write to the database can make one; the line they cannot make.
    """
    setting = {"sequences": sequences, "nonce": secrets.token_hex(NONCE_BYTES)}
    no_list.add([Line(Listed.LET_GO, agreement.pk, mark_of(setting))])
    return setting


def mark_of(setting: dict) -> str:
    """The mark of a row that lists what a deletion let go."""
    return hashlib.blake2b(canonical(setting), digest_size=16, person=b"let go").hexdigest()


def begin(**kwargs) -> None:
    """Makes the list of an installation in which nobody has said a no that bears a mark. Receives `post_migrate`.

    Never in any other: where marks are, a list was, and it must come back from its other copy or from the operator.
    """
    there = connection.introspection.table_names()
    names = [apps.get_model("consent", name)._meta.db_table for name in ("DecisionDetail", "Hold", "TakeDown")]
    if set(names) <= set(there) and not any(found.exists() for found in (_noes(), *map(_marked, ("Hold", "TakeDown")))):
        no_list.create()


def closed() -> frozenset[str]:
    """The ids of the live agreements that are not accounted for. Raises `NoListMissing`."""
    listed = no_list.read()
    suspects = {agreement for agreement, _mark in listed.standing.keys() - _shown()} | listed.erased
    if not suspects:
        return frozenset()
    live = apps.get_model("consent", "Agreement").objects.live()
    return frozenset(suspects.intersection(live.values_list("pk", flat=True)))


def missing(agreement) -> dict[str, Listed]:
    """The marks of one agreement that the list has and the register does not show, with their kinds."""
    listed, shown = no_list.read(), _shown(agreement)
    return {
        mark: listed.standing[agreement.pk, mark]
        for mark in sorted(listed.of(agreement.pk))
        if (agreement.pk, mark) not in shown
    }


def mend() -> int:
    """Brings both copies together and adds the marks of the register that no copy has; returns how many lines.

    Only what closes is added. What would open something (a mark lifted, a deletion) is written by its own act alone,
    or a row made by hand would be believed here.
    """
    mended = no_list.mend()
    noted = no_list.read().noted
    lines = [
        Line(kind, agreement, mark)
        for kind, rows in ((Listed.NO, [_noes()]), (Listed.HOLD, _stops()))
        for found in rows
        for agreement, mark in found.values_list("agreement", "mark")
        if mark not in noted
    ]
    no_list.add(lines)
    return mended + len(lines)


def _shown(agreement=None) -> set[tuple[str, str]]:
    """Agreement and mark of every row that stands as a no, a hold or a take-down."""
    rows = [_noes(), *_stops()]
    if agreement is not None:
        rows = [found.filter(agreement=agreement) for found in rows]
    return {pair for found in rows for pair in found.values_list("agreement", "mark")}


def _noes():
    return _marked("DecisionDetail").filter(kind__in=ABOUT_A_USE, answer=Answer.NO).order_by()


def _stops() -> list:
    return [_marked(name).filter(closed_week="").order_by() for name in ("Hold", "TakeDown")]


def _marked(name: str):
    return apps.get_model("consent", name).objects.exclude(mark="")
