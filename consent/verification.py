"""This file knows how to find out whether the chain is whole and says what its rows committed to."""

import hmac
from dataclasses import dataclass

from consent import keys
from consent.chain import GENESIS, commit, link_hash, payload
from consent.kinds import Kind
from consent.models import Decision, DecisionDetail, LedgerHead

AT_ONCE = 2000


@dataclass(frozen=True)
class Fault:
    """One thing found wrong, at one row of the chain."""

    sequence: int
    sentence: str


@dataclass(frozen=True)
class Verification:
    """What `verify` found: how many rows it read and everything wrong with them."""

    length: int
    hash: str
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(known: tuple[int, str] | None = None) -> Verification:
    """Reads the whole chain. `known` is a head printed earlier: sequence and hash in hex.

    Without a head from outside the database, nobody can tell whether the newest rows and the head
    were cut off together; with one, everything up to it is certain.
    """
    faults: list[Fault] = []
    previous, at = GENESIS, 0
    seen_known = known is None or known[0] == 0
    released = _released()
    agreement_keys: dict[str, bytes | None] = {}
    details = DecisionDetail.objects.select_related("agreement", "edition", "notice").in_bulk
    for rows in _batches():
        found = details([row.sequence for row in rows])
        for row in rows:
            if row.sequence != at + 1:
                faults.append(Fault(at + 1, f"Rows {at + 1} to {row.sequence - 1} are missing."))
            faults += _link_faults(row, previous)
            faults += _detail_faults(row, found.get(row.sequence), released, agreement_keys)
            previous, at = bytes(row.hash), row.sequence
            if known and at == known[0]:
                seen_known = True
                if previous.hex() != known[1]:
                    faults.append(Fault(at, "The row is not the one that the known head names."))
    if not seen_known:
        faults.append(Fault(known[0], "The known head is newer than the chain: rows were cut off at its end."))
    head = LedgerHead.objects.first()
    if (head.sequence, bytes(head.hash)) != (at, previous) if head else at:
        faults.append(Fault(at, "The head does not name the newest row: rows were cut off or added past the ledger."))
    return Verification(at, previous.hex(), tuple(faults))


def _batches():
    last = 0
    while rows := list(Decision.objects.filter(sequence__gt=last).order_by("sequence")[:AT_ONCE]):
        yield rows
        last = rows[-1].sequence


def _released() -> set[int]:
    """The rows whose details a deletion let go, by the rows that list them."""
    rows = DecisionDetail.objects.filter(kind=Kind.RELEASED).values_list("setting", flat=True)
    return {sequence for setting in rows for sequence in setting.get("sequences", [])}


def _link_faults(row: Decision, previous: bytes) -> list[Fault]:
    faults = []
    if bytes(row.previous) != previous:
        faults.append(Fault(row.sequence, "The row does not follow the row before it."))
    if bytes(row.hash) != link_hash(row.sequence, row.week, bytes(row.previous), bytes(row.commitment)):
        faults.append(Fault(row.sequence, "The row was altered."))
    return faults


def _detail_faults(row: Decision, detail, released: set[int], known_keys: dict) -> list[Fault]:
    if detail is None:
        return [] if row.sequence in released else [Fault(row.sequence, "The detail is missing and was not let go.")]
    if detail.agreement is None:
        key = b"" if detail.kind == Kind.RELEASED else None
    else:
        if detail.agreement_id not in known_keys:
            known_keys[detail.agreement_id] = _key(detail.agreement)
        key = known_keys[detail.agreement_id]
    if key is None:
        # Between the erasing of the key and the letting go of the details a deletion looks like this.
        erasing = detail.agreement is not None and not detail.agreement.is_live
        return [] if erasing else [Fault(row.sequence, "The detail cannot be checked: its key is out of reach.")]
    if not hmac.compare_digest(commit(key, payload(detail)), bytes(row.commitment)):
        return [Fault(row.sequence, "The detail is not what was committed to.")]
    if detail.notice is not None and detail.notice.digest() != detail.notice.sha256:
        return [Fault(row.sequence, "The notice that was answered was altered.")]
    return []


def _key(agreement) -> bytes | None:
    try:
        return keys.read(agreement)
    except keys.KeyGone:
        return None
