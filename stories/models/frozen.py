"""What a row is that keeps exact words for a parent's answer."""

import hmac

from django.core.exceptions import ValidationError
from django.db import models

from consent.keys import KeyGone
from stories import tree


class Immutable(models.Model):
    """A row that is written once; changing it would change what somebody approved."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError(f"{self} is frozen and cannot be changed.")
        super().save(*args, **kwargs)


class ExactWords:
    """Of what keeps a text for a parent's answer: tree, digest, and the digest's tag under her family's key."""

    def is_exact(self) -> bool:
        """Whether the words are still those that the tag was made of.

        The tag's key lies in the slot file and in no table. So whoever can write to the database, and to nothing
        else, cannot put other words under an answer: not here, and not in the ledger.
        """
        if not tree.is_named_by(self.tree, self.digest):
            return False
        try:
            return hmac.compare_digest(self.agreement.tag(self.digest), self.tag)
        except KeyGone:
            return False
