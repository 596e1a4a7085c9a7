"""What a release has shown, written down because it decides what may stay."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from consent import ledger
from consent.errors import NotAllowed
from consent.histories import histories
from consent.models import Agreement, Edition, Shown
from consent.uses import Use


@transaction.atomic
def show(
    texts: Iterable[tuple[Agreement, str]], *, use: Use, edition: Edition, release: str, today: datetime.date
) -> None:
    """Records that a release shows these texts, each an agreement with a digest, so that they may stay when consent
    has lapsed.

    Asks the rule under the ledger's lock and raises `NotAllowed` when it says no to one: a text that came to be shown
    without leave must not earn the right to stay. The same release may say it twice. Families wait for that lock with
    their noes, so all are asked about at once.
    """
    texts = list(texts)
    head = ledger.lock_head()
    agreements = Agreement.objects.in_bulk({agreement.pk for agreement, _digest in texts})
    said = histories(agreements.values())
    shown = []
    for stale, digest in texts:
        agreement = agreements[stale.pk]
        verdict = agreement.may_use(use, digest=digest, edition=edition, day=today, history=said[agreement.pk])
        if not verdict.allowed:
            raise NotAllowed(verdict)
        about = {"digest_tag": agreement.tag(digest), "use": use, "edition": edition, "release": release}
        shown.append(Shown(agreement=agreement, sequence=head.sequence, **about))
    Shown.objects.bulk_create(shown, ignore_conflicts=True)
