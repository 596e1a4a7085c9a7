"""What a release has shown, written down because it decides what may stay."""

import datetime

from django.db import transaction

from consent import ledger
from consent.errors import NotAllowed
from consent.models import Agreement, Edition, Shown
from consent.uses import Use


@transaction.atomic
def show(*, agreement: Agreement, digest: str, use: Use, edition: Edition, release: str, today: datetime.date) -> Shown:
    """Records that a release shows this text, so that it may stay when consent has lapsed.

    Asks the rule under the ledger's lock and raises `NotAllowed` when it says no: a text that came
    to be shown without leave must not earn the right to stay. The same release may say it twice.
    """
    head = ledger.lock_head()
    agreement.refresh_from_db(fields=["state", "length"])
    verdict = agreement.may_use(use, digest=digest, edition=edition, day=today)
    if not verdict.allowed:
        raise NotAllowed(verdict)
    shown, _ = Shown.objects.get_or_create(
        agreement=agreement,
        digest_tag=agreement.tag(digest),
        use=use,
        edition=edition,
        release=release,
        defaults={"sequence": head.sequence},
    )
    return shown
