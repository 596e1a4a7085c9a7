"""What a parent wishes beside the uses: her words if she never comes back, and whether and how we may reach her."""

from datetime import date

from django.db import transaction

from consent import actions as consent
from consent import rules
from consent.dials import Dial
from stories.actions.come_back import Visit

CONTACT = "contact"


@transaction.atomic
def set_wishes(*, visit: Visit, dials: dict[Dial, str], contact: dict[str, str], today: date) -> bool:
    """Sets the dials that differ, and seals the contact anew or lets it go; returns whether anything was changed.

    Raises `consent.dials.UnknownSetting`, `AgreementEnded` and `sealing.KeysChanged`.
    """
    history = visit.agreement.history()
    new = {dial: word for dial, word in dials.items() if rules.dial(history, dial) != word}
    # The contribution before the ledger, as everybody takes the two: the other way round two would wait for each other.
    reached = _reach(visit, contact)
    if new:
        consent.set_dials(agreement=visit.agreement, dials=new, today=today)
    return bool(new) or reached


def _reach(visit: Visit, contact: dict[str, str]) -> bool:
    if contact == (visit.opened.read(CONTACT) or {}):
        return False
    if contact:
        visit.opened.write(CONTACT, contact)
    else:
        visit.contribution.records.filter(kind=CONTACT).delete()
    return True
