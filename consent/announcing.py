"""The one way in which every verb says that it happened."""

from django.db import transaction

from consent.models import Agreement
from consent.signals import consent_changed


def announce(agreement: Agreement) -> None:
    """Sends `consent_changed` once the change is on the disk; a receiver that fails undoes nothing."""
    transaction.on_commit(lambda: consent_changed.send_robust(Agreement, agreement=agreement))
