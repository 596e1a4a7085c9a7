"""Who agreed to what, and for which year: the tables, each group in a file of its own."""

from consent.models.agreement import Agreement
from consent.models.edition import Edition
from consent.models.facts import Hold, Shown, TakeDown
from consent.models.ledger import Decision, DecisionDetail, LedgerHead
from consent.models.notice import Notice

__all__ = [
    "Agreement",
    "Decision",
    "DecisionDetail",
    "Edition",
    "Hold",
    "LedgerHead",
    "Notice",
    "Shown",
    "TakeDown",
]
