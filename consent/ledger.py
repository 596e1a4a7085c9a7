"""The ledger: one chain of decisions that can be appended to, checked, and read as histories.

A chain row holds a commitment, HMAC-SHA256(key of the agreement, payload); the payload lies beside
it. Without the payload and the key the row proves that something was decided and says nothing of
what. So a deletion lets both go and the chain still holds.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from consent import marks, no_list
from consent.announcing import announce
from consent.chain import GENESIS, commit, link_hash, payload
from consent.dials import Dial
from consent.errors import AgreementEnded
from consent.heads import Head
from consent.histories import histories, history
from consent.kinds import ABOUT_A_USE, Captured, Kind
from consent.models import Agreement, Decision, DecisionDetail, Edition, LedgerHead, Notice
from consent.uses import Answer, Use
from consent.verification import Verification, verify
from consent.weeks import week_of

__all__ = ["Head", "Said", "Verification", "append", "head", "histories", "history", "holds", "lock_head", "verify"]


@dataclass(frozen=True)
class Said:
    """One thing to record: an answer, an approval or a dial."""

    kind: Kind
    answer: str
    use: Use | None = None
    dial: Dial | None = None
    edition: Edition | None = None
    digest_tag: str = ""
    notice: Notice | None = None
    captured: Captured = Captured.WEB
    # The decision that this one confirms and counts from; its own when None.
    counts_from: int | None = None
    setting: dict = field(default_factory=dict)

    @property
    def is_no(self) -> bool:
        return self.kind in ABOUT_A_USE and self.answer == Answer.NO


def head() -> Head:
    """The head, for a colophon or a receipt. An empty chain, and an empty list, end in 64 zeros.

    Raises `NoListMissing`: a head without the list would promise less than it seems to.
    """
    row = LedgerHead.objects.first() or LedgerHead(hash=GENESIS)
    listed = no_list.read()
    return Head(row.sequence, bytes(row.hash).hex(), listed.length, listed.hash)


def holds(head: Head) -> bool:
    """Whether a head that was printed earlier is a part of today's chain and of today's no-list.

    One yes or no: whoever asks learns nothing else. Raises `NoListMissing`.
    """
    if head.sequence == 0:
        return head.hash == GENESIS.hex() and no_list.extends(head.noes, head.noes_hash)
    row = Decision.objects.filter(pk=head.sequence).first()
    whole = row is not None and bytes(row.hash) == link_hash(
        row.sequence, row.week, bytes(row.previous), bytes(row.commitment)
    )
    return whole and bytes(row.hash).hex() == head.hash and no_list.extends(head.noes, head.noes_hash)


@transaction.atomic
def append(agreement: Agreement | None, said: Iterable[Said], *, key: bytes, today: datetime.date) -> list[int]:
    """Adds a row for each thing said, in their order, and announces it; returns their sequence numbers.

    Raises `AgreementEnded` for an agreement whose deletion has begun.
    `agreement` is None, and `key` empty, only for the row in which a deletion lists what it let go.
    """
    row = lock_head()
    previous, sequence, week = bytes(row.hash), row.sequence, week_of(today)
    chain, details = [], []
    for one in said:
        sequence += 1
        detail = DecisionDetail(
            decision_id=sequence,
            agreement=agreement,
            kind=one.kind,
            use=one.use or "",
            dial=one.dial or "",
            answer=one.answer,
            edition=one.edition,
            digest_tag=one.digest_tag,
            notice=one.notice,
            effective_sequence=one.counts_from or sequence,
            captured=one.captured,
            setting=one.setting,
            mark=marks.new_mark() if one.is_no else "",
        )
        commitment = commit(key, payload(detail))
        link = link_hash(sequence, week, previous, commitment)
        chain.append(Decision(sequence=sequence, week=week, previous=previous, hash=link, commitment=commitment))
        details.append(detail)
        previous = link
    Decision.objects.bulk_create(chain)
    DecisionDetail.objects.bulk_create(details)
    row.sequence, row.hash = sequence, previous
    row.save()
    if agreement is not None:
        # Counted up, never counted anew: a detail lost before must stay noticed.
        live = Agreement.objects.live().filter(pk=agreement.pk)
        if not live.update(length=F("length") + len(chain)):
            raise AgreementEnded(f"{agreement} has been deleted; nothing can be added to it.")
        agreement.refresh_from_db(fields=["length"])
        announce(agreement, noes=[detail.mark for detail in details if detail.mark])
    return [decision.sequence for decision in chain]


def lock_head() -> LedgerHead:
    """The head row, held until the transaction ends, so that two appends cannot take one number.

    On SQLite the transaction itself is immediate and the lock in the query means nothing.
    """
    row, _ = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    return row
