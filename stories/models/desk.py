"""Who can open the vault: staff members' wrapped keys and the signed list that sealing believes."""

from django.conf import settings
from django.db import models


class Reader(models.Model):
    """A staff member's key pair. The seed is wrapped under the unlock phrase, which no table holds."""

    key_id = models.CharField(primary_key=True, max_length=32)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vault_reader")
    public_key = models.BinaryField(max_length=32)
    signing_key = models.BinaryField(max_length=32)
    wrapped_seed = models.BinaryField()
    epoch = models.PositiveIntegerField(default=1, help_text="Raised to close every open vault of this person.")

    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"reader {self.key_id[:8]}"


class ReaderListDocument(models.Model):
    """One version of the signed reader list (stories.vault.readers); the file outside the database pins the newest."""

    version = models.PositiveIntegerField(primary_key=True)
    document = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["version"]

    def __str__(self):
        return f"reader list {self.version}"
