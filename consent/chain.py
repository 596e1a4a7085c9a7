"""This file knows what the chain's bytes are: payload, commitment, and the link from row to row."""

import hashlib
import hmac

from consent.canonical import canonical

GENESIS = bytes(32)


def payload(detail) -> dict:
    """What is committed to of a `DecisionDetail`. The sequence is in it, so that no two can change places."""
    said = {
        "sequence": detail.decision_id,
        "agreement": detail.agreement_id,
        "kind": detail.kind,
        "use": detail.use,
        "dial": detail.dial,
        "answer": detail.answer,
        "edition": detail.edition.year if detail.edition else None,
        "digest_tag": detail.digest_tag,
        "notice": detail.notice.sha256 if detail.notice else None,
        "effective_sequence": detail.effective_sequence,
        "captured": detail.captured,
        "setting": detail.setting,
    }
    # Only a no has one; what is committed to of everything else stays as short as it was.
    return said | {"mark": detail.mark} if detail.mark else said


def commit(key: bytes, data: dict) -> bytes:
    return hmac.digest(key, canonical(data), "sha256")


def link_hash(sequence: int, week: str, previous: bytes, commitment: bytes) -> bytes:
    """What the next row calls `previous`."""
    row = {"sequence": sequence, "week": week, "previous": previous.hex(), "commitment": commitment.hex()}
    return hashlib.sha256(canonical(row)).digest()
