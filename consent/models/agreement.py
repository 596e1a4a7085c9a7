import dataclasses
import datetime
import hashlib
import hmac
import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent import keys, rules
from consent.querysets import AgreementQuerySet
from consent.uses import Use


def new_id() -> str:
    return secrets.token_hex(16)


class Agreement(models.Model):
    """One family's say over one contribution. It knows nobody: an accidental number, a key and a state.

    What was said lies in the ledger, and is read through `consent.ledger.history`.
    """

    class State(models.TextChoices):
        LIVE = "live", _("Live")
        ERASING = "erasing", _("Being deleted")
        ERASED = "erased", _("Deleted")

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    slot = models.PositiveIntegerField(editable=False)
    slot_tag = models.BinaryField(max_length=16, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.LIVE, editable=False)
    week = models.CharField(_("begun in week"), max_length=8, editable=False)
    # How many decisions it has. Fewer details than this means that some are lost, and that means no.
    length = models.PositiveIntegerField(_("decisions"), default=0, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        # By its accidental number: a list must not tell the order in which families came.
        ordering = ["id"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self):
        return f"Agreement {self.id[:8]}"

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    def tag(self, digest: str) -> str:
        """A text's digest under this agreement's own key, so that no table holds one that can be guessed.

        Raises `consent.keys.KeyGone` when the key was erased or cannot be reached.
        """
        return hmac.new(keys.read(self), b"digest|" + digest.encode(), hashlib.sha256).hexdigest()

    def has_key(self) -> bool:
        """Whether its key can be read now; without it nothing of the family's can be used."""
        try:
            return bool(keys.read(self))
        except keys.KeyGone:
            return False

    def history(self) -> rules.History:
        """Everything that the rule needs to know about this agreement."""
        from consent import histories  # the histories read these models

        return histories.history(self)

    def standing(self, use: Use):
        """What the family says about a use today: an `Answer`, or None when it was never asked."""
        return rules.standing(self.history(), use)

    def may_use(
        self,
        use: Use,
        *,
        day: datetime.date,
        digest: str | None = None,
        edition=None,
        history: rules.History | None = None,
    ) -> rules.Verdict:
        """THE question, for one text on one day. Uses inside the house need neither digest nor edition.

        `history` is what the caller has just read of this agreement, together with others (consent/histories.py).
        """
        history = history or self.history()
        tag = None
        if digest and history.live:
            try:
                tag = self.tag(digest)
            except keys.KeyGone:
                # Without the key nobody can tell whether these words were approved.
                history = dataclasses.replace(history, complete=False)
        facts = edition.facts if edition is not None else None
        return rules.may_use(history, use=use, tag=tag, edition=facts, day=day)
