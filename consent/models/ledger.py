from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.dials import Dial
from consent.kinds import CAPTURED_LABELS, KIND_LABELS, Captured, Kind
from consent.uses import LABELS, Answer


class Decision(models.Model):
    """A row of the chain. It says that something was decided, in which week and after what; not what.

    Only `consent.ledger.append` writes it. Triggers refuse to change, remove or empty it (triggers.py).
    """

    # Never counted by the database: a rolled back insert would leave a gap that looks like a removal.
    sequence = models.PositiveBigIntegerField(primary_key=True)
    week = models.CharField(max_length=8)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    commitment = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return f"Decision {self.sequence}"


class DecisionDetail(models.Model):
    """What was decided, in a row of its own so that deletion can let it go and the chain still holds."""

    decision = models.OneToOneField(
        Decision, primary_key=True, db_column="sequence", related_name="detail", on_delete=models.PROTECT
    )
    # Empty only for a row that lists what a deletion let go.
    agreement = models.ForeignKey(
        "consent.Agreement", null=True, related_name="details", on_delete=models.PROTECT, db_index=False
    )
    kind = models.CharField(max_length=12, choices=KIND_LABELS.items())
    use = models.CharField(max_length=12, blank=True, choices=LABELS.items())
    dial = models.CharField(max_length=12, blank=True, choices=[(dial.value, dial.value) for dial in Dial])
    # One of `Answer`, or the word a dial was set to.
    answer = models.CharField(max_length=12, blank=True)
    edition = models.ForeignKey("consent.Edition", null=True, related_name="+", on_delete=models.PROTECT)
    digest_tag = models.CharField(max_length=64, blank=True)
    notice = models.ForeignKey("consent.Notice", null=True, related_name="+", on_delete=models.PROTECT)
    # From which decision on it counts: its own, or an earlier one that it confirms.
    effective_sequence = models.PositiveBigIntegerField()
    captured = models.CharField(max_length=8, choices=CAPTURED_LABELS.items(), default=Captured.WEB)
    setting = models.JSONField(default=dict)
    # Of a no: its line in the no-list. Empty for everything else.
    mark = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        ordering = ["decision"]
        verbose_name = _("detail of a decision")
        verbose_name_plural = _("details of decisions")
        indexes = [
            models.Index(fields=["agreement", "use", "kind", "effective_sequence"], name="consent_detail_of_agreement")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_sequence__lte=F("decision")), name="consent_detail_counts_from_then"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.ANSWER) | Q(answer__in=list(Answer)), name="consent_answer_is_known"
            ),
        ]

    def __str__(self):
        return f"Detail of decision {self.decision_id}"


class LedgerHead(models.Model):
    """The chain's newest row, in one row of its own: whoever appends locks it first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=bytes(32))

    class Meta:
        verbose_name = _("head of the ledger")
        verbose_name_plural = _("head of the ledger")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="consent_one_head")]

    def __str__(self):
        return f"Head {self.sequence}"
