"""A family lets the same words be used for another year: the same digest, approved anew for the coming edition."""

import datetime

from django.db import transaction

from consent import ledger
from consent.actions.deciding import approve
from consent.errors import NotAskedAnew
from consent.lapsing import to_ask_anew
from consent.models import Agreement, Edition, Notice
from consent.uses import Use


@transaction.atomic
def renew(
    *, agreement: Agreement, digest: str, edition: Edition, uses: set[Use], notice: Notice | None, today: datetime.date
) -> None:
    """Records a yes to these exact words in another edition, for uses that the family is asked about anew.

    Asks under the ledger's lock, so that a no said in another window at this moment is not answered by an older page.
    Raises `NotAskedAnew` and, as `approve` does, `AgreementEnded`.
    """
    ledger.lock_head()
    agreement.refresh_from_db(fields=["state", "length"])
    asked = to_ask_anew(agreement.history(), edition=edition.facts)
    if not uses or not uses <= set(asked):
        raise NotAskedAnew(f"{agreement} is not asked about {', '.join(sorted(uses))} in {edition.year}.")
    said = dict.fromkeys(uses, True)
    approve(agreement=agreement, digest=digest, edition=edition, uses=said, notice=notice, today=today)
