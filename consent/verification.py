"""This file knows how to find out whether the chain is whole and says what its rows committed to."""

import hmac
from dataclasses import dataclass

from consent import keys, marks, no_list
from consent.chain import GENESIS, commit, link_hash, payload
from consent.errors import NoListMissing
from consent.kinds import Kind
from consent.models import Agreement, Decision, DecisionDetail, Edition, LedgerHead, Notice

AT_ONCE = 2000
READINGS = 5


@dataclass(frozen=True)
class Fault:
    """One thing found wrong: at one row of the chain, or at none (0) when it is about the no-list."""

    sequence: int
    sentence: str


@dataclass(frozen=True)
class Verification:
    """What `verify` found: how many rows it read and everything wrong with them."""

    length: int
    hash: str
    faults: tuple[Fault, ...]
    noes: int = 0
    noes_hash: str = ""

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(known: tuple[int, str] | None = None, known_noes: tuple[int, str] | None = None) -> Verification:
    """Reads the whole chain and the no-list. `known` is a head printed earlier: sequence and hash in hex; and
    `known_noes` the length and hash of the no-list that stand beside it.

    Without a head from outside the database, nobody can tell whether the newest rows and the head
    were cut off together; with one, everything up to it is certain. Families may go on deciding
    meanwhile: what looks like a fault then is read again, rather than the ledger locked for all.
    """
    for _ in range(READINGS):
        begun_at = _head()
        found = _read(known, known_noes)
        if found.whole or _head() == begun_at:
            break
    return found


def unproven(agreements) -> frozenset[str]:
    """The ids of those agreements that hold a decision which its row of the chain did not commit to.

    For the last look before words leave the house: it reads their rows alone, not the chain. A decision that was
    taken away together with its count is not seen here; `verify` and a head printed elsewhere are for that.
    """
    if not agreements:
        return frozenset()
    checker = _Details()
    details = checker.made_whole(DecisionDetail.objects.filter(agreement__in=list(agreements)))
    rows = Decision.objects.in_bulk(list(details))
    return frozenset(
        detail.agreement_id for at, detail in details.items() if at not in rows or checker.faults(rows[at], detail)
    )


def _head() -> tuple[int, bytes]:
    head = LedgerHead.objects.first()
    return (head.sequence, bytes(head.hash)) if head else (0, GENESIS)


def _read(known: tuple[int, str] | None, known_noes: tuple[int, str] | None) -> Verification:
    faults: list[Fault] = []
    previous, at = GENESIS, 0
    seen_known = known is None or known[0] == 0
    checker = _Details()
    for rows in _batches():
        found = checker.of(rows)
        for row in rows:
            if row.sequence != at + 1:
                faults.append(Fault(at + 1, f"Rows {at + 1} to {row.sequence - 1} are missing."))
            faults += _link_faults(row, previous)
            faults += checker.faults(row, found.get(row.sequence))
            previous, at = bytes(row.hash), row.sequence
            if known and at == known[0]:
                seen_known = True
                if previous.hex() != known[1]:
                    faults.append(Fault(at, "The row is not the one that the known head names."))
    if not seen_known:
        faults.append(Fault(known[0], "The known head is newer than the chain: rows were cut off at its end."))
    if _head() != (at, previous):
        faults.append(Fault(at, "The head does not name the newest row: rows were cut off or added past the ledger."))
    listed, found = _no_list(known_noes)
    return Verification(at, previous.hex(), (*faults, *found), listed.length, listed.hash)


def _no_list(known: tuple[int, str] | None) -> tuple[no_list.NoList, list[Fault]]:
    """What the list outside the database knows and the register does not."""
    try:
        listed, closed = no_list.read(), marks.closed()
        faults = [
            Fault(0, f"{Agreement(pk=pk)} said a no that is noted outside the database and is not in the register.")
            for pk in sorted(closed)
        ]
        if no_list.differ():
            faults.append(Fault(0, "A copy of the no-list is missing, or they differ. Run `manage.py daily`."))
        if known and not no_list.extends(*known):
            faults.append(Fault(0, "The no-list does not begin with the one that the known head names."))
    except NoListMissing as failure:
        return no_list.NoList(0, GENESIS.hex()), [Fault(0, str(failure))]
    return listed, faults


def _batches():
    """The chain in pieces, as plain rows: making a model of each would take as long as checking it."""
    last, columns = 0, [field.name for field in Decision._meta.concrete_fields]
    every = Decision.objects.order_by("sequence").values_list(*columns, named=True)
    while rows := list(every.filter(sequence__gt=last)[:AT_ONCE]):
        yield rows
        last = rows[-1].sequence


def _link_faults(row: Decision, previous: bytes) -> list[Fault]:
    faults = []
    if bytes(row.previous) != previous:
        faults.append(Fault(row.sequence, "The row does not follow the row before it."))
    if bytes(row.hash) != link_hash(row.sequence, row.week, bytes(row.previous), bytes(row.commitment)):
        faults.append(Fault(row.sequence, "The row was altered."))
    return faults


class _Details:
    """Checks details against their commitments. Reads each key, notice and edition once, since rows are many."""

    def __init__(self):
        try:
            self.let_go = no_list.read().let_go
        except NoListMissing:
            self.let_go = frozenset()
        self.released = _released(self.let_go)
        self.agreements = Agreement.objects.in_bulk()
        self.editions = Edition.objects.in_bulk()
        self.notices = Notice.objects.in_bulk()
        self.altered_notices = {pk for pk, notice in self.notices.items() if notice.digest() != notice.sha256}
        self.keys: dict[str, bytes | None] = {}

    def of(self, rows: list[Decision]) -> dict[int, DecisionDetail]:
        return self.made_whole(DecisionDetail.objects.filter(pk__in=[row.sequence for row in rows]))

    def made_whole(self, details) -> dict[int, DecisionDetail]:
        found = {detail.pk: detail for detail in details}
        for detail in found.values():
            detail.edition = self.editions.get(detail.edition_id)
            detail.notice = self.notices.get(detail.notice_id)
        return found

    def faults(self, row: Decision, detail: DecisionDetail | None) -> list[Fault]:
        sentence = self._sentence(row, detail)
        return [Fault(row.sequence, sentence)] if sentence else []

    def _sentence(self, row: Decision, detail: DecisionDetail | None) -> str:
        if detail is None:
            return "" if row.sequence in self.released else "The detail is missing and was not let go."
        key = self._key(detail)
        if key is None:
            # Between the erasing of the key and the letting go of the details a deletion looks like this.
            erasing = Agreement.objects.filter(pk=detail.agreement_id).exclude(state=Agreement.State.LIVE).exists()
            return "" if erasing else "The detail cannot be checked: its key is out of reach."
        if not hmac.compare_digest(commit(key, payload(detail)), bytes(row.commitment)):
            return "The detail is not what was committed to."
        if detail.kind == Kind.RELEASED and marks.mark_of(detail.setting) not in self.let_go:
            return "The row tells of a deletion that the no-list does not know."
        return "The notice that was answered was altered." if detail.notice_id in self.altered_notices else ""

    def _key(self, detail: DecisionDetail) -> bytes | None:
        pk = detail.agreement_id
        if pk is None:
            return b"" if detail.kind == Kind.RELEASED else None
        if pk not in self.keys:
            agreement = self.agreements.get(pk)
            try:
                self.keys[pk] = keys.read(agreement) if agreement else None
            except keys.KeyGone:
                self.keys[pk] = None
        return self.keys[pk]


def _released(let_go: frozenset[str]) -> set[int]:
    """The rows whose details a deletion let go, by the rows that list them and that the no-list knows."""
    rows = DecisionDetail.objects.filter(kind=Kind.RELEASED).values_list("setting", flat=True)
    return {sequence for setting in rows if marks.mark_of(setting) in let_go for sequence in setting["sequences"]}
